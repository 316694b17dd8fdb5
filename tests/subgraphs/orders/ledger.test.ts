import { decimal } from '../../../adapters/core/decimal';
import { marketplaceId, offerId, type InstitutionCode, type RupCode } from '../../../adapters/core/ids';
import type { SourceOrder } from '../../../adapters/core/order/order';
import { unknownStatuses } from '../../../subgraphs/telemetry/order-metrics';
import { describeOnDatabases } from '../../support/databases';
import {
  recordInLedger,
  held,
  idOf,
  line,
  packagePart,
  recordPages,
  sourceOrder,
  status,
  type Held,
} from '../../support/source-orders';

const T1 = new Date('2026-11-22T08:00:00Z');
const T2 = new Date('2026-11-22T09:00:00Z');
const T3 = new Date('2026-11-22T10:00:00Z');

const A = line('1', { total: decimal('0.1'), shippingFee: decimal('6000'), quantity: decimal('34.8') });
const B = line('2', { total: decimal('0.2'), shippingFee: null });
const C = line('3', { total: decimal('11635483.14'), shippingFee: decimal('0.5') });

describeOnDatabases('the ledger', (database) => {
  beforeEach(() => database().empty());

  const record = (at: Date, ...orders: SourceOrder[]) => recordInLedger(database().db, orders, at);
  const of = (number: string): Promise<Held> => held(database().db, idOf(number));

  it.each([
    ['a whole order', sourceOrder('1', { details: { b: 'x', a: null, longerName: true }, problems: ['p'] })],
    ['a whole order with lines', sourceOrder('1', { lines: [line('b'), line('A'), line('_'), line('a')] })],
    ['a part of a package', packagePart('1', [A, B], { budgetAccounts: ['2', '1'] })],
    ['a status that is not known', sourceOrder('1', { status: status(null) })],
    ['an order without a day', sourceOrder('1', { placedAt: null })],
  ])('takes %s told twice as told once', async (_, order) => {
    expect(await record(T1, order)).toHaveLength(1);
    const first = await of('1');
    expect(await record(T2, order)).toEqual([]);
    expect(await of('1')).toEqual({ ...first, order: { ...first.order, observed_at: T2 } });
    expect(first.order).toMatchObject({ updated_at: T1, observed_at: T1 });
    expect(first.events).toHaveLength(1);
  });

  it('takes an order that is told without its lines again for the same', async () => {
    await record(T1, sourceOrder('1', { lines: [line('b'), line('A'), line('_')] }));
    expect(await record(T2, sourceOrder('1'))).toEqual([]);
    expect((await of('1')).lines).toHaveLength(3);
  });

  it.each([
    ['in order', [[packagePart('1', [A])], [packagePart('1', [B, C])]]],
    ['in the other order', [[packagePart('1', [B, C])], [packagePart('1', [A])]]],
    ['on one page', [[packagePart('1', [A]), packagePart('1', [B]), packagePart('1', [C])]]],
    ['with repeats', [[packagePart('1', [A, B])], [packagePart('1', [B, C])], [packagePart('1', [A])]]],
  ])('sums up the lines of a package that come %s, to the last fraction', async (_, pages) => {
    await recordPages(database().db, pages);
    const { order, lines } = await of('1');
    expect(order).toMatchObject({ total: '11635483.44', shipping_fee: '6000.5', state: 'PROCESSING' });
    expect(lines.map(({ key }) => key).sort()).toEqual(['1', '2', '3']);
    expect(lines.find(({ key }) => key === '1')).toMatchObject({ quantity: '34.8', total: '0.1' });
    await recordPages(database().db, pages);
    expect((await of('1')).order).toMatchObject({ total: '11635483.44', shipping_fee: '6000.5' });
  });

  it('keeps decimals as they are written, however long', async () => {
    const long = '123456789012345678901234567890.123456789';
    const total = decimal(long);
    await record(T1, sourceOrder('1', { total, lines: [line('1', { unitPrice: decimal('0.000000001') })] }));
    const { order, lines } = await of('1');
    expect([order?.total, lines[0]?.unit_price]).toEqual([long, '0.000000001']);
  });

  it('keeps a status that it does not know as it is written, counts it once, and knows it again', async () => {
    const count = async () => (await unknownStatuses.get()).values.reduce((sum, { value }) => sum + value, 0);
    const before = await count();
    await record(T1, sourceOrder('1', { status: status('CONFIRMED') }));
    await record(T2, sourceOrder('1', { status: status(null, 'MENUNGGU_BARU') }));
    await record(T2, sourceOrder('1', { status: status(null, 'MENUNGGU_BARU') }));
    expect((await of('1')).order).toMatchObject({ source_status: 'MENUNGGU_BARU', state: null });
    expect(await count()).toBe(before + 1);
    // The same words, once the table has them.
    await record(T3, sourceOrder('1', { status: status('PROCESSING', 'MENUNGGU_BARU') }));
    const { order, events } = await of('1');
    expect(order).toMatchObject({ state: 'PROCESSING', updated_at: T3 });
    expect(events.map(({ state }) => state)).toEqual(['CONFIRMED', null, 'PROCESSING']);
  });

  it('believes a list even where it goes back, and says so in the history', async () => {
    await record(T1, sourceOrder('1', { status: status('SHIPPED') }));
    await record(T2, sourceOrder('1', { status: status('CONFIRMED') }));
    const { order, events } = await of('1');
    expect(order?.state).toBe('CONFIRMED');
    expect(events.map(({ step }) => step)).toEqual(['FIRST', 'LATE']);
  });

  const MBIZ = marketplaceId('mbiz');
  const OWN = sourceOrder('PSR-1', {
    marketplace: MBIZ,
    channel: 'PASAR',
    status: status('AWAITING_APPROVAL', 'placed'),
    rupCode: '45806011' as RupCode,
    fundingSource: 'APBD',
    lines: [
      line('1', { sku: 'A', offerId: offerId(MBIZ, 'M1', 'A') }),
      line('2', { sku: 'B', offerId: offerId(MBIZ, 'M1', 'B') }),
    ],
  });
  const REPORT = sourceOrder('PSR-1', {
    marketplace: MBIZ,
    channel: 'TOKO_DARING',
    status: status('CONFIRMED', 'reported'),
    tax: decimal('110'),
    details: { paymentMethod: 'VA' },
    lines: [line('1', { sku: 'B' }), line('2', { sku: 'A' }), line('3', { sku: 'C' })],
  });

  it.each([
    ['before', [OWN, REPORT]],
    ['after', [REPORT, OWN]],
  ])("keeps both sides' fields of an order that Pasar placed %s its report came", async (_, accounts) => {
    await recordPages(
      database().db,
      accounts.map((account) => [account]),
    );
    const { order, lines } = await held(database().db, OWN.id);
    expect(order).toMatchObject({
      rup_code: '45806011',
      funding_source: 'APBD',
      tax: '110',
      details: { paymentMethod: 'VA' },
      state: 'CONFIRMED',
    });
    const offers = new Map(lines.map(({ sku, offer_id }) => [sku, offer_id]));
    expect(offers.get('A')).toBe('mbiz:M1.A');
    expect(offers.get('B')).toBe('mbiz:M1.B');
    // Another article in the same place of the list is another line.
    expect(offers.get('C') ?? null).toBeNull();
  });

  it('never lets an order change hands', async () => {
    await record(T1, sourceOrder('1'));
    await record(T2, sourceOrder('1', { institution: 'D181' as InstitutionCode, title: 'Lain' }));
    expect((await of('1')).order).toMatchObject({ institution: 'D180', title: 'Lain' });
  });

  it('keeps what an account leaves open, and takes what it says anew', async () => {
    const workUnit = { code: null, name: 'Dinas' };
    const told = { fundingSource: 'APBD', budgetAccounts: ['5.1'], details: { a: '1', b: '2' }, workUnit };
    await record(T1, sourceOrder('1', told));
    await record(T2, sourceOrder('1', { title: null, details: { a: null, b: '3' }, budgetAccounts: [] }));
    const { order } = await of('1');
    expect(order).toMatchObject({ title: 'Belanja ATK', funding_source: 'APBD', work_unit_name: 'Dinas' });
    expect(order).toMatchObject({ budget_accounts: ['5.1'], details: { a: '1', b: '3' } });
    await record(T3, sourceOrder('1', { budgetAccounts: ['5.2'] }));
    expect((await of('1')).order?.budget_accounts).toEqual(['5.2']);
  });

  it.each<[string, SourceOrder[], string[]]>([
    [
      'of a whole order are those it was last told with',
      [sourceOrder('1', { problems: ['a', 'b'] }), sourceOrder('1', { problems: ['b'] })],
      ['b'],
    ],
    [
      'go when a source tells the order without any',
      [sourceOrder('1', { problems: ['a'] }), sourceOrder('1')],
      [],
    ],
    [
      'go also when Pasar placed it',
      [sourceOrder('1', { channel: 'PASAR' }), sourceOrder('1', { problems: ['a'] }), sourceOrder('1')],
      [],
    ],
    [
      'stay when Pasar tells of its own order',
      [sourceOrder('1', { problems: ['a'] }), sourceOrder('1', { channel: 'PASAR' })],
      ['a'],
    ],
    [
      'of parts add up',
      [
        packagePart('1', [A], { problems: ['line 1: wrong'] }),
        packagePart('1', [B], { problems: ['line 2: wrong'] }),
      ],
      ['line 1: wrong', 'line 2: wrong'],
    ],
    [
      'of a part are replaced when the part is told again',
      [
        packagePart('1', [A, C], { problems: ['line 1: wrong', 'line 3: wrong'] }),
        packagePart('1', [A], { problems: ['line 1: still wrong'] }),
      ],
      ['line 1: still wrong', 'line 3: wrong'],
    ],
    [
      'of a part go when its lines are mended',
      [packagePart('1', [A], { problems: ['line 1: wrong'] }), packagePart('1', [A])],
      [],
    ],
  ])('problems %s', async (_, accounts, problems) => {
    await recordPages(
      database().db,
      accounts.map((account) => [account]),
    );
    expect((await of('1')).order?.problems).toEqual(problems);
  });

  it.each([
    ['2026-03-31T16:59:59.999Z', '2026-03'],
    ['2026-03-31T17:00:00.000Z', '2026-04'],
    ['2025-12-31T17:00:00.000Z', '2026-01'],
  ])('counts an order of %s to %s, the month in Jakarta', async (placedAt, month) => {
    await record(T1, sourceOrder('1', { placedAt: new Date(placedAt) }));
    expect((await of('1')).order?.month).toBe(month);
  });

  it('lists what was never placed by when it was begun, where its source tells', async () => {
    const begunAt = new Date('2025-08-01T03:00:00Z');
    await record(T1, sourceOrder('1', { placedAt: null, begunAt }));
    expect((await of('1')).order).toMatchObject({ placed_at: null, sorted_at: begunAt, month: '2025-08' });
  });

  it('moves an order to its day once that is known', async () => {
    await record(T1, sourceOrder('1', { placedAt: null }));
    expect((await of('1')).order).toMatchObject({ placed_at: null, sorted_at: T1, month: '2026-11' });
    const placedAt = new Date('2026-02-01T00:00:00Z');
    await record(T2, sourceOrder('1', { placedAt }));
    await record(T3, sourceOrder('1', { placedAt: null }));
    expect((await of('1')).order).toMatchObject({
      placed_at: placedAt,
      sorted_at: placedAt,
      month: '2026-02',
    });
  });
});
