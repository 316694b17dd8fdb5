import { ApolloServer } from '@apollo/server';
import { useServer } from 'graphql-ws/use/ws';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { isBegun, type SubgraphAnswer } from '../../../gateway/data-sources/data-source';
import { createRemoteDataSource } from '../../../gateway/data-sources/remote';
import { createGrowingSchema } from '../../../subgraphs/http/growing-schema';
import { openHttpEndpoint } from '../../../subgraphs/http/graphql-endpoint';
import { createSignatureGuard } from '../../../subgraphs/http/request-signature';
import { serverOptions } from '../../../subgraphs/http/server-options';
import { StreamInterrupted } from '../../../subgraphs/http/subscriptions/until-aborted';
import { createRequestContext, type RequestContext } from '../../../subgraphs/request-context';
import { actorOf } from '../../support/actors';
import { createNewsFeed, type NewsFeed } from '../../support/news-feed';
import { schemaOf } from '../../support/test-subgraphs';
import { until } from '../../support/until';

const SECRET = 'a secret of more than thirty-two characters';
const REQUEST = { query: 'subscription ($n: Int) { ticks(n: $n) }', variables: { n: 1 } };

/** A subgraph that ticks, and says for whom. */
const ticking = (feed: NewsFeed<number>) =>
  schemaOf({
    name: 'clock',
    sdl: 'type Query { a: Int } type Subscription { ticks(n: Int): String }',
    resolvers: {
      Subscription: {
        ticks: {
          subscribe: () => feed.follow(),
          resolve: (tick: number, { n }: { n: number }, { actor }: Partial<RequestContext> = {}) =>
            `${tick} ${n} ${actor?.person.name ?? 'nobody'}`,
        },
      },
    },
  });

interface Served {
  readonly url: string;
  close(): Promise<void>;
}

async function overEventStreams(feed: NewsFeed<number>): Promise<Served> {
  const { gateway } = createGrowingSchema(ticking(feed));
  const server = new ApolloServer<RequestContext>({ ...serverOptions('clock'), gateway });
  await server.start();
  const { identify, prepare } = createSignatureGuard('clock', SECRET);
  const address = { host: '127.0.0.1', port: 0, deadlineMs: 2_000 };
  const { url, close } = await openHttpEndpoint(server, address, {
    identify,
    prepare: (app) => Promise.resolve(prepare(app)),
  });
  return { url: `${url}/graphql`, close };
}

async function overWebSocket(feed: NewsFeed<number>): Promise<Served> {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const served = useServer({ schema: ticking(feed) }, sockets);
  await new Promise((resolve) => sockets.once('listening', resolve));
  let closing: Promise<void> | null = null;
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`,
    close: () => (closing ??= Promise.resolve(served.dispose())),
  };
}

describe.each<[string, (feed: NewsFeed<number>) => Promise<Served>, string]>([
  ['server-sent events', overEventStreams, 'Ani Lestari'],
  ['WebSocket', overWebSocket, 'nobody'],
])("a subgraph's subscription over %s", (_, serve, knownAs) => {
  let feed: NewsFeed<number>;
  let served: Served;
  let source: ReturnType<typeof createRemoteDataSource>;
  let leaving: AbortController;
  beforeEach(async () => {
    feed = createNewsFeed();
    served = await serve(feed);
    leaving = new AbortController();
    source = open(served.url);
  });
  afterEach(async () => {
    source.close?.();
    await served.close();
  });

  const open = (url: string, secret = SECRET) =>
    createRemoteDataSource({
      name: 'clock',
      url: url.replace(/^ws/, 'http'),
      eventsUrl: url,
      secret,
      singleFlight: null,
    });
  const person = { name: 'Ani Lestari', email: null, phone: null };
  async function begin(from = source): Promise<AsyncIterator<SubgraphAnswer>> {
    const context = createRequestContext({ actor: actorOf({ person }), signal: leaving.signal });
    const begun = await from.subscribe?.({ request: REQUEST, context });
    if (!begun || !isBegun(begun)) throw new Error('it did not begin');
    return begun[Symbol.asyncIterator]();
  }

  it('gives its events, and ends with them', async () => {
    const events = await begin();
    const first = events.next();
    await until(() => feed.followers() === 1);
    feed.tell(1);
    feed.tell(2);
    expect(await first).toMatchObject({ value: { data: { ticks: `1 1 ${knownAs}` } } });
    expect(await events.next()).toMatchObject({ value: { data: { ticks: `2 1 ${knownAs}` } } });
    feed.end();
    expect((await events.next()).done).toBe(true);
  });

  it('is told when nobody listens any more', async () => {
    const events = await begin();
    void events.next().catch(() => undefined);
    await until(() => feed.followers() === 1);
    await events.return?.();
    await until(() => feed.followers() === 0);
  });

  it('that breaks off is interrupted, to begin again', async () => {
    const events = await begin();
    const first = events.next();
    await until(() => feed.followers() === 1);
    await Promise.all([expect(first).rejects.toBeInstanceOf(StreamInterrupted), served.close()]);
    expect((await events.next()).done).toBe(true);
  });

  it('of a subgraph that is not there says so in an answer', async () => {
    const away = open(served.url.replace(/:\d+/, ':1'));
    const events = await begin(away);
    expect(await events.next()).toMatchObject({
      value: { errors: [{ extensions: { code: 'UNAVAILABLE', serviceName: 'clock' } }] },
    });
    expect((await events.next()).done).toBe(true);
    away.close?.();
  });
});

it('a subgraph gives no events to whom it does not believe', async () => {
  const feed = createNewsFeed<number>();
  const served = await overEventStreams(feed);
  const source = createRemoteDataSource({
    name: 'clock',
    url: served.url,
    secret: `${SECRET}!`,
    singleFlight: null,
  });
  const begun = await source.subscribe?.({ request: REQUEST, context: createRequestContext() });
  if (!begun || !isBegun(begun)) throw new Error('it did not begin');
  const first = await begun[Symbol.asyncIterator]().next();
  expect(first).toMatchObject({ value: { errors: [{ extensions: { code: 'UNAVAILABLE' } }] } });
  expect(feed.followers()).toBe(0);
  source.close?.();
  await served.close();
});
