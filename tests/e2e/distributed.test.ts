import type { SourceReport } from '../../subgraphs/source-report';
import { SUBGRAPH_NAMES } from '../../subgraphs/subgraph';
import { createPostgres, POSTGRES_URL } from '../support/databases';
import { tokenFor } from '../support/actors';
import { freePort } from '../support/free-port';
import { temporaryFolder } from '../support/temporary-folder';
import { ask, isIndexed } from '../support/graphql-client';
import { addressOf, environmentFrom, startProcess, type StartedProcess } from '../support/processes';
import { startOtlpCollector, type OtlpCollector } from '../support/otlp-collector';
import { createRedis, HAS_REDIS, type TestRedis } from '../support/redis';
import { until } from '../support/until';

const describeWithPostgres = POSTGRES_URL === undefined ? describe.skip : describe;

/** The topology of docker-compose.yml as plain processes: sandbox, a process per subgraph, gateway. */
describeWithPostgres('Pasar as one process per part, over PostgreSQL', () => {
  const dataDir = temporaryFolder();
  let postgres: Awaited<ReturnType<typeof createPostgres>>;
  let sandboxEnvironment: Record<string, string>;
  let gateway: string;
  let collector: OtlpCollector;
  let redis: TestRedis | null = null;
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
    collector = await startOtlpCollector();
    if (HAS_REDIS) {
      redis = await createRedis();
      await redis.start();
    }
    const everywhere = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      PASAR_SUBGRAPH_SECRET: 'the-secret-of-gateway-and-subgraphs',
    };
    const ordersPort = await freePort();
    sandboxEnvironment = await environmentFrom(
      start('adapters/sandbox/main.ts', [], {
        PASAR_SANDBOX_SCALE: '0.01',
        PASAR_SANDBOX_REPORT_TO: `http://127.0.0.1:${ordersPort}`,
      }),
    );
    for (const name of SUBGRAPH_NAMES) {
      subgraphs.set(
        name,
        start('subgraphs/main.ts', [name, '--port', name === 'orders' ? String(ordersPort) : '0'], {
          ...sandboxEnvironment,
          ...everywhere,
          ...(redis ? { REDIS_URL: redis.url } : {}),
          DATABASE_URL: postgres.url,
        }),
      );
    }
    const urls: string[] = [];
    for (const [name, started] of subgraphs) urls.push(`${name}=${await addressOf(started)}/graphql`);
    gateway = await addressOf(
      start('gateway/standalone.ts', ['--supergraph', 'schema/generated/supergraph.graphql', '--port', '0'], {
        ...everywhere,
        PASAR_SUBGRAPH_URLS: urls.join(','),
        PASAR_DATA_DIR: dataDir,
      }),
    );
    await until(() => isIndexed(gateway), 90_000);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(running.map((started) => started.stop()));
    await redis?.kill();
    await collector.close();
    await postgres.drop();
  });

  /** The sandbox's own door: turns knobs and tells what came in. */
  const mbizServer = (): string => new URL(sandboxEnvironment['PASAR_MBIZ_URL'] ?? '').origin;
  const turn = (knobs: object): Promise<Response> =>
    fetch(`${mbizServer()}/_sandbox/knobs`, { method: 'PUT', body: JSON.stringify(knobs) });
  async function seenByMbiz() {
    const response = await fetch(`${mbizServer()}/_sandbox/requests`);
    return (await response.json()) as {
      count: number;
      hungUp: number;
      latestHeaders: Record<string, string> | null;
    };
  }
  afterEach(() => turn({ fault: null }));

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

  interface Asked {
    readonly data: Page;
    readonly errors?: readonly unknown[];
    readonly extensions?: { readonly sources: readonly SourceReport[] };
  }
  async function askWith(headers: Record<string, string>, signal?: AbortSignal): Promise<Asked> {
    const response = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: PAGE }),
      ...(signal ? { signal } : {}),
    });
    return (await response.json()) as Asked;
  }

  it('answers by the deadline that the client sets while a marketplace hangs, and says who did what', async () => {
    await askWith({ 'cache-control': 'no-cache' });
    await turn({ fault: { kind: 'hang' } });
    const started = Date.now();
    const { data, errors, extensions } = await askWith({
      'x-deadline-ms': '700',
      'cache-control': 'no-cache',
    });
    expect(Date.now() - started).toBeLessThan(700 + 1_500);
    expect(errors).toBeUndefined();
    expect(data.search.nodes.every(({ offer }) => offer.price !== null)).toBe(true);
    expect(extensions?.sources.map(({ marketplace, status, code }) => [marketplace, status, code])).toEqual([
      ['ekatalog-lokal', 'LIVE', null],
      ['jatim-bejo', 'LIVE', null],
      ['mbiz', expect.stringMatching(/CACHED|STALE/), 'TIMEOUT'],
    ]);
  });

  it('serves what was read a moment ago from the cache', async () => {
    await askWith({});
    const { extensions } = await askWith({});
    expect(extensions?.sources.map(({ status }) => status)).toEqual(['CACHED', 'CACHED', 'CACHED']);
  });

  it('stops asking a marketplace when its client has gone', async () => {
    await turn({ fault: { kind: 'hang' } });
    const before = await seenByMbiz();
    const client = new AbortController();
    const asking = askWith({ 'cache-control': 'no-cache' }, client.signal).catch(() => null);
    await until(async () => (await seenByMbiz()).count > before.count);
    client.abort();
    await asking;
    await until(async () => (await seenByMbiz()).hungUp > before.hungUp, 1_000);
  });

  it('refuses a deadline that is none, and says how one is written', async () => {
    expect((await askWith({ 'x-deadline-ms': 'soon' })).errors).toEqual([
      {
        message: 'x-deadline-ms: "soon" is not a whole number of milliseconds above 0, for example 800.',
        extensions: { code: 'INVALID_INPUT', argument: 'x-deadline-ms' },
      },
    ]);
  });

  it('shows the health of marketplaces as the processes that ask them see it', async () => {
    interface Health {
      readonly marketplaces: readonly { readonly health: { state: string; p95: number | null } | null }[];
    }
    await askWith({ 'cache-control': 'no-cache' });
    await until(async () => {
      const { data } = await ask<Health>(
        gateway,
        '{ marketplaces { health { state since failureRate p50 p95 } } }',
      );
      return data.marketplaces.every(({ health }) => health?.state === 'CLOSED' && health.p95 !== null);
    });
  });

  it('follows a request from the door to the marketplace in one trace', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const parent = 'b7ad6b7169203331';
    await askWith({ traceparent: `00-${traceId}-${parent}-01`, 'cache-control': 'no-cache' });
    expect((await seenByMbiz()).latestHeaders?.['traceparent']).toMatch(new RegExp(`^00-${traceId}-`));
    const spansOf = (service: string) =>
      collector.spans.filter((span) => span.traceId === traceId && span.service === service);
    await until(() => spansOf('pasar-gateway').length > 0 && spansOf('pasar-mbiz').length > 1);
    const named = (service: string, name: RegExp) => spansOf(service).find((span) => name.test(span.name));
    const attempt = named('pasar-mbiz', /^GET 127.0.0.1/);
    const subgraph = named('pasar-mbiz', /^POST \/graphql$/);
    await until(() => named('pasar-gateway', /^POST \/graphql$/) !== undefined);
    expect(named('pasar-gateway', /^POST \/graphql$/)?.parentSpanId).toBe(parent);
    const byId = new Map(collector.spans.map((span) => [span.spanId, span]));
    const lineage: string[] = [];
    for (let span = attempt; span; span = byId.get(span.parentSpanId ?? '')) lineage.push(span.spanId);
    expect(lineage).toContain(subgraph?.spanId);
    expect(lineage).toContain(named('pasar-gateway', /^POST \/graphql$/)?.spanId);
  });

  it('logs a request under one id in every process, and counts it', async () => {
    await askWith({ 'x-request-id': 'follow-me', 'cache-control': 'no-cache' });
    const mbiz = subgraphs.get('mbiz');
    await until(() => (mbiz?.output() ?? '').includes('"requestId":"follow-me"'));
    expect((await seenByMbiz()).latestHeaders?.['x-request-id']).toBe('follow-me');
    expect(mbiz?.output()).not.toContain(sandboxEnvironment['PASAR_MBIZ_CLIENT_SECRET']);
    const url = mbiz ? await addressOf(mbiz) : '';
    const metrics = await (await fetch(`${url}/metrics`)).text();
    for (const line of [
      /pasar_source_attempt_duration_seconds_count\{marketplace="mbiz",outcome="OK"\} \d/,
      /pasar_source_offers_total\{marketplace="mbiz",freshness="live"\} \d/,
      /pasar_source_state\{marketplace="mbiz",state="CLOSED"\} 1/,
      /pasar_cache_up 1/,
    ])
      expect(metrics).toMatch(line);
  });

  const MBIZ_OFFER =
    '{ search(first: 1, filter: { marketplaces: ["mbiz"], inStock: true }, sort: PRICE_ASC) { nodes { offerId price { amount } } } }';
  interface Placed {
    readonly purchase: { readonly parts: readonly { state: string; orders: readonly { id: string }[] }[] };
  }

  it('places an order, and hears from the marketplace what became of it', async () => {
    const token = await tokenFor(dataDir);
    interface Found {
      readonly search: { readonly nodes: readonly { offerId: string; price: { amount: string } }[] };
    }
    const [hit] = (await ask<Found>(gateway, MBIZ_OFFER)).data.search.nodes;
    const { data, errors } = await ask<Placed>(
      gateway,
      `mutation { purchase(idempotencyKey: "one", input: {
        lines: [{ offerId: "${hit?.offerId ?? ''}", quantity: "1", expectedPrice: { amount: "${hit?.price.amount ?? ''}" } }]
        tolerancePercent: "25", deliverTo: { region: "35.73", address: "Jl. Tugu 1", receiver: "Umum" }
      }) { parts { state orders { id } } } }`,
      {},
      token,
    );
    expect(errors).toBeUndefined();
    const [part] = data.purchase.parts;
    expect(part?.state).toBe('PLACED');
    interface Tracked {
      readonly order: { readonly state: string; readonly live: { readonly freshness: string } } | null;
    }
    const id = part?.orders[0]?.id ?? '';
    await until(async () => {
      const query = `{ order(id: "${id}") { state live { freshness } } }`;
      return (await ask<Tracked>(gateway, query, {}, token)).data.order?.state === 'CONFIRMED';
    });
    expect((await ask<Tracked>(gateway, `{ order(id: "${id}") { state } }`)).data.order).toBeNull();
  });

  it.each(['orders', 'mbiz', 'catalogue'])(
    'no one but the gateway gets an answer of the subgraph %s',
    async (name) => {
      const subgraph = subgraphs.get(name);
      const url = subgraph ? await addressOf(subgraph) : '';
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: 'query($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
          variables: { r: [{ __typename: 'MbizOrder', id: 'mbiz:x' }] },
        }),
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
    },
  );

  it('answers from the others when a subgraph is gone', async () => {
    await subgraphs.get('mbiz')?.stop('SIGKILL');
    const { data, errors } = await ask<Page>(gateway, PAGE);
    const freshness = data.search.nodes.map(({ offer }) => offer.price?.freshness ?? null);
    expect(freshness.some((one) => one === 'LIVE' || one === 'CACHED')).toBe(true);
    expect(freshness).toContain(null);
    expect(new Set(errors?.map(({ extensions }) => JSON.stringify(extensions)))).toEqual(
      new Set([JSON.stringify({ code: 'UNAVAILABLE', serviceName: 'mbiz' })]),
    );
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
      /--supergraph or DATABASE_URL: one of them is needed.* Usage: npm run gateway/,
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
      ['invoices'],
      {},
      /"invoices" is not a subgraph. Usage: npm run subgraph/,
    ],
    ['a subgraph without a database', 'subgraphs/main.ts', ['catalogue'], {}, /DATABASE_URL: is missing/],
    [
      'a subgraph that would believe anyone',
      'subgraphs/main.ts',
      ['catalogue'],
      { DATABASE_URL: 'postgres://127.0.0.1:1/none' },
      /PASAR_SUBGRAPH_SECRET: is missing/,
    ],
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
