import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { isIndexed, readiness } from '../support/graphql-client';
import { addressOf, environmentFrom, startProcess } from '../support/processes';
import { until } from '../support/until';
import { turn } from '../soak/faults';
import { load, rounded, rssMbOf } from './load';
import { measureEngines } from './engines';
import { measureOrders } from './orders';
import { measurePartners } from './partners';
import { measureOverhead } from './policy-overhead';
import { filteredSearch, livePage, openSearch, textSearch } from './queries';

/**
 * `npm run bench`: what Pasar costs on this machine, one JSON line a measurement and a table at the end.
 * The sandbox runs beside the gateway as a process of its own, as marketplaces would.
 */
const SCALE = process.argv[2] ?? '1';
const POSTGRES = 'postgres://postgres@127.0.0.1:5432';

const NO_CACHE = { 'cache-control': 'no-cache' };
/** How long a marketplace takes where slowness is the point. */
const USUAL_MS = 20;

const rows: Record<string, unknown>[] = [];
function record(row: Record<string, unknown>): void {
  rows.push(row);
  process.stdout.write(`${JSON.stringify(row)}\n`);
}

async function measure(
  database: 'PGlite' | 'PostgreSQL',
  marketplaces: Record<string, string>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pasar-bench-'));
  const environment: Record<string, string> = {
    ...marketplaces,
    PORT: '0',
    PASAR_DATA_DIR: dataDir,
    PASAR_LOG_LEVEL: 'error',
  };
  if (database === 'PostgreSQL') environment['DATABASE_URL'] = await freshDatabase();

  let started = performance.now();
  let gateway = startProcess('gateway/main.ts', [], environment);
  let url = await addressOf(gateway);
  record({ database, what: 'first start, until it answers', seconds: since(started) });

  started = performance.now();
  await until(() => isIndexed(url), 600_000);
  const offers = (await readiness(url)).marketplaces.reduce((sum, { indexed }) => sum + indexed, 0);
  const seconds = since(started);
  record({ database, what: 'index filled', offers, seconds, rowsPerSecond: Math.round(offers / seconds) });
  await gateway.stop();

  started = performance.now();
  gateway = startProcess('gateway/main.ts', [], environment);
  url = await addressOf(gateway);
  record({ database, what: 'next start, until it answers', seconds: since(started) });

  const pid = gateway.child.pid ?? 0;
  const cases = [
    ['search, 2 filters, facets', filteredSearch, 600],
    ['search, text, 2 filters, facets', textSearch, 600],
    ['search, no filter, facets', openSearch, 100],
    ['live page of 20 offers', livePage, 300, NO_CACHE],
    ['cached page of 20 offers', livePage, 300],
  ] as const;
  for (const [what, body, count, headers = {}] of cases) {
    await load({ url, pid, concurrency: 4, count: 60, headers }, body); // caches of plans and pages are warm, as in a running service
    for (const concurrency of [1, 16]) {
      const result = await load({ url, pid, concurrency, count, headers }, body);
      record({ database, what, concurrency, ...rounded(result) });
    }
  }
  record({ database, what: 'gateway process after load', rssMb: Math.round(rssMbOf(pid) ?? 0) });
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Live pages while Mbiz is ten times slower than the others: in all reads, or in one of twenty. */
async function measureSlowSource(marketplaces: Record<string, string>): Promise<void> {
  const servers = ['PASAR_JATIM_BEJO_URL', 'PASAR_MBIZ_URL', 'PASAR_EKATALOG_MASTER_URL'].map(
    (name) => new URL(marketplaces[name] ?? '').origin,
  );
  const [, mbiz = ''] = servers;
  for (const hedging of ['on', 'off'] as const) {
    for (const server of servers) await turn(server, { latencyMs: USUAL_MS });
    const dataDir = mkdtempSync(join(tmpdir(), 'pasar-bench-'));
    const gateway = startProcess('gateway/main.ts', [], {
      ...marketplaces,
      PORT: '0',
      PASAR_DATA_DIR: dataDir,
      PASAR_HEDGING: hedging,
      PASAR_LOG_LEVEL: 'error',
      DATABASE_URL: `${POSTGRES}/pasar_bench`, // filled before
    });
    const url = await addressOf(gateway);
    const pid = gateway.child.pid ?? 0;
    const run = (count: number) => load({ url, pid, concurrency: 1, count, headers: NO_CACHE }, livePage);
    await run(60);
    record({ what: 'live page, all sources 20 ms', hedging, ...rounded(await run(300)) });
    await turn(mbiz, { latencyMs: USUAL_MS, slowEvery: 20, slowMs: USUAL_MS * 9 });
    record({ what: 'one source 10 times slower in 5 % of reads', hedging, ...rounded(await run(300)) });
    await turn(mbiz, { latencyMs: USUAL_MS * 10 });
    record({ what: 'one source 10 times slower', hedging, ...rounded(await run(200)) });
    await gateway.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  for (const server of servers) await turn(server, {});
}

/** Orders, over the database that was filled before. */
async function measureLedger(marketplaces: Record<string, string>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pasar-bench-'));
  const databaseUrl = `${POSTGRES}/pasar_bench`;
  const gateway = startProcess('gateway/main.ts', [], {
    ...marketplaces,
    PORT: '0',
    PASAR_DATA_DIR: dataDir,
    PASAR_LOG_LEVEL: 'error',
    DATABASE_URL: databaseUrl,
  });
  const url = await addressOf(gateway);
  await measureOrders({ url, pid: gateway.child.pid ?? 0, dataDir, databaseUrl, marketplaces, record });
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function freshDatabase(): Promise<string> {
  const client = new Client({ connectionString: `${POSTGRES}/postgres` });
  await client.connect();
  await client.query('drop database if exists pasar_bench');
  await client.query('create database pasar_bench');
  await client.end();
  return `${POSTGRES}/pasar_bench`;
}

/** The index that was filled before, in a database of its own. */
async function copyOfIndex(): Promise<string> {
  const client = new Client({ connectionString: `${POSTGRES}/postgres` });
  await client.connect();
  await client.query('drop database if exists pasar_bench_partners');
  await client.query('create database pasar_bench_partners template pasar_bench');
  await client.end();
  return `${POSTGRES}/pasar_bench_partners`;
}

function since(started: number): number {
  return Math.round((performance.now() - started) / 10) / 100;
}

async function main(): Promise<void> {
  const memory = Math.round(totalmem() / 2 ** 30);
  record({
    what: 'machine',
    cores: cpus().length,
    model: cpus()[0]?.model,
    memoryGiB: memory,
    node: process.version,
    scale: SCALE,
  });
  const sandbox = startProcess('adapters/sandbox/main.ts', [], { PASAR_SANDBOX_SCALE: SCALE });
  const marketplaces = await environmentFrom(sandbox);
  try {
    for (const database of ['PGlite', 'PostgreSQL'] as const) await measure(database, marketplaces);
    await measureSlowSource(marketplaces);
    await measureLedger(marketplaces);
    await measurePartners({ marketplaces, databaseUrl: await copyOfIndex(), record });
    await measureEngines(record);
    record({ what: 'µs of CPU per read of 20 offers', ...(await measureOverhead()) });
  } finally {
    await sandbox.stop();
  }
  console.table(rows.slice(1));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
