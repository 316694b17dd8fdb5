import { marketplaceId } from '../../../adapters/core/ids';
import type { SourceOrder } from '../../../adapters/core/order/order';
import type { OrderState } from '../../../adapters/core/order/order-states';
import { recordOrders } from '../../../subgraphs/orders/ledger/record-orders';
import {
  recordStatus,
  type StatusNews,
  type StatusOutcome,
} from '../../../subgraphs/orders/ledger/record-status';
import { unknownStatuses } from '../../../subgraphs/telemetry/order-metrics';
import { describeOnDatabases } from '../../support/databases';
import {
  recordInLedger,
  blockedOrDone,
  held,
  idOf,
  sourceOrder,
  status,
  type Held,
} from '../../support/source-orders';

const MBIZ = marketplaceId('mbiz');
const ID = idOf('PSR-1', MBIZ);
const T1 = new Date('2026-11-22T08:00:00Z');
const T2 = new Date('2026-11-22T09:00:00Z');
const T3 = new Date('2026-11-22T10:00:00Z');
const PLACED = sourceOrder('PSR-1', {
  marketplace: MBIZ,
  channel: 'PASAR',
  status: status('AWAITING_APPROVAL'),
  statusAt: T1,
});

let messages = 0;
function news(state: OrderState | null, change: Partial<StatusNews> = {}): StatusNews {
  messages += 1;
  const base = { orderId: ID, channel: 'CXML', messageId: `m${messages}`, at: T2, details: {} } as const;
  return { ...base, status: status(state), ...change };
}

describeOnDatabases('news of an order', (database) => {
  beforeEach(() => database().empty());

  const record = (order: SourceOrder, at = T1) => recordInLedger(database().db, [order], at);
  const tell = (told: StatusNews, at = T2): Promise<StatusOutcome> =>
    database()
      .db.transaction()
      .execute((trx) => recordStatus(trx, told, at));
  const now = (): Promise<Held> => held(database().db, ID);

  it('brings it into another state, and is in its history', async () => {
    await record(PLACED);
    const outcome = await tell(news('CONFIRMED', { details: { remark: 'ya' } }));
    const change = { orderId: ID, marketplace: 'mbiz', institution: 'D180', state: 'CONFIRMED' };
    expect(outcome).toEqual({ kind: 'APPLIED', change: { ...change, at: T2.toISOString() } });
    const { order, events } = await now();
    expect(order).toMatchObject({
      state: 'CONFIRMED',
      state_at: T2,
      updated_at: T2,
      details: { remark: 'ya' },
    });
    expect(events.map(({ state, step }) => [state, step])).toEqual([
      ['AWAITING_APPROVAL', 'FIRST'],
      ['CONFIRMED', 'ADVANCE'],
    ]);
  });

  it.each<[string, OrderState, string]>([
    ['of an earlier step', 'CONFIRMED', 'LATE'],
    ['of the same state', 'SHIPPED', 'SAME'],
  ])('%s changes no state, and keeps what else it says', async (_, state, step) => {
    await record({ ...PLACED, status: status('SHIPPED') });
    const told = news(state, { details: { carrier: 'JNE' } });
    expect(await tell(told)).toEqual({ kind: 'LATE' });
    const { order, events } = await now();
    expect(order).toMatchObject({
      state: 'SHIPPED',
      updated_at: T1,
      observed_at: T2,
      details: { carrier: 'JNE' },
    });
    expect(events.map((event) => event.step).sort()).toEqual(['FIRST', step].sort());
  });

  it('of nothing more about a carrier leaves the one that is known', async () => {
    await record(PLACED);
    await tell(news('SHIPPED', { details: { carrier: 'JNE', trackingNumber: null } }));
    await tell(news('RECEIVED', { details: { carrier: null, trackingNumber: '7' } }));
    expect((await now()).order?.details).toEqual({ carrier: 'JNE', trackingNumber: '7' });
  });

  it.each(['an order that is there', 'an order that is not there yet'])(
    'told twice about %s changes nothing the second time',
    async (which) => {
      if (which === 'an order that is there') await record(PLACED);
      const told = news('CONFIRMED');
      await tell(told);
      const before = await now();
      expect(await tell({ ...told, status: status('CANCELLED') }, T3)).toEqual({ kind: 'REPEATED' });
      expect(await now()).toEqual(before);
    },
  );

  it('is told apart by channel: the same number of a message elsewhere is other news', async () => {
    await record(PLACED);
    await tell(news('CONFIRMED', { messageId: 'x' }));
    const elsewhere = news('SHIPPED', { messageId: 'x', channel: 'TOKO_DARING' });
    expect(await tell(elsewhere)).toMatchObject({ kind: 'APPLIED' });
  });

  it('waits for its order, and is taken in the order of its own clock when that comes', async () => {
    expect(await tell(news('SHIPPED', { at: T3, details: { carrier: 'JNE' } }))).toEqual({ kind: 'WAITING' });
    expect(await tell(news('CONFIRMED', { at: T2 }))).toEqual({ kind: 'WAITING' });
    expect((await now()).order).toBeUndefined();
    const changes = await record(PLACED, T3);
    expect(changes.map(({ state }) => state)).toEqual(['AWAITING_APPROVAL', 'CONFIRMED', 'SHIPPED']);
    const { order, events } = await now();
    expect(order).toMatchObject({ state: 'SHIPPED', state_at: T3, details: { carrier: 'JNE' } });
    expect(events.map(({ step }) => step)).toEqual(['FIRST', 'ADVANCE', 'ADVANCE']);
    expect(await record(PLACED, T3)).toEqual([]);
  });

  it('that waited and is late when its order comes still gives what else it says', async () => {
    await tell(news('CONFIRMED', { details: { carrier: 'JNE' } }));
    await record({ ...PLACED, status: status('SHIPPED') }, T3);
    expect((await now()).order).toMatchObject({ state: 'SHIPPED', details: { carrier: 'JNE' } });
    expect((await now()).events.every(({ step }) => step !== null)).toBe(true);
  });

  it('in words that Pasar does not know is kept as it is written and counted', async () => {
    const count = async () =>
      (await unknownStatuses.get()).values.find(
        ({ labels }) => labels['marketplace'] === 'mbiz' && labels['channel'] === 'CXML',
      )?.value ?? 0;
    const before = await count();
    await record(PLACED);
    const told = news(null);
    await tell(told);
    await tell(told);
    expect((await now()).order).toMatchObject({ state: null, source_status: 'SOMETHING_NEW' });
    expect(await count()).toBe(before + 1);
    await tell(news('SHIPPED'));
    expect((await now()).order?.state).toBe('SHIPPED');
  });

  it('is not undone, nor made news again, by its order placed or reported once more', async () => {
    await record(PLACED);
    await tell(news('SHIPPED'));
    expect(await record(PLACED, T3)).toEqual([]);
    const { order, events } = await now();
    expect(order).toMatchObject({ state: 'SHIPPED', updated_at: T2, observed_at: T3 });
    expect(events.map(({ state }) => state).sort()).toEqual(['AWAITING_APPROVAL', 'SHIPPED']);
    // What changes beside the state is told all the same.
    expect(await record({ ...PLACED, title: 'Beras' }, T3)).toHaveLength(1);
  });

  it.each(['news', 'order'])(
    'of an order that is written at the same moment finds it: first the %s',
    async (first) => {
      const other = database().connect();
      const told = news('CONFIRMED');
      const later = (): Promise<unknown> =>
        first === 'news'
          ? recordInLedger(other, [PLACED], T3)
          : other.transaction().execute((trx) => recordStatus(trx, told, T3));
      let second: Promise<unknown> = Promise.resolve();
      await database()
        .db.transaction()
        .execute(async (trx) => {
          if (first === 'news') await recordStatus(trx, told, T2);
          else await recordOrders(trx, [PLACED], T2);
          second = later();
          await blockedOrDone(trx, database(), second);
        });
      await second;
      expect((await now()).order?.state).toBe('CONFIRMED');
    },
  );
});
