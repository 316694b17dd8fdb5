import { createCache } from '../../adapters/core/cache/create-cache';
import { parseOfferId } from '../../adapters/core/ids';
import { connectDatabase } from '../../subgraphs/database/connect';
import { createOfferLoader } from '../../subgraphs/marketplace/live-offers';
import { createRequestContext } from '../../subgraphs/request-context';
import { openPglite, openPostgres, POSTGRES_URL, type TestDatabase } from '../support/databases';
import { startGraph, type Graph } from '../support/graph';
import { createRedis, HAS_REDIS, type TestRedis } from '../support/redis';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { until } from '../support/until';

const PAGE =
  '{ search(first: 40) { totalCount nodes { offer { price { amount freshness } stock { freshness } } } } }';
interface Page {
  readonly search: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly offer: { readonly price: { readonly freshness: string } } }[];
  };
}

async function freshness(graph: Graph): Promise<readonly string[]> {
  const { data, errors } = await graph.run<Page>(PAGE);
  expect(errors).toBeUndefined();
  return [...new Set(data.search.nodes.map(({ offer }) => offer.price.freshness))];
}

const describeWithRedis = HAS_REDIS ? describe : describe.skip;

describeWithRedis('the shared cache:', () => {
  let database: TestDatabase;
  let graph: Graph;
  let redis: TestRedis;
  beforeAll(async () => {
    database = await openPglite();
    graph = await startGraph(database.db);
  });
  beforeEach(async () => {
    redis = await createRedis();
  });
  afterEach(() => redis.kill());
  afterAll(async () => {
    await graph.close();
    await database.close();
  });

  it('what one replica read, another serves', async () => {
    await redis.start();
    const caches = [
      createCache(redis.url, () => undefined),
      createCache(redis.url, () => undefined),
    ] as const;
    for (const cache of caches) await until(() => cache.isUp());
    graph.renew({ cache: caches[0] });
    expect(await freshness(graph)).toEqual(['LIVE']);
    graph.renew({ cache: caches[1] });
    expect(await freshness(graph)).toEqual(['CACHED']);
    for (const cache of caches) await cache.close();
  });

  it('down at the start: answers come all the same, from this process', async () => {
    const cache = createCache(redis.url, () => undefined);
    graph.renew({ cache });
    expect(await freshness(graph)).toEqual(['LIVE']);
    expect(await freshness(graph)).toEqual(['CACHED']);
    await cache.close();
  });

  it('killed and back: no answer fails, two lines are logged, and it is used again', async () => {
    await redis.start();
    const states: string[] = [];
    const cache = createCache(redis.url, (state) => states.push(state));
    await until(() => cache.isUp());
    graph.renew({ cache });
    await freshness(graph);
    expect(await freshness(graph)).toEqual(['CACHED']);
    const traffic = Promise.all(Array.from({ length: 20 }, () => freshness(graph)));
    await redis.kill();
    await traffic;
    await until(() => !cache.isUp());
    expect(await freshness(graph)).toHaveLength(1);
    await redis.start();
    await until(() => cache.isUp());
    await freshness(graph);
    expect(await freshness(graph)).toEqual(['CACHED']);
    expect(states).toEqual(['UP', 'AWAY', 'UP']);
    await cache.close();
  });

  it('frozen: answers come without it', async () => {
    await redis.start();
    const cache = createCache(redis.url, () => undefined);
    await until(() => cache.isUp());
    graph.renew({ cache });
    redis.freeze();
    expect(await freshness(graph)).toEqual(['LIVE']);
    redis.thaw();
    await cache.close();
  });
});

const describeWithPostgres = POSTGRES_URL === undefined ? describe.skip : describe;

describeWithPostgres('the database:', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let graph: Graph;
  let queries: ReturnType<typeof connectDatabase>;
  beforeAll(async () => {
    database = await openPostgres();
    const address = database.address();
    if (!('url' in address)) throw new Error('a PostgreSQL has an address');
    const url = new URL(address.url);
    proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    queries = connectDatabase({ url: url.href });
    graph = await startGraph(database.db, { queryDb: queries });
  });
  beforeEach(() => graph.renew());
  afterAll(async () => {
    await graph.close();
    await queries.destroy();
    await proxy.close();
    await database.close();
  });

  it('restarted in the middle of queries: they are asked again, and answered', async () => {
    await freshness(graph);
    const running = Array.from({ length: 8 }, () => graph.run<Page>(PAGE));
    await proxy.cut();
    const back = new Promise((resolve) => setTimeout(resolve, 300)).then(() => proxy.mend());
    for (const { data, errors } of await Promise.all(running)) {
      expect(errors).toBeUndefined();
      expect(data.search.nodes).toHaveLength(40);
    }
    await back;
    expect(await freshness(graph)).toEqual(['LIVE']);
  });

  it('gone for good: the error says so in words of ours, and all is well when it is back', async () => {
    await proxy.cut();
    const { data, errors } = await graph.run<{ search: unknown }>(PAGE);
    expect(data).toBeNull();
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'The index cannot be reached at the moment. Try again in a few seconds.',
        extensions: expect.objectContaining({ code: 'UNAVAILABLE' }) as unknown,
      }),
    ]);
    await proxy.mend();
    expect(await freshness(graph)).toEqual(['LIVE']);
  });

  it('gone while a marketplace fails too: that offer is null with the error of its marketplace', async () => {
    const { data } = await graph.run<{ search: { nodes: { offerId: string }[] } }>(
      '{ search(first: 1, filter: { marketplaces: ["mbiz"] }) { nodes { offerId } } }',
    );
    const id = data.search.nodes[0]?.offerId;
    const offer = parseOfferId(id ?? '')?.id;
    if (!offer) throw new Error('no offer to ask for');
    graph.sandbox.servers.mbiz.knobs.fault = { kind: 'status', status: 500 };
    await proxy.cut();
    const context = createRequestContext();
    const loader = createOfferLoader(graph.sources().mbiz.offers, queries, new Set(['price']), context);
    await expect(loader.load(offer)).rejects.toMatchObject({
      message: 'The marketplace could not be reached.',
      extensions: { code: 'UNAVAILABLE', marketplace: 'mbiz' },
    });
    expect(context.sources).toEqual([expect.objectContaining({ status: 'FAILED', code: 'UNAVAILABLE' })]);
    await proxy.mend();
  });
});
