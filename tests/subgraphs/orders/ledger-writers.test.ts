import { decimal } from '../../../adapters/core/decimal';
import type { RupCode } from '../../../adapters/core/ids';
import { recordOrders } from '../../../subgraphs/orders/ledger/record-orders';
import { describeOnDatabases } from '../../support/databases';
import {
  recordInLedger,
  blockedOrDone,
  held,
  idOf,
  line,
  packagePart,
  sourceOrder,
  status,
} from '../../support/source-orders';

const T1 = new Date('2026-11-22T08:00:00Z');
const T2 = new Date('2026-11-22T09:00:00Z');

describeOnDatabases('writers of the ledger', (database) => {
  beforeEach(() => database().empty());
  const count = async (table: 'orders' | 'order_line' | 'order_event'): Promise<number> => {
    const { n } = await database()
      .db.selectFrom(table)
      .select((each) => each.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow();
    return Number(n);
  };

  it('write a page of 1,500 orders with their lines, and another account of all of them', async () => {
    const page = (title: string) =>
      Array.from({ length: 1_500 }, (_, i) =>
        sourceOrder(`N${i}`, { title, lines: [line('1'), line('2'), line('3')] }),
      );
    expect(await recordInLedger(database().db, page('a'), T1)).toHaveLength(1_500);
    expect(await recordInLedger(database().db, page('b'), T2)).toHaveLength(1_500);
    expect(await recordInLedger(database().db, page('b'), T2)).toEqual([]);
    expect([await count('orders'), await count('order_line'), await count('order_event')]).toEqual([
      1_500, 4_500, 1_500,
    ]);
  });

  it('write an order of 5,000 lines', async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => line(`${i}`, { total: decimal('0.1') }));
    await recordInLedger(database().db, [packagePart('1', lines)], T1);
    expect((await held(database().db, idOf('1'))).order?.total).toBe('500');
  });

  it('keep details of a million characters', async () => {
    const remark = '"\\é😀'.repeat(200_000);
    await recordInLedger(database().db, [sourceOrder('1', { details: { remark } })], T1);
    expect((await held(database().db, idOf('1'))).order?.details).toEqual({ remark });
    expect(await recordInLedger(database().db, [sourceOrder('1', { details: { remark } })], T2)).toEqual([]);
  });

  it('write nothing of no orders', async () => {
    expect(await recordInLedger(database().db, [], T1)).toEqual([]);
  });

  it('that fail half-way leave nothing', async () => {
    const failing = database()
      .db.transaction()
      .execute(async (trx) => {
        await recordOrders(trx, [sourceOrder('1', { lines: [line('1')] })], T1);
        throw new Error('half-way');
      });
    await expect(failing).rejects.toThrow('half-way');
    expect([await count('orders'), await count('order_line'), await count('order_event')]).toEqual([0, 0, 0]);
    // A text that no database takes ends the page, not half of it.
    const bad = [sourceOrder('1'), sourceOrder('2', { title: 'a\u0000b' })];
    await expect(recordInLedger(database().db, bad, T1)).rejects.toThrow();
    expect(await count('orders')).toBe(0);
    expect(await recordInLedger(database().db, [sourceOrder('1')], T1)).toHaveLength(1);
  });

  it('at once with overlapping pages come to one state, whoever is first', async () => {
    const part = (number: number, key: string) =>
      packagePart(`N${number}`, [line(key, { total: decimal('0.1') })]);
    const numbers = Array.from({ length: 60 }, (_, i) => i);
    const other = database().connect();
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(
        ['a', 'b', 'c', 'd'].map((key, i) =>
          recordInLedger(
            i % 2 === 0 ? database().db : other,
            // Each in an order of its own: what a page is written in must not depend on it.
            [...numbers].sort((x, y) => ((x * 7 + i) % 60) - ((y * 7 + i) % 60)).map((n) => part(n, key)),
            T1,
          ),
        ),
      );
    }
    const orders = await database().db.selectFrom('orders').select('total').execute();
    expect(orders.map(({ total }) => total)).toEqual(numbers.map(() => '0.4'));
    expect([await count('order_line'), await count('order_event')]).toEqual([240, 60]);
  });

  it('of which one waits for the other merge with what the first wrote', async () => {
    const own = sourceOrder('1', {
      channel: 'PASAR',
      rupCode: '77' as RupCode,
      status: status('AWAITING_APPROVAL'),
    });
    const report = sourceOrder('1', {
      channel: 'TOKO_DARING',
      tax: decimal('11'),
      status: status('CONFIRMED'),
    });
    let second: Promise<unknown> = Promise.resolve();
    const other = database().connect();
    await database()
      .db.transaction()
      .execute(async (trx) => {
        await recordOrders(trx, [own], T1);
        second = recordInLedger(other, [report], T2);
        await blockedOrDone(trx, database(), second);
      });
    await second;
    const { order, events } = await held(database().db, idOf('1'));
    expect(order).toMatchObject({ rup_code: '77', tax: '11', state: 'CONFIRMED', channel: 'PASAR' });
    expect(events).toHaveLength(2);
  });
});
