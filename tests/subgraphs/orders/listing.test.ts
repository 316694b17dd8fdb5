import { addDecimals, decimal, ZERO } from '../../../adapters/core/decimal';
import {
  marketplaceId,
  type InstitutionCode,
  type RupCode,
  type WorkUnitCode,
} from '../../../adapters/core/ids';
import type { SourceOrder } from '../../../adapters/core/order/order';
import { SPENT_STATES, type OrderState } from '../../../adapters/core/order/order-states';
import type { OrderFilter } from '../../../schema/order/order-list';
import { countOrders, listOrders } from '../../../subgraphs/orders/ledger/list-orders';
import { parseOrderQuery } from '../../../subgraphs/orders/ledger/order-query';
import { readTotals } from '../../../subgraphs/orders/ledger/order-totals';
import { actorOf } from '../../support/actors';
import { describeOnDatabases } from '../../support/databases';
import { recordInLedger, sourceOrder, status } from '../../support/source-orders';

const NOW = new Date('2026-11-22T08:00:00Z');
const MBIZ = marketplaceId('mbiz');
const D181 = 'D181' as InstitutionCode;
const STATES: (OrderState | null)[] = ['CONFIRMED', 'CANCELLED', null, 'COMPLETED', 'NEGOTIATING'];

/** Forty orders over two institutions, two marketplaces and four months; three are of one moment. */
const ORDERS: readonly SourceOrder[] = Array.from({ length: 40 }, (_, i) =>
  sourceOrder(`N${String(i).padStart(2, '0')}`, {
    ...(i % 3 === 0 ? { marketplace: MBIZ, channel: 'PASAR' as const } : {}),
    institution: (i % 4 === 3 ? 'D181' : 'D180') as InstitutionCode,
    status: status(STATES[i % 5] ?? null),
    placedAt: new Date(Date.UTC(2026, Math.floor(i / 10), 1 + (i < 3 ? 0 : i % 10), 5)),
    total: i % 7 === 6 ? null : decimal(`${i}.${i}1`),
    workUnit: { code: (i % 2 === 0 ? '0012' : '0013') as WorkUnitCode, name: null },
    rupCode: i % 5 === 0 ? ('77' as RupCode) : null,
  }),
);
const placed = (order: SourceOrder): number => order.placedAt?.getTime() ?? 0;
const newestFirst = (orders: readonly SourceOrder[]): readonly string[] =>
  [...orders].sort((a, b) => placed(b) - placed(a) || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
const mine = ORDERS.filter(({ institution }) => institution === 'D180');
const query = (filter: OrderFilter = {}, institution: InstitutionCode | null = 'D180' as InstitutionCode) =>
  parseOrderQuery(filter, actorOf({ institution }));
const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describeOnDatabases('the list of orders', (database) => {
  beforeAll(() => recordInLedger(database().db, ORDERS, NOW));
  afterEach(() =>
    database()
      .db.deleteFrom('orders')
      .where(
        'id',
        'not in',
        ORDERS.map(({ id }) => id),
      )
      .execute(),
  );

  async function walk(first: number, between: (page: number) => Promise<unknown> = () => Promise.resolve()) {
    const ids: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 50; page += 1) {
      const read = await listOrders(database().db, query(), { first, after });
      ids.push(...read.rows.map(({ id }) => id));
      after = read.endCursor;
      if (!read.hasNextPage) break;
      await between(page);
    }
    return ids;
  }

  it.each([1, 2, 7, 29, 30, 31, 100])(
    'comes newest first in pages of %d, every order once',
    async (first) => {
      expect(await walk(first)).toEqual(newestFirst(mine));
    },
  );

  it('stays right while orders are added before and behind', async () => {
    const ids = await walk(4, (page) =>
      recordInLedger(
        database().db,
        [new Date('2027-01-01T00:00:00Z'), new Date('2020-01-01T00:00:00Z')].map((placedAt, i) =>
          sourceOrder(`X${page}-${i}`, { placedAt }),
        ),
        NOW,
      ),
    );
    expect(ids.filter((id) => !id.includes(':X'))).toEqual(newestFirst(mine));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => /:X\d+-0/.test(id))).toEqual([]);
    expect(ids.filter((id) => /:X\d+-1/.test(id))).not.toEqual([]);
  });

  it('goes on behind an order of the longest number there can be', async () => {
    const number = '中'.repeat(120);
    await recordInLedger(database().db, [sourceOrder(number, { placedAt: NOW })], NOW);
    const first = await listOrders(database().db, query(), { first: 1, after: null });
    expect(first.rows[0]?.number).toBe(number);
    const second = await listOrders(database().db, query(), { first: 1, after: first.endCursor });
    expect(second.rows.map(({ id }) => id)).toEqual(newestFirst(mine).slice(0, 1));
  });

  it('of no orders has no cursor, and says whether there are any', async () => {
    const none = await listOrders(database().db, query(), { first: 0, after: null });
    expect(none).toEqual({ rows: [], hasNextPage: true, endCursor: null });
    const empty = await listOrders(database().db, query({}, 'D999' as InstitutionCode), {
      first: 5,
      after: null,
    });
    expect(empty).toEqual({ rows: [], hasNextPage: false, endCursor: null });
  });

  it.each([
    '',
    'x',
    '%%%',
    'null',
    cursor(null),
    cursor({}),
    cursor(['2026-01-01T00:00:00.000Z']),
    cursor(['yesterday', 'mbiz:1']),
    cursor(['2026-13-01T00:00:00.000Z', 'mbiz:1']),
    cursor(['0000-01-01T00:00:00.000Z', 'mbiz:1']),
    cursor(['2026-01-01T00:00:00.000Z', 7]),
    cursor(['2026-01-01T00:00:00.000Z', '']),
    cursor(['2026-01-01T00:00:00.000Z', 'a\u0000b']),
    cursor(['2026-01-01T00:00:00.000Z', 'mbiz:%00\ud800']),
    cursor(['2026-01-01T00:00:00.000Z', "mbiz:'; drop table orders"]),
    cursor(['2026-01-01T00:00:00.000Z', 'mbiz:1', 'more']),
    'A'.repeat(100_000),
  ])('refuses the cursor %#', async (after) => {
    await expect(listOrders(database().db, query(), { first: 2, after })).rejects.toMatchObject({
      extensions: { code: 'INVALID_INPUT', argument: 'after' },
    });
  });

  it.each<[string, OrderFilter, (order: SourceOrder) => boolean]>([
    ['marketplaces', { marketplaces: ['mbiz', 'jatim-bejo'] }, ({ marketplace }) => marketplace === MBIZ],
    [
      'states',
      { states: ['CONFIRMED', 'COMPLETED'] },
      (o) => ['CONFIRMED', 'COMPLETED'].includes(o.status.status),
    ],
    ['unknownState', { unknownState: true }, (o) => o.status.state === null],
    ['knownState', { unknownState: false }, (o) => o.status.state !== null],
    ['workUnits', { workUnits: ['0013'] }, (o) => o.workUnit.code === '0013'],
    ['rupCode', { rupCode: '77' }, (o) => o.rupCode === '77'],
    ['number', { number: 'N04' }, (o) => o.number === 'N04'],
    ['number of another institution', { number: 'N03' }, () => false],
    ["number'", { number: "N04' or '1'='1" }, () => false],
    [
      'placedFrom',
      { placedFrom: new Date(placed(ORDERS[10] ?? sourceOrder('x'))) },
      (o) => o.number >= 'N10',
    ],
    ['placedTo', { placedTo: new Date(placed(ORDERS[10] ?? sourceOrder('x'))) }, (o) => o.number < 'N10'],
    [
      'several',
      { marketplaces: ['mbiz'], states: ['CONFIRMED'], unknownState: false, rupCode: '77' },
      (o) => o.marketplace === MBIZ && o.status.state === 'CONFIRMED' && o.rupCode === '77',
    ],
    ['what excludes itself', { states: ['CONFIRMED'], unknownState: true }, () => false],
  ])('is narrowed by %s, and so are its count and totals', async (_, filter, matches) => {
    const expected = mine.filter(matches);
    const { rows } = await listOrders(database().db, query(filter), { first: 100, after: null });
    expect(rows.map(({ id }) => id)).toEqual(newestFirst(expected));
    expect(await countOrders(database().db, query(filter))).toBe(expected.length);
    const totals = await readTotals(database().db, query(filter), new Map());
    expect([totals.count, totals.total]).toEqual([expected.length, sumOf(expected)]);
  });

  it.each<[string, OrderFilter]>([
    ['filter.placedTo', { placedFrom: NOW, placedTo: NOW }],
    ['filter.number', { number: '' }],
    ['filter.number', { number: 'a\u0000b' }],
    ['filter.number', { number: '\ud800' }],
    ['filter.number', { number: 'x'.repeat(121) }],
    ['filter.marketplaces', { marketplaces: ['Mbiz'] }],
    ['filter.marketplaces', { marketplaces: Array.from({ length: 101 }, () => 'mbiz') }],
    ['filter.workUnits', { workUnits: ['a b'] }],
    ['filter.rupCode', { rupCode: '77x' }],
  ])('refuses a wrong %s', (argument, filter) => {
    const refused = expect.objectContaining({ extensions: { code: 'INVALID_INPUT', argument } }) as Error;
    expect(() => query(filter)).toThrow(refused);
  });

  const sumOf = (orders: readonly SourceOrder[]) =>
    orders.reduce((sum, { total }) => addDecimals(sum, total ?? ZERO), ZERO);
  function cut(orders: readonly SourceOrder[], keyOf: (order: SourceOrder) => string | null) {
    const keys = [...new Set(orders.map(keyOf))];
    return keys.map((key) => {
      const group = orders.filter((order) => keyOf(order) === key);
      return expect.objectContaining({ key, count: group.length, total: sumOf(group) }) as unknown;
    });
  }

  it.each<[string, InstitutionCode | null, readonly SourceOrder[]]>([
    ['an institution', 'D180' as InstitutionCode, mine],
    ['another', D181, ORDERS.filter(({ institution }) => institution === D181)],
    ['all', null, ORDERS],
    ['none', 'D999' as InstitutionCode, []],
  ])('comes to exactly what its orders do, for %s', async (_, institution, orders) => {
    const totals = await readTotals(database().db, query({}, institution), new Map([['mbiz', 'Mbiz']]));
    expect([totals.count, totals.total]).toEqual([orders.length, sumOf(orders)]);
    const spent = orders.filter(({ status: { state } }) => state !== null && SPENT_STATES.includes(state));
    expect(totals.spent).toBe(sumOf(spent));
    const month = (order: SourceOrder) => order.placedAt?.toISOString().slice(0, 7) ?? '';
    for (const [got, keyOf] of [
      [totals.byMarketplace, (order: SourceOrder) => order.marketplace],
      [totals.byState, (order: SourceOrder) => order.status.state],
      [totals.byMonth, month],
      [totals.byInstitution, (order: SourceOrder) => order.institution],
    ] as const) {
      const expected = cut(orders, keyOf);
      expect(got).toHaveLength(expected.length);
      expect(got).toEqual(expect.arrayContaining(expected));
    }
    expect(totals.byMonth.map(({ key }) => key)).toEqual([...new Set(orders.map(month))].sort().reverse());
    expect(totals.byState.find(({ key }) => key === null)?.name ?? null).toBeNull();
  });
});
