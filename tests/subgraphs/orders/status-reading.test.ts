import { AdapterError } from '../../../adapters/core/errors';
import { marketplaceId, type MarketplaceId, type OrderId } from '../../../adapters/core/ids';
import type { OrderState } from '../../../adapters/core/order/order-states';
import type { StatusReading } from '../../../adapters/core/order/orders-port';
import { fixedSources } from '../../../subgraphs/marketplace/source-directory';
import { createLocalNews } from '../../../subgraphs/news/news';
import type { OrderChange } from '../../../subgraphs/orders/order-news';
import { createStatusReader } from '../../../subgraphs/orders/reading/status-reader';
import { describeOnDatabases } from '../../support/databases';
import { scriptedMarketplace } from '../../support/offers';
import { held, idOf, recordPages, sourceOrder, status } from '../../support/source-orders';

const TOKO = marketplaceId('toko-tani');
const OTHER = marketplaceId('toko-lain');
const HOUR_MS = 3_600_000;

type Told = Readonly<Record<string, StatusReading | OrderState>>;

describeOnDatabases('statuses of orders at marketplaces that can be asked', (database) => {
  const db = () => database().db;
  beforeEach(async () => {
    await db().deleteFrom('order_event').execute();
    await db().deleteFrom('orders').execute();
    await db().deleteFrom('marketplace').execute();
    await tracked(TOKO, 'ASKED');
    await tracked(OTHER, 'REPORTED');
  });

  const tracked = (id: MarketplaceId, order_tracking: 'ASKED' | 'REPORTED') =>
    db().insertInto('marketplace').values({ id, name: id, protocol: 'rest', order_tracking }).execute();

  const order = (number: string, state: OrderState, marketplace = TOKO) =>
    sourceOrder(number, { marketplace, channel: 'PASAR', status: status(state) });

  /** A reader of a marketplace that tells this of its orders, by number; what it was asked; the news. */
  function readerOf(told: Told, { everyMs = HOUR_MS, asked = [] as OrderId[] } = {}) {
    const news = createLocalNews<OrderChange>();
    const heard: OrderChange[] = [];
    news.subscribe((change) => heard.push(change));
    const readingOf = (id: OrderId): StatusReading => {
      const reading = told[id.split(':')[1] ?? ''] ?? null;
      return typeof reading === 'string' ? { ...status(reading), at: null } : reading;
    };
    const sources = fixedSources([
      {
        marketplace: { ...scriptedMarketplace('toko-tani', []), id: TOKO },
        offers: {
          id: TOKO,
          name: 'Toko Tani',
          read: () => Promise.reject(new Error('no')),
          health: () => {
            throw new Error('no');
          },
        },
        statuses: {
          read(ids) {
            asked.push(...ids);
            return Promise.resolve(new Map(ids.map((id) => [id, readingOf(id)])));
          },
        },
      },
    ]);
    return {
      reader: createStatusReader({ db: db(), sources, news, everyMs, timeoutMs: 1_000 }),
      asked,
      heard,
    };
  }

  const stateOf = async (number: string) => (await held(db(), idOf(number, TOKO))).order?.state;

  it('come into the ledger, and are told', async () => {
    await recordPages(db(), [[order('1', 'AWAITING_APPROVAL'), order('2', 'CONFIRMED')]]);
    const { reader, heard } = readerOf({ 1: 'SHIPPED', 2: 'CONFIRMED' });
    expect(await reader.readOnce()).toBe(2);
    expect([await stateOf('1'), await stateOf('2')]).toEqual(['SHIPPED', 'CONFIRMED']);
    expect(heard).toContainEqual(expect.objectContaining({ orderId: idOf('1', TOKO), state: 'SHIPPED' }));
  });

  it('are asked again only when their time has come', async () => {
    await recordPages(db(), [[order('1', 'CONFIRMED')]]);
    const { reader, asked } = readerOf({ 1: 'PROCESSING' });
    await reader.readOnce();
    expect(await reader.readOnce()).toBe(0);
    expect(asked).toHaveLength(1);
    const soon = readerOf({ 1: 'SHIPPED' }, { everyMs: 0 });
    await soon.reader.readOnce();
    expect(await stateOf('1')).toBe('SHIPPED');
  });

  it('are asked by one of several replicas', async () => {
    await recordPages(db(), [Array.from({ length: 20 }, (_, i) => order(String(i), 'CONFIRMED'))]);
    const asked: OrderId[] = [];
    const readers = [1, 2, 3].map(() => readerOf({}, { asked }).reader);
    await Promise.all(readers.map((reader) => reader.readOnce()));
    expect(asked).toHaveLength(20);
    expect(new Set(asked).size).toBe(20);
  });

  it.each<[string, OrderState, MarketplaceId]>([
    ['orders that are over', 'COMPLETED', TOKO],
    ['orders that were called off', 'CANCELLED', TOKO],
    ['orders of marketplaces that report', 'CONFIRMED', OTHER],
  ])('are not asked of %s', async (_, state, marketplace) => {
    await recordPages(db(), [[order('1', state, marketplace)]]);
    const { reader, asked } = readerOf({ 1: 'SHIPPED' });
    expect(await reader.readOnce()).toBe(0);
    expect(asked).toEqual([]);
  });

  it.each<[string, StatusReading]>([
    ['it does not know the order', null],
    ['it can not tell', new AdapterError('TIMEOUT', { marketplace: TOKO, detail: 'slow' })],
    ['it tells an earlier state', { ...status('CONFIRMED'), at: null }],
  ])('change nothing where %s', async (_, reading) => {
    await recordPages(db(), [[order('1', 'SHIPPED')]]);
    await readerOf({ 1: reading }).reader.readOnce();
    expect(await stateOf('1')).toBe('SHIPPED');
  });

  it('that Pasar does not know are kept as they were told', async () => {
    await recordPages(db(), [[order('1', 'CONFIRMED')]]);
    await readerOf({ 1: { ...status(null, 'menunggu kurir'), at: null } }).reader.readOnce();
    expect((await held(db(), idOf('1', TOKO))).order).toMatchObject({
      source_status: 'menunggu kurir',
      state: null,
    });
  });

  it('told again and again are one event', async () => {
    await recordPages(db(), [[order('1', 'CONFIRMED')]]);
    const { reader } = readerOf({ 1: 'PROCESSING' }, { everyMs: 0 });
    for (let time = 0; time < 3; time += 1) await reader.readOnce();
    const events = (await held(db(), idOf('1', TOKO))).events.filter(({ channel }) => channel === 'ASKED');
    expect(events).toHaveLength(1);
  });
});
