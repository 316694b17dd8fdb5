import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { isIndexed, readiness } from '../support/graphql-client';
import { addressOf, environmentFrom, startProcess } from '../support/processes';
import { until } from '../support/until';
import { load, rssMbOf } from './load';
import { filteredSearch, livePage, openSearch, textSearch } from './queries';

/**
 * `npm run bench`: what Pasar costs on this machine, one JSON line a measurement and a table at the end.
 * The sandbox runs beside the gateway as a process of its own, as marketplaces would.
 */
const SCALE = process.argv[2] ?? '1';
const POSTGRES = 'postgres://postgres@127.0.0.1:5432';

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
  const environment: Record<string, string> = { ...marketplaces, PORT: '0', PASAR_DATA_DIR: dataDir };
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
    ['live page of 20 offers', livePage, 300],
  ] as const;
  for (const [what, body, count] of cases) {
    await load({ url, pid, concurrency: 4, count: 60 }, body); // caches of plans and pages are warm, as in a running service
    for (const concurrency of [1, 16]) {
      const result = await load({ url, pid, concurrency, count }, body);
      record({ database, what, concurrency, ...rounded(result) });
    }
  }
  record({ database, what: 'gateway process after load', rssMb: Math.round(rssMbOf(pid) ?? 0) });
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

function since(started: number): number {
  return Math.round((performance.now() - started) / 10) / 100;
}

function rounded(result: object): object {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => [
      name,
      value === null ? null : Math.round(Number(value) * 10) / 10,
    ]),
  );
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
  } finally {
    await sandbox.stop();
  }
  console.table(rows.slice(1));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
