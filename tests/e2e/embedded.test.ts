import { createClient } from 'graphql-sse';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import examples from '../../gateway/playground/examples.json';
import { ask, isIndexed, readiness } from '../support/graphql-client';
import { addressOf, environmentFrom, startProcess, type StartedProcess } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

/** A saved example: the lines of a query, or those with the role to ask it as. */
function exampleOf(example: (typeof examples)[number]): { query: string; role: string | null } {
  return Array.isArray(example)
    ? { query: example.join('\n'), role: null }
    : { query: example.lines.join('\n'), role: example.role };
}

const isSubscription = ({ query }: { query: string }): boolean => query.startsWith('subscription');

/** What `npm start` runs, as a person would meet it: one process and nothing else on the machine. */
describe('all of Pasar in one process', () => {
  const folder = temporaryFolder();
  const running: StartedProcess[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((started) => started.stop('SIGKILL')));
  });

  function start(environment: Record<string, string> = {}): StartedProcess {
    const started = startProcess('gateway/main.ts', [], {
      PORT: '0',
      PASAR_DATA_DIR: join(folder, 'data'),
      PASAR_SANDBOX_SCALE: '0.02',
      ...environment,
    });
    running.push(started);
    return started;
  }

  it('answers, fills its index while it does, stops cleanly, and finds its data again', async () => {
    const first = start();
    const url = await addressOf(first);
    const early = await ask<{ search: { sources: unknown[] } }>(
      url,
      '{ search(first: 1) { sources { status } } }',
    );
    expect(early.errors).toBeUndefined();
    expect(early.data.search.sources).toHaveLength(3);

    await until(() => isIndexed(url), 90_000);
    expect(await readiness(url)).toEqual({
      status: 'ready',
      marketplaces: [
        { id: 'ekatalog-lokal', status: 'READY', indexed: 800, expected: 800, feeds: 3, completeFeeds: 3 },
        { id: 'jatim-bejo', status: 'READY', indexed: 590, expected: 590, feeds: 1, completeFeeds: 1 },
        { id: 'mbiz', status: 'READY', indexed: 480, expected: 480, feeds: 1, completeFeeds: 1 },
      ].sort(
        (a, b) =>
          ['jatim-bejo', 'mbiz', 'ekatalog-lokal'].indexOf(a.id) -
          ['jatim-bejo', 'mbiz', 'ekatalog-lokal'].indexOf(b.id),
      ),
    });
    expect(first.output()).toMatch(/indexed {2}jatim-bejo +100 % +590 offers/);
    expect(await first.stop()).toBe(0);

    const second = start();
    const again = await addressOf(second);
    const { data } = await ask<{ search: { totalCount: number } }>(again, '{ search { totalCount } }');
    expect(data.search.totalCount).toBe(1_870);
    expect(await second.stop('SIGTERM')).toBe(0);
  });

  it('answers the queries that the README shows, and every saved example of the playground, as they stand', async () => {
    const started = start({ PASAR_DATA_DIR: join(folder, 'examples'), PASAR_SANDBOX_SCALE: '0.2' });
    const url = await addressOf(started);
    await until(() => isIndexed(url), 90_000);
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const shown = [...readme.matchAll(/-d '(\{"query":[\s\S]*?\})'\n/g)].map(
      ([, body]) => JSON.parse(body ?? '') as { query: string },
    );
    expect(shown).toHaveLength(5);
    const [followed, ...others] = shown.filter(isSubscription);
    expect(others).toEqual([]);
    const tokens = (await (await fetch(`${url}/playground/tokens.json`)).json()) as Record<string, string>;
    const changes = createClient({
      url: `${url}/graphql`,
      headers: { authorization: `Bearer ${tokens['PP'] ?? ''}` },
    }).iterate({ query: followed?.query ?? '' });
    const change = changes.next();
    const queries = shown.filter((one) => !isSubscription(one));
    const asked = [...queries.map(({ query }) => ({ query, role: 'PP' })), ...examples.map(exampleOf)];
    for (const { query, role } of asked) {
      const { data, errors } = await ask<Record<string, { totalCount?: number }>>(
        url,
        query,
        {},
        role === null ? undefined : tokens[role],
      );
      expect(errors).toBeUndefined();
      const total = data['search']?.totalCount;
      if (total !== undefined) expect(total).toBeGreaterThan(0);
    }
    // One of the examples buys, which whoever follows the institution's orders hears of.
    const { value } = (await change) as { value: { data?: unknown } };
    expect(value).toMatchObject({ data: { orderUpdates: { id: expect.any(String) as string } } });
    await changes.return?.();
  }, 180_000);

  it('goes on with its index where it was when the process is killed', async () => {
    const environment = {
      PASAR_DATA_DIR: join(folder, 'killed'),
      PASAR_SANDBOX_SCALE: '0.2',
      PASAR_SANDBOX_LATENCY_MS: '150',
    };
    const killed = start(environment);
    const url = await addressOf(killed);
    await until(async () => (await readiness(url)).marketplaces.some(({ indexed }) => indexed >= 1_500));
    await killed.stop('SIGKILL');

    const next = start(environment);
    const again = await addressOf(next);
    const { marketplaces } = await readiness(again);
    expect(marketplaces.some(({ indexed }) => indexed >= 1_500)).toBe(true);
    await next.stop();
  });

  it('uses marketplaces that are configured in place of its own sandbox', async () => {
    const sandbox = startProcess('adapters/sandbox/main.ts', [], { PASAR_SANDBOX_SCALE: '0.01' });
    running.push(sandbox);
    const environment = await environmentFrom(sandbox);
    const started = start({
      ...environment,
      PASAR_DATA_DIR: join(folder, 'configured'),
      PASAR_SANDBOX_SCALE: '1',
    });
    const url = await addressOf(started);
    await until(() => isIndexed(url), 90_000);
    expect((await readiness(url)).marketplaces.map(({ indexed }) => indexed)).toEqual([295, 240, 400]);
  });

  it('starts and answers with a marketplace that is down, and says so', async () => {
    const started = start({
      PASAR_DATA_DIR: join(folder, 'down'),
      PASAR_MBIZ_URL: 'http://127.0.0.1:9/products',
      PASAR_MBIZ_CLIENT_ID: 'x',
      PASAR_MBIZ_CLIENT_SECRET: 'a-secret',
    });
    const url = await addressOf(started);
    await until(async () =>
      (await readiness(url)).marketplaces.every(
        ({ id, status }) => status === (id === 'mbiz' ? 'DEGRADED' : 'READY'),
      ),
    );
    const { data, errors } = await ask<{
      search: { totalCount: number };
      marketplaces: { id: string; index: { problems: string[] } }[];
    }>(url, '{ search { totalCount } marketplaces { id index { problems } } }');
    expect(errors).toBeUndefined();
    expect(data.search.totalCount).toBe(1_390);
    expect(data.marketplaces.find(({ id }) => id === 'mbiz')?.index.problems).toEqual([
      'feed products: UNAVAILABLE: The marketplace could not be reached.',
    ]);
    expect(started.output()).toContain(
      '"marketplace":"mbiz","feed":"products","problem":"GET 127.0.0.1:9/products: ECONNREFUSED"',
    );
    expect(started.output()).not.toContain('a-secret');
  });

  it('does not open a data folder that another process uses', async () => {
    const first = start({ PASAR_DATA_DIR: join(folder, 'locked') });
    await addressOf(first);
    const second = start({ PASAR_DATA_DIR: join(folder, 'locked') });
    await second.printed(/PASAR_DATA_DIR: .* is in use by process \d+/);
    expect(await second.exited).toBe(1);
  });
});

it('a wrong configuration is refused with every wrong variable named, and no secret repeated', async () => {
  const started = startProcess('gateway/main.ts', [], { PORT: 'abc', PASAR_SANDBOX_SCALE: '7' });
  await started.printed(/PORT: must be a whole number/);
  expect(started.output()).toContain('PASAR_SANDBOX_SCALE: must be above 0');
  expect(await started.exited).toBe(1);

  const secret = startProcess('gateway/main.ts', [], {
    PASAR_MBIZ_CLIENT_SECRET: 'hush',
    PASAR_EKATALOG_FEEDS: '600001',
    DATABASE_URL: 'mysql://u:hush@h',
  });
  await secret.printed(/DATABASE_URL: must be a PostgreSQL address/);
  for (const name of [
    'PASAR_MBIZ_URL: is missing',
    'PASAR_EKATALOG_FEEDS: "600001" is not sellerCode=address',
  ])
    expect(secret.output()).toContain(name);
  expect(secret.output()).not.toContain('hush');
  expect(await secret.exited).toBe(1);
});
