import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { openDoor } from '../../../gateway/door/http-door';
import { openTokenAuthority } from '../../../gateway/auth/token-authority';
import { startGraphqlServer } from '../../../gateway/graphql-server';
import { createNewsFeed, type NewsFeed } from '../../support/news-feed';
import { temporaryFolder } from '../../support/temporary-folder';
import { inProcessSources, supergraphOf, type TestSubgraph } from '../../support/test-subgraphs';
import { until } from '../../support/until';

/** Orders change in one subgraph; what an order's goods are called is known to another. */
const subgraphs = (feed: NewsFeed<{ id: string; state: string | null }>): TestSubgraph[] => [
  {
    name: 'orders',
    sdl: `
      type Query { order: Order }
      type Subscription { changes(first: Int = 0): Order! secret: Order @authenticated failing: Order }
      type Order @key(fields: "id") { id: ID! state: String! }`,
    resolvers: {
      Query: { order: () => ({ id: '1', state: 'NEW' }) },
      Subscription: {
        changes: { subscribe: () => feed.follow(), resolve: (order: unknown) => order },
        secret: { subscribe: () => feed.follow(), resolve: (order: unknown) => order },
        failing: {
          subscribe: () => {
            throw new Error('down at 10.0.0.1');
          },
        },
      },
    },
  },
  {
    name: 'goods',
    sdl: 'type Query { a: Int } type Order @key(fields: "id") { id: ID! goods: String }',
    resolvers: {
      Order: {
        __resolveReference: ({ id }: { id: string }) => {
          if (id === 'bad') throw new Error('goods are down');
          return { id, goods: `goods of ${id}` };
        },
      },
    },
  },
];

const QUERY = 'subscription { changes { state id goods } }';

describe('a subscription', () => {
  let feed: NewsFeed<{ id: string; state: string | null }>;
  let close: () => Promise<void>;
  let url: string;
  let server: Awaited<ReturnType<typeof startGraphqlServer>>;
  let sockets: Client;
  const folder = temporaryFolder();

  beforeEach(async () => {
    feed = createNewsFeed();
    const all = subgraphs(feed);
    server = await startGraphqlServer({
      supergraphSdl: supergraphOf(all),
      dataSource: inProcessSources(all),
    });
    const door = await openDoor(
      server,
      { host: '127.0.0.1', port: 0, deadlineMs: 2_000, subgraphSecret: null },
      {
        authority: openTokenAuthority({ jwks: null, dataDir: folder }),
        limits: { maxInFlight: 10, maxStreams: 3, maxEventLoopDelayMs: 60_000 },
      },
    );
    ({ url } = door);
    close = door.close;
    sockets = createSocketClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazyCloseTimeout: 0,
    });
  });
  afterEach(async () => {
    await sockets.dispose();
    await close();
  });

  const eventClient = () => createEventClient({ url: `${url}/graphql`, retryAttempts: 0 });
  const WAYS = {
    'server-sent events': (query: string) => eventClient().iterate({ query }),
    WebSocket: (query: string) => sockets.iterate({ query }),
  } as const;

  describe.each(Object.keys(WAYS) as (keyof typeof WAYS)[])('over %s', (way) => {
    const ask = (query: string) => WAYS[way](query);
    const next = async (events: AsyncIterator<unknown>): Promise<unknown> => {
      const { value, done } = await events.next();
      return done === true ? 'DONE' : JSON.parse(JSON.stringify(value));
    };

    it('gives an answer for each event, in the order of the operation, with what other subgraphs know', async () => {
      const events = ask(QUERY);
      const first = next(events);
      await until(() => feed.followers() === 1);
      feed.tell({ id: '1', state: 'SHIPPED' });
      feed.tell({ id: '2', state: 'PAID' });
      expect(JSON.stringify(await first)).toBe(
        '{"data":{"changes":{"state":"SHIPPED","id":"1","goods":"goods of 1"}}}',
      );
      expect(await next(events)).toEqual({
        data: { changes: { id: '2', state: 'PAID', goods: 'goods of 2' } },
      });
      feed.end();
      expect(await next(events)).toBe('DONE');
    });

    it('goes on after an event that fails in part or as a whole', async () => {
      const events = ask(QUERY);
      const first = next(events);
      await until(() => feed.followers() === 1);
      feed.tell({ id: 'bad', state: 'PAID' });
      feed.tell({ id: '2', state: null });
      feed.tell({ id: '3', state: 'PAID' });
      expect(await first).toMatchObject({
        data: { changes: { id: 'bad', goods: null } },
        errors: [{ message: 'Something went wrong on our side.', path: ['changes'] }],
      });
      expect(await next(events)).toMatchObject({ data: null, errors: [{ path: ['changes', 'state'] }] });
      expect(await next(events)).toMatchObject({ data: { changes: { id: '3' } } });
      await events.return?.();
    });

    it('ends for its subgraph when the client leaves, also while nothing happens', async () => {
      const events = ask(QUERY);
      void events.next();
      await until(() => feed.followers() === 1);
      await events.return?.();
      await until(() => feed.followers() === 0);
    });

    it.each([
      ['a field that the caller may not follow', 'subscription { secret { id } }', 'FORBIDDEN'],
      ['a subgraph that can not begin', 'subscription { failing { id } }', 'INTERNAL_SERVER_ERROR'],
      ['an operation that is not valid', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['two fields', 'subscription { changes { id } secret { id } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['text that is none', '{', 'GRAPHQL_PARSE_FAILED'],
    ])('is refused for %s', async (_, query, code) => {
      const answer = await next(ask(query)).catch((errors: unknown) => ({ errors }));
      expect(answer).toMatchObject({ errors: [{ extensions: { code } }] });
      expect(JSON.stringify(answer)).not.toContain('10.0.0.1');
      expect(feed.followers()).toBe(0);
    });

    it('is interrupted when the graph is replaced, and can begin again with the new one', async () => {
      const events = ask(QUERY);
      const first = next(events);
      await until(() => feed.followers() === 1);
      const sdl = server.current().sdl.replace('goods: String', 'goods: String');
      await server.swap({ sdl: `${sdl}\n# another` });
      await expect(first).rejects.toBeDefined();
      await until(() => feed.followers() === 0 && server.current().loaded === 1);
      const again = next(ask(QUERY));
      await until(() => feed.followers() === 1);
      feed.tell({ id: '1', state: 'PAID' });
      expect(await again).toMatchObject({ data: { changes: { id: '1' } } });
    });

    it('answers queries too', async () => {
      const events = ask('{ order { id goods } }');
      expect(await next(events)).toEqual({ data: { order: { id: '1', goods: 'goods of 1' } } });
      expect(await next(events)).toBe('DONE');
    });

    it('does not keep the server from stopping', async () => {
      const first = next(ask(QUERY));
      await until(() => feed.followers() === 1);
      await Promise.all([close(), expect(first).rejects.toBeDefined()]);
      expect(feed.followers()).toBe(0);
      close = () => Promise.resolve();
    });
  });

  it('sent as one request is refused, and told how to ask', async () => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
    });
    const { errors } = (await response.json()) as { errors: { message: string }[] };
    expect(errors[0]?.message).toContain('text/event-stream');
  });

  it('with a token that is none is refused with 401, or a closed socket', async () => {
    const authorization = 'Bearer nonsense';
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization },
      body: JSON.stringify({ query: QUERY }),
    });
    expect(response.status).toBe(401);
    const client = createSocketClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization },
    });
    await expect(client.iterate({ query: QUERY }).next()).rejects.toMatchObject({ code: 4403 });
  });

  it('beyond as many streams as there may be is turned away', async () => {
    const streams = [1, 2, 3].map(() => WAYS['server-sent events'](QUERY));
    streams.forEach((events) => void events.next().catch(() => undefined));
    await until(() => feed.followers() === 3);
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: QUERY }),
    });
    expect(response.status).toBe(503);
    for (const events of streams) await events.return?.();
    await until(() => feed.followers() === 0);
  });

  it('on a socket elsewhere is refused', async () => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/elsewhere`);
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(error.message).toContain('404');
  });
});
