import { SUBGRAPH_NAMES } from '../../subgraphs/subgraph';
import { createPostgres, POSTGRES_URL } from '../support/databases';
import { ask, isIndexed } from '../support/graphql-client';
import { addressOf, environmentFrom, startProcess, type StartedProcess } from '../support/processes';
import { until } from '../support/until';

const describeWithPostgres = POSTGRES_URL === undefined ? describe.skip : describe;

/** The topology of docker-compose.yml as plain processes: sandbox, a process per subgraph, gateway. */
describeWithPostgres('Pasar as one process per part, over PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof createPostgres>>;
  let sandboxEnvironment: Record<string, string>;
  let gateway: string;
  const running: StartedProcess[] = [];
  const subgraphs = new Map<string, StartedProcess>();

  function start(
    entry: string,
    args: readonly string[],
    environment: Record<string, string>,
  ): StartedProcess {
    const started = startProcess(entry, args, environment);
    running.push(started);
    return started;
  }

  beforeAll(async () => {
    postgres = await createPostgres();
    sandboxEnvironment = await environmentFrom(
      start('adapters/sandbox/main.ts', [], { PASAR_SANDBOX_SCALE: '0.01' }),
    );
    for (const name of SUBGRAPH_NAMES) {
      subgraphs.set(
        name,
        start('subgraphs/main.ts', [name, '--port', '0'], {
          ...sandboxEnvironment,
          DATABASE_URL: postgres.url,
        }),
      );
    }
    const urls: string[] = [];
    for (const [name, started] of subgraphs) urls.push(`${name}=${await addressOf(started)}/graphql`);
    gateway = await addressOf(
      start('gateway/standalone.ts', ['--supergraph', 'schema/generated/supergraph.graphql', '--port', '0'], {
        PASAR_SUBGRAPH_URLS: urls.join(','),
      }),
    );
    await until(() => isIndexed(gateway));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(running.map((started) => started.stop()));
    await postgres.drop();
  });

  interface Page {
    readonly search: {
      readonly totalCount: number;
      readonly nodes: readonly {
        readonly offer: { readonly price: { readonly freshness: string } | null };
      }[];
    };
  }
  const PAGE = '{ search(first: 30) { totalCount nodes { offer { price { amount freshness } } } } }';

  it('answers a search with live prices of all marketplaces', async () => {
    const { data, errors } = await ask<Page>(gateway, PAGE);
    expect(errors).toBeUndefined();
    expect(data.search.totalCount).toBe(935);
    expect(new Set(data.search.nodes.map(({ offer }) => offer.price?.freshness))).toEqual(new Set(['LIVE']));
  });

  it('lets errors of subgraphs through with their codes and nothing else', async () => {
    const { errors } = await ask(gateway, '{ search(first: -1) { totalCount } }');
    expect(errors?.[0]?.extensions).toEqual({
      code: 'INVALID_INPUT',
      argument: 'first',
      serviceName: 'catalogue',
    });
  });

  it('answers from the others when a subgraph is gone', async () => {
    await subgraphs.get('mbiz')?.stop('SIGKILL');
    const { data, errors } = await ask<Page>(gateway, PAGE);
    const freshness = data.search.nodes.map(({ offer }) => offer.price?.freshness ?? null);
    expect(freshness).toContain('LIVE');
    expect(freshness).toContain(null);
    expect(
      errors?.every(
        ({ message, extensions }) => !JSON.stringify([message, extensions]).includes('127.0.0.1'),
      ),
    ).toBe(true);
  });
});

describe('a process of Pasar started wrongly says how to start it rightly:', () => {
  it.each<[string, string, string[], Record<string, string>, RegExp]>([
    [
      'a gateway without a supergraph',
      'gateway/standalone.ts',
      [],
      {},
      /--supergraph: is missing. Usage: npm run gateway/,
    ],
    [
      'a gateway over a file that is not there',
      'gateway/standalone.ts',
      ['--supergraph', 'none.graphql'],
      {},
      /none.graphql can't be read \(ENOENT\)/,
    ],
    [
      'a gateway on no port',
      'gateway/standalone.ts',
      ['--supergraph', 'schema/generated/supergraph.graphql', '--port', 'x'],
      {},
      /--port: must be a whole number/,
    ],
    [
      'a gateway over something else',
      'gateway/standalone.ts',
      ['--supergraph', 'package.json', '--port', '0'],
      {},
      /Syntax Error/,
    ],
    [
      'an unknown subgraph',
      'subgraphs/main.ts',
      ['orders'],
      {},
      /"orders" is not a subgraph. Usage: npm run subgraph/,
    ],
    ['a subgraph without a database', 'subgraphs/main.ts', ['catalogue'], {}, /DATABASE_URL: is missing/],
    [
      'a sandbox of no size',
      'adapters/sandbox/main.ts',
      [],
      { PASAR_SANDBOX_SCALE: '0' },
      /PASAR_SANDBOX_SCALE: must be above 0/,
    ],
  ])('%s', async (_, entry, args, environment, message) => {
    const started = startProcess(entry, args, environment);
    await started.printed(message);
    expect(await started.exited).toBe(1);
  });
});
