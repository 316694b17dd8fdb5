import { ApolloServer, HeaderMap } from '@apollo/server';
import { openTokenAuthority } from '../../../gateway/auth/token-authority';
import { openDoor } from '../../../gateway/door/http-door';
import { SupergraphRefused } from '../../../gateway/supergraph/supergraph-generation';
import { createSwappingGateway } from '../../../gateway/supergraph/swapping-gateway';
import { createRequestContext, type RequestContext } from '../../../subgraphs/request-context';
import { actorOf } from '../../support/actors';
import {
  createDeployments,
  gate,
  startSwappingGraph,
  type DeployedSubgraph,
  type SwappingGraph,
} from '../../support/swapping-graph';
import { temporaryFolder } from '../../support/temporary-folder';
import { until } from '../../support/until';

/** Two subgraphs that say which generation they are of, the second through an entity of the first. */
function pairOf(version: number, wait: () => Promise<void> = () => Promise.resolve()): DeployedSubgraph[] {
  return [
    {
      name: 'first',
      version,
      sdl: 'type Query { thing: Thing first: Int } type Thing @key(fields: "id") { id: ID first: Int }',
      resolvers: {
        Query: {
          first: () => version,
          thing: async () => {
            await wait();
            return { id: 't', first: version };
          },
        },
      },
    },
    {
      name: 'second',
      version,
      sdl: 'type Query { other: Int } type Thing @key(fields: "id") { id: ID second: Int }',
      resolvers: {
        Query: { other: () => version },
        Thing: { __resolveReference: () => ({ second: version }) },
      },
    },
  ];
}
const PAIR = '{ thing { first second } first other }';
const pairAnswer = (n: number) => ({ thing: { first: n, second: n }, first: n, other: n });

let graph: SwappingGraph | null = null;
/** How many generations were let go of: each has a "first" of its own. */
const stopped = (closed: readonly string[]): number =>
  closed.filter((url) => url.startsWith('http://first/')).length;
async function start(subgraphs: readonly DeployedSubgraph[]): Promise<SwappingGraph> {
  return (graph = await startSwappingGraph(subgraphs));
}
afterEach(async () => {
  await graph?.server.stop();
  graph = null;
});

describe('a swap while requests are under way', () => {
  it('lets a request end as it began, with types that are gone by then', async () => {
    const { opened, open } = gate();
    const { ask, swap, server, asked, closed } = await start(pairOf(1, () => opened));
    const early = ask(PAIR);
    await until(() => asked.length > 0);

    const lone = { name: 'lone', sdl: 'type Query { alone: Int }', resolvers: { Query: { alone: () => 2 } } };
    await swap([lone]);
    expect(await ask('{ alone }')).toEqual({ data: { alone: 2 } });
    expect((await ask(PAIR)).errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect([stopped(closed), server.current().loaded]).toEqual([0, 2]);

    open();
    // The entity's other half was asked for after the swap, of a subgraph that is no longer there.
    expect(await early).toEqual({ data: pairAnswer(1) });
    await until(() => server.current().loaded === 1);
    expect(stopped(closed)).toBe(1);
  });

  it('lets a request end that was validated, and had not reached the gateway yet', async () => {
    const { dataSource, deploy, closed } = createDeployments();
    const { opened, open } = gate();
    let arrived = 0;
    const swapping = createSwappingGateway({ sdl: deploy(pairOf(1)) }, dataSource);
    const server = new ApolloServer<RequestContext>({
      gateway: swapping.gateway,
      stopOnTerminationSignals: false,
      plugins: [
        swapping.plugin,
        {
          requestDidStart: () =>
            Promise.resolve({
              didResolveOperation: () => {
                arrived += 1;
                return opened;
              },
            }),
        },
      ],
    });
    await server.start();
    const early = server.executeOperation({ query: PAIR }, { contextValue: createRequestContext() });
    await until(() => arrived === 1);
    await swapping.swap({ sdl: deploy(pairOf(2)) });
    await swapping.swap({ sdl: deploy(pairOf(3)) });
    expect([stopped(closed), swapping.current().loaded]).toEqual([1, 2]);
    open();
    expect((await early).body).toMatchObject({ singleResult: { data: pairAnswer(1) } });
    await until(() => swapping.current().loaded === 1);
    expect(stopped(closed)).toBe(2);
    await server.stop();
  });

  it('lets go of a generation whose last request failed in a way of its own', async () => {
    const { dataSource, deploy } = createDeployments();
    const { opened, open } = gate();
    const swapping = createSwappingGateway({ sdl: deploy(pairOf(1)) }, dataSource);
    let arrived = 0;
    const server = new ApolloServer<RequestContext>({
      gateway: swapping.gateway,
      stopOnTerminationSignals: false,
      logger: { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() },
      plugins: [
        swapping.plugin,
        {
          requestDidStart: async () => {
            arrived += 1;
            await opened;
            throw new Error('of a plugin');
          },
        },
      ],
    });
    await server.start();
    const failing = server.executeOperation({ query: PAIR }, { contextValue: createRequestContext() });
    await until(() => arrived === 1);
    await swapping.swap({ sdl: deploy(pairOf(2)) });
    expect(swapping.current().loaded).toBe(2);
    open();
    await expect(failing).rejects.toThrow('Internal server error');
    await until(() => swapping.current().loaded === 1);
    await server.stop();
  });

  it('over HTTP drops none of a hundred requests in ten swaps, and mixes no two supergraphs', async () => {
    const { server, deploy, closed } = await start(pairOf(0));
    const door = await openDoor(
      server,
      { host: '127.0.0.1', port: 0, deadlineMs: 60_000, subgraphSecret: null },
      {
        authority: openTokenAuthority({ jwks: null, dataDir: folder }),
        limits: { maxInFlight: 1_000, maxStreams: 10, maxEventLoopDelayMs: 60_000 },
      },
    );
    const turns = async () => {
      for (let i = 0; i < 20; i += 1) await new Promise(setImmediate);
    };
    const answers: string[] = [];
    let swapping = true;
    const client = async () => {
      do {
        const response = await fetch(`${door.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: PAIR }),
        });
        const answer = JSON.stringify(await response.json());
        // Turned away at the door while the machine is too busy: it never came in, and comes again.
        if (response.status !== 503) answers.push(answer);
      } while (swapping);
    };
    const clients = Array.from({ length: 100 }, client);
    const expected = Array.from({ length: 11 }, (_, n) => JSON.stringify({ data: pairAnswer(n) }));
    const loaded: number[] = [];
    for (let n = 0; n <= 10; n += 1) {
      if (n > 0) await server.swap({ sdl: deploy(pairOf(n, turns)) });
      loaded.push(server.current().loaded);
      await until(() => answers.includes(expected[n] ?? ''));
    }
    swapping = false;
    await Promise.all(clients);
    expect(new Set(answers)).toEqual(new Set(expected));
    expect(Math.max(...loaded)).toBeGreaterThan(1); // some were under way as they were overtaken
    await until(() => server.current().loaded === 1);
    expect(stopped(closed)).toBe(10);
    await door.close();
  });
  const folder = temporaryFolder();

  it('keeps nothing of fifty supergraphs that came and went', async () => {
    const { ask, swap, server, made, closed } = await start(pairOf(0));
    for (let n = 1; n <= 50; n += 1) {
      await swap(pairOf(n));
      expect((await ask(PAIR)).data).toEqual(pairAnswer(n));
      expect(server.current()).toMatchObject({ generation: n + 1, loaded: 1 });
    }
    expect(stopped(closed)).toBe(50);
    await swap(pairOf(0)); // what was let go of is made anew
    expect(made.filter((url) => url === 'http://first/0')).toHaveLength(2);
  });
});

it('shows no client its plans, whatever it sends along', async () => {
  const { server } = await start(pairOf(1));
  const { body } = await server.executeOperation(
    {
      query: PAIR,
      http: {
        method: 'POST',
        search: '',
        body: {},
        headers: new HeaderMap([['apollo-query-plan-experimental', '1']]),
      },
    },
    { contextValue: createRequestContext() },
  );
  expect(body).toMatchObject({ kind: 'single', singleResult: { data: pairAnswer(1) } });
  expect(JSON.stringify(body)).not.toMatch(/queryplan/i);
});

describe('a supergraph that can not be served', () => {
  const unknownFeature = (sdl: string) =>
    sdl.replace(
      '@link(url: "https://specs.apollo.dev/join/',
      '@link(url: "https://example.com/vault/v1.0", for: SECURITY)\n  @link(url: "https://specs.apollo.dev/join/',
    );
  it.each<[string, (deploy: SwappingGraph['deploy']) => string, RegExp]>([
    ['is no SDL', () => 'type Query {', /Syntax Error/],
    ['is nothing', () => '', /Syntax Error/],
    ['is no supergraph', () => 'type Query { a: Int }', /core schema|@link/],
    ['asks for security that is not enforced', (deploy) => unknownFeature(deploy(pairOf(2))), /vault/],
    [
      'names a type that it lacks',
      (deploy) => deploy(pairOf(2)).replace(/first: Int/g, 'first: Nothing'),
      /Nothing/,
    ],
    [
      'has a subgraph that can not be reached',
      (deploy) => deploy(pairOf(2)).replace('http://second/2', 'http://second/9'),
      /nothing is deployed at http:\/\/second\/9/,
    ],
  ])('because it %s is refused, and the one before stays', async (_, sdlOf, reason) => {
    const { ask, swap, server, deploy, made } = await start(pairOf(1));
    const refused = server.swap({ sdl: sdlOf(deploy) });
    await expect(refused).rejects.toThrow(SupergraphRefused);
    await expect(refused).rejects.toThrow(reason);
    await expect(refused).rejects.toThrow(/^The supergraph can't be served: /);
    expect(await ask(PAIR)).toEqual({ data: pairAnswer(1) });
    expect(server.current()).toMatchObject({ generation: 1, loaded: 1 });
    await swap(pairOf(3));
    expect(await ask(PAIR)).toEqual({ data: pairAnswer(3) });
    expect(made.filter((url) => url === 'http://first/1')).toHaveLength(1);
  });

  it('leaves no data source behind', async () => {
    const { server, deploy, swap, made } = await start(pairOf(1));
    const half = deploy(pairOf(2)).replace('http://second/2', 'http://second/9');
    await expect(server.swap({ sdl: half })).rejects.toThrow(SupergraphRefused);
    await swap(pairOf(2));
    expect(made.filter((url) => url === 'http://first/2')).toHaveLength(2);
  });

  it('is refused at the start as well', async () => {
    const { dataSource } = createDeployments();
    const { gateway, current } = createSwappingGateway({ sdl: 'type Query {' }, dataSource);
    await expect(gateway.load({ apollo: {} })).rejects.toThrow(SupergraphRefused);
    expect(current).toThrow('no supergraph is loaded yet');
  });
});

describe('what belongs to a supergraph', () => {
  const guarded = (rule: string, version: number): DeployedSubgraph => ({
    name: 'guarded',
    version,
    sdl: `type Query { secret: String ${rule} open: String }`,
    resolvers: { Query: { secret: () => 'secret', open: () => 'open' } },
  });

  it('its access rules: who may see what changes with it, in both directions', async () => {
    const { ask, swap } = await start([guarded('', 1)]);
    const seen = async () =>
      Promise.all(
        [null, actorOf({ role: 'PP' }), actorOf({ role: 'AUDITOR' })].map(
          async (actor) => ((await ask('{ open secret }', { actor })).data as { secret: unknown }).secret,
        ),
      );
    expect(await seen()).toEqual(['secret', 'secret', 'secret']);
    await swap([guarded('@authenticated', 2)]);
    expect(await seen()).toEqual([null, 'secret', 'secret']);
    await swap([guarded('@requiresScopes(scopes: [["orders:audit"]])', 3)]);
    expect(await seen()).toEqual([null, null, 'secret']);
    await swap([guarded('', 4)]);
    expect(await seen()).toEqual(['secret', 'secret', 'secret']);
  });

  it('its data sources, but one of the same name and address is kept', async () => {
    const { swap, made } = await start(pairOf(1));
    await swap([...pairOf(1), guarded('', 1)]);
    const [first] = pairOf(2);
    await swap([first, ...pairOf(1).slice(1)].flatMap((one) => one ?? []));
    expect(made).toEqual(['http://first/1', 'http://second/1', 'http://guarded/1', 'http://first/2']);
  });
});

describe('a suspended subgraph', () => {
  const error = (path?: string[]) => ({
    message: 'This marketplace is suspended.',
    ...(path ? { path } : {}),
    extensions: { code: 'UNAVAILABLE', serviceName: 'second' },
  });

  it('is not asked: its fields are null and say why; nothing is loaded anew', async () => {
    const { ask, server, asked, closed } = await start(pairOf(1));
    server.suspend(['second']);
    expect(server.current()).toMatchObject({ generation: 1, suspended: ['second'] });
    expect(await ask(PAIR)).toEqual({
      data: { thing: { first: 1, second: null }, first: 1, other: null },
      errors: [error(), error()],
    });
    expect(asked.filter((query) => query.includes('second'))).toEqual([]);
    server.suspend([]);
    expect(await ask(PAIR)).toEqual({ data: pairAnswer(1) });
    expect([server.current().suspended, stopped(closed)]).toEqual([[], 0]);
  });

  it('is suspended at once, for requests that are under way as well', async () => {
    const { opened, open } = gate();
    const { ask, server, asked } = await start(pairOf(1, () => opened));
    const early = ask('{ thing { first second } }');
    await until(() => asked.length > 0);
    server.suspend(['second']);
    open();
    expect(await early).toMatchObject({ data: { thing: { first: 1, second: null } }, errors: [error()] });
  });
});

describe('swaps that come together', () => {
  it('are done one after the other; of those that wait only the newest', async () => {
    const { ask, swap, server, made } = await start(pairOf(1));
    const swaps = [2, 3, 4, 5].map((n) => swap(pairOf(n)));
    await Promise.all(swaps);
    expect(await ask(PAIR)).toEqual({ data: pairAnswer(5) });
    expect(server.current().generation).toBe(2);
    expect(made.filter((url) => url.startsWith('http://first'))).toEqual([
      'http://first/1',
      'http://first/5',
    ]);
  });

  it('are done while others begin, until the newest is served', async () => {
    const { swap, server, made, deploy } = await start(pairOf(1));
    const two = swap(pairOf(2));
    await until(() => made.includes('http://first/2'));
    const others = [3, 4].map((n) => server.swap({ id: `the ${n}th`, sdl: deploy(pairOf(n)) }));
    await Promise.all([two, ...others]);
    expect(server.current()).toMatchObject({ id: 'the 4th', generation: 3 });
    expect(made).not.toContain('http://first/3');
  });

  it('end with the server', async () => {
    const { swap, server, closed } = await start(pairOf(1));
    const late = swap(pairOf(2));
    await Promise.all([expect(late).rejects.toThrow('the gateway was stopped'), server.stop()]);
    expect(stopped(closed)).toBe(2);
    await expect(swap(pairOf(3))).rejects.toThrow('the gateway was stopped');
  });
});
