import { AdapterError } from '../../../adapters/core/errors';
import type { FeedCursor, Marketplace } from '../../../adapters/core/contract';
import { addDecimals, decimal, ZERO } from '../../../adapters/core/decimal';
import type { OrderFeedName, OrderPage, OrdersPort } from '../../../adapters/core/order/orders-port';
import { createEkatalogLokal } from '../../../adapters/ekatalog-lokal/marketplace';
import { createOrderWorld } from '../../../adapters/sandbox/world/orders';
import { startSandbox } from '../../../adapters/sandbox/start';
import { createLocalNews } from '../../../subgraphs/news/news';
import type { OrderChange } from '../../../subgraphs/orders/order-news';
import { createListReader, type ListReader } from '../../../subgraphs/orders/reading/list-reader';
import type { Database } from '../../../subgraphs/database/connect';
import { describeOnDatabases } from '../../support/databases';
import { EKATALOG, listingMarketplace, orderPage, sourceOrder } from '../../support/source-orders';
import { until } from '../../support/until';

const FEED = 'v6:D180:2026' as OrderFeedName;
const HOUR = 3_600_000;
const down = () => new AdapterError('UNAVAILABLE', { marketplace: EKATALOG, detail: 'down' });

/** Ten orders, in five pages; `before` may fail or hold up a page. */
function fivePages(before: (page: number, signal: AbortSignal) => Promise<Partial<OrderPage>>) {
  const read: number[] = [];
  const page: OrdersPort['page'] = async ({ cursor }, { signal }) => {
    const number = cursor === null ? 1 : Number(cursor);
    read.push(number);
    const change = await before(number, signal);
    const orders = [1, 2].map((i) => sourceOrder(`N${number}-${i}`, { total: decimal('0.1') }));
    return orderPage(orders, { next: number === 5 ? null : (`${number + 1}` as FeedCursor), ...change });
  };
  return { read, marketplace: listingMarketplace([FEED], page) };
}
const plainly = () => Promise.resolve({});

describeOnDatabases('lists of orders', (database) => {
  beforeEach(() => database().empty());

  function reader(marketplaces: readonly Marketplace[], db: Database = database().db) {
    const news = createLocalNews<OrderChange>();
    const changes: OrderChange[] = [];
    news.subscribe((change) => changes.push(change));
    const lists: ListReader = createListReader({ db, news, marketplaces, everyMs: HOUR });
    return { lists, changes };
  }
  async function read(marketplaces: readonly Marketplace[], db?: Database): Promise<readonly OrderChange[]> {
    const { lists, changes } = reader(marketplaces, db);
    await lists.readPending();
    await lists.stop();
    return changes;
  }
  const makeDue = () =>
    database()
      .db.updateTable('order_sync')
      .set({ due_at: new Date(0) })
      .execute();
  const orders = () => database().db.selectFrom('orders').selectAll().orderBy('id').execute();
  const sync = () => database().db.selectFrom('order_sync').selectAll().executeTakeFirstOrThrow();
  const rejected = () =>
    database().db.selectFrom('rejected_order').select(['record_id', 'reason']).orderBy('record_id').execute();

  it('of the sandbox are read whole: every order with its exact total, twice the same', async () => {
    const scale = 0.02;
    const sandbox = await startSandbox({ scale });
    const ekatalog = createEkatalogLokal(sandbox.access.ekatalogLokal, { orderPageSize: 10 });
    const sellers = sandbox.access.ekatalogLokal.feeds.map(({ sellerCode }) => sellerCode);
    const world = createOrderWorld({ scale, sellers });
    try {
      const changes = await read([ekatalog]);
      const held = await orders();
      expect(new Set(changes.map(({ orderId }) => orderId)).size).toBe(held.length);
      const totals = new Map(held.map(({ id, total }) => [id.split(':')[1], total]));
      const expected = new Map<string, string | null>();
      for (const klpd of world.institutions)
        for (const year of world.years) {
          type Line = { kd_paket: number; kd_paket_produk: number; total_harga: number };
          const lines = new Map(
            (world.packages(klpd, year) as readonly Line[]).map((row) => [row.kd_paket_produk, row]),
          );
          for (const row of lines.values()) {
            const known = expected.get(String(row.kd_paket)) ?? ZERO;
            expected.set(String(row.kd_paket), addDecimals(decimal(known), decimal(row.total_harga)));
          }
          for (const row of world.orders(klpd, year) as readonly { order_id: string; total: number }[])
            expected.set(row.order_id, decimal(row.total));
        }
      expect(totals).toEqual(expected);
      await makeDue();
      expect(await read([ekatalog])).toEqual([]);
    } finally {
      await ekatalog.close();
      await sandbox.close();
    }
  });

  it('that fail in the middle keep what was read, say so, and are read from the start later', async () => {
    let isDown = true;
    const { read: pages, marketplace } = fivePages((page) =>
      page === 3 && isDown ? Promise.reject(down()) : plainly(),
    );
    expect(await read([marketplace])).toHaveLength(4);
    const failed = await sync();
    expect(failed).toMatchObject({
      failures: 1,
      problem_code: 'UNAVAILABLE',
      completed_at: null,
      held_until: null,
    });
    expect(failed.due_at.getTime()).toBeGreaterThan(Date.now());
    expect(await read([marketplace])).toEqual([]);
    await makeDue();
    await read([marketplace]);
    expect((await sync()).failures).toBe(2);

    isDown = false;
    await makeDue();
    await read([marketplace]);
    expect(pages).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 5]);
    expect(await sync()).toMatchObject({ failures: 0, problem_code: null, problem: null, records: 10 });
    expect(await orders()).toHaveLength(10);
  });

  it('keep records that could not be understood, until a whole reading understands them', async () => {
    let bad = [
      { recordId: 'b', reason: 'no status' },
      { recordId: 'a', reason: 'no number' },
    ];
    let isDown = false;
    const { marketplace } = fivePages((page) =>
      isDown && page === 5
        ? Promise.reject(down())
        : Promise.resolve(page === 2 || page === 4 ? { rejected: bad } : {}),
    );
    await read([marketplace]);
    expect((await rejected()).map((row) => row.record_id)).toEqual(['a', 'b']);
    expect((await sync()).rejected).toBe(2);
    // A reading that doesn't come to its end knows nothing of the rest.
    [bad, isDown] = [[], true];
    await makeDue();
    await read([marketplace]);
    expect(await rejected()).toHaveLength(2);
    [bad, isDown] = [[{ recordId: 'b', reason: 'no day' }], false];
    await makeDue();
    await read([marketplace]);
    expect(await rejected()).toEqual([{ record_id: 'b', reason: 'no day' }]);
  });

  it('keep thousands of such records', async () => {
    const bad = Array.from({ length: 15_000 }, (_, i) => ({ recordId: `r${i}`, reason: 'no status' }));
    const { marketplace } = fivePages((page) => Promise.resolve(page === 1 ? { rejected: bad } : {}));
    await read([marketplace]);
    expect(await rejected()).toHaveLength(15_000);
  });

  it('are each read by one of two readers', async () => {
    const { read: pages, marketplace } = fivePages(plainly);
    const [first, second] = await Promise.all([
      read([marketplace], database().connect()),
      read([marketplace], database().connect()),
    ]);
    expect(pages).toEqual([1, 2, 3, 4, 5]);
    expect([first.length, second.length].sort()).toEqual([0, 10]);
  });

  it.each<[string, number, Partial<Awaited<ReturnType<typeof sync>>>, number[]]>([
    ['waits a short time', 20, { failures: 0, problem_code: null }, [1, 2, 3, 4, 5]],
    [
      'leaves a source that wants a long pause alone',
      HOUR / 2,
      { failures: 1, problem_code: 'RATE_LIMITED' },
      [1, 2],
    ],
  ])('%s where a source wants a pause', async (_, pauseMs, state, expected) => {
    const asked = new Map<number, number>();
    const { read: pages, marketplace } = fivePages((page) => {
      asked.set(page, Date.now());
      return Promise.resolve(page === 2 ? { notBefore: Date.now() + pauseMs } : {});
    });
    const start = Date.now();
    await read([marketplace]);
    expect(pages).toEqual(expected);
    const after = await sync();
    expect(after).toMatchObject(state);
    const third = asked.get(3);
    if (third !== undefined)
      expect(third - (asked.get(2) ?? 0)).toBeGreaterThanOrEqual(pauseMs - 5); // timers round
    else expect(after.due_at.getTime()).toBeGreaterThanOrEqual(start + pauseMs);
  });

  it('are left at once by a reader that is stopped, free for the next', async () => {
    const { marketplace } = fivePages((page, signal) =>
      page < 3
        ? plainly()
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(down()), { once: true })),
    );
    const { lists } = reader([marketplace]);
    lists.run();
    await until(async () => (await orders()).length === 4);
    await lists.stop();
    expect(await sync()).toMatchObject({ failures: 0, problem: null, held_until: null });
    const next = fivePages(plainly);
    await read([next.marketplace]);
    expect(next.read).toEqual([1, 2, 3, 4, 5]);
  });

  it.each(['a page', 'a failure'])(
    'that were taken over get nothing more from a late reader: %s',
    async (what) => {
      let wake: () => void = () => undefined;
      const stalled = new Promise<void>((resolve) => (wake = resolve));
      const { marketplace } = fivePages(async (page) => {
        if (page === 3) await stalled;
        if (page === 3 && what === 'a failure') throw down();
        return page === 3 ? { orders: [sourceOrder('N3-1', { title: 'old' }), sourceOrder('late')] } : {};
      });
      const slow = read([marketplace], database().connect());
      await until(async () => (await orders()).length === 4);
      await database()
        .db.updateTable('order_sync')
        .set({ held_until: new Date(0) })
        .execute();
      await read([fivePages(plainly).marketplace]);
      const before = await orders();
      wake();
      expect(await slow).toHaveLength(4);
      expect(await orders()).toEqual(before);
      expect(await sync()).toMatchObject({ failures: 0, problem: null, records: 10 });
    },
  );

  it('of one marketplace that fails hold up none of another', async () => {
    const broken = listingMarketplace([FEED], () => Promise.reject(new TypeError('a bug')), 'mbiz');
    await read([broken, fivePages(plainly).marketplace]);
    expect(await orders()).toHaveLength(10);
  });

  it('that know no end are given up, not read for ever', async () => {
    let pages = 0;
    const endless = listingMarketplace([FEED], () => {
      pages += 1;
      return Promise.resolve(orderPage([], { next: `${pages}` as FeedCursor }));
    });
    await read([endless]);
    expect(await sync()).toMatchObject({ problem_code: 'BAD_RESPONSE', completed_at: null });
  });
});
