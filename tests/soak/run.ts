import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isIndexed } from '../support/graphql-client';
import { addressOf, environmentFrom, startProcess } from '../support/processes';
import { createRedis, HAS_REDIS } from '../support/redis';
import { until } from '../support/until';
import { FAULTS, turn } from './faults';
import { send, type Outcome } from './traffic';

/**
 * `npm run soak -- MINUTES`: mixed traffic while marketplaces fail in turn and the cache comes and goes.
 * Ends with 1 when an answer failed that nothing here was to blame for, when the heap kept growing, or
 * when the process did not get well after the last fault.
 */
const MINUTES = Number(process.argv[2] ?? 5);
const CLIENTS = 6;
const DEADLINE_MS = 1_000;
const FAULT_EVERY_MS = 4_000;
const SAMPLE_EVERY_MS = 1_000;
/** Memory is judged after this share of the time, when caches have filled. */
const WARM_UP = 0.4;
/** Between the first and the last fifth of what is left, least against least. */
const MOST_GROWTH_MB = 40;

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pasar-soak-'));
  const redis = HAS_REDIS ? await createRedis() : null;
  await redis?.start();
  const sandbox = startProcess('adapters/sandbox/main.ts', [], { PASAR_SANDBOX_SCALE: '0.05' });
  const marketplaces = await environmentFrom(sandbox);
  const gateway = startProcess('gateway/main.ts', [], {
    ...marketplaces,
    PORT: '0',
    PASAR_DATA_DIR: dataDir,
    PASAR_DEADLINE_MS: String(DEADLINE_MS),
    PASAR_LOG_LEVEL: 'error',
    ...(redis ? { REDIS_URL: redis.url } : {}),
  });
  const url = await addressOf(gateway);
  await until(() => isIndexed(url), 120_000);
  const servers = [
    marketplaces['PASAR_JATIM_BEJO_URL'],
    marketplaces['PASAR_MBIZ_URL'],
    marketplaces['PASAR_EKATALOG_MASTER_URL'],
  ].map((address) => new URL(address ?? '').origin);

  const end = Date.now() + MINUTES * 60_000;
  const running = (): boolean => Date.now() < end;
  const outcomes: Outcome[] = [];
  const heap: number[] = [];

  async function client(first: number): Promise<void> {
    for (let i = first; running(); i += CLIENTS) {
      const outcome = await send(url, i);
      outcomes.push(outcome);
      if (outcome.problem !== null) process.stdout.write(`FAILED ${JSON.stringify(outcome)}\n`);
    }
  }
  async function breakThings(): Promise<void> {
    for (let i = 0; running(); i++) {
      const server = servers[i % servers.length] ?? '';
      const [name, knobs] = FAULTS[i % FAULTS.length] ?? ['', {}];
      process.stdout.write(`${new Date().toISOString()} ${server}: ${name}; ${outcomes.length} answers\n`);
      await turn(server, knobs);
      if (redis && i % 5 === 2) await redis.kill();
      await wait(FAULT_EVERY_MS);
      if (redis && i % 5 === 2) await redis.start();
      await turn(server, {});
    }
  }
  async function watch(): Promise<void> {
    for (; running(); await wait(SAMPLE_EVERY_MS))
      heap.push((await metric(url, 'nodejs_heap_size_used_bytes')) / 2 ** 20);
  }
  await Promise.all([...Array.from({ length: CLIENTS }, (_, i) => client(i)), breakThings(), watch()]);

  for (const server of servers) await turn(server, {});
  const isWell = async (): Promise<boolean> => {
    await send(url, 1);
    const text = await (await fetch(`${url}/metrics`)).text();
    return (text.match(/^pasar_source_state\{[^}]*state="CLOSED"\} 1$/gm)?.length ?? 0) === 3;
  };
  const recovered = await until(isWell, 60_000).then(
    () => true,
    () => false,
  );
  await until(async () => (await metric(url, 'pasar_http_requests_in_flight')) === 0);
  await gateway.stop();
  await sandbox.stop();
  await redis?.kill();
  rmSync(dataDir, { recursive: true, force: true });
  report(outcomes, heap, recovered);
}

function report(outcomes: readonly Outcome[], heap: readonly number[], recovered: boolean): void {
  const answered = outcomes.filter(({ kind }) => kind === 'answered');
  const failed = outcomes.filter(({ kind }) => kind === 'failed').length;
  const times = answered.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const quantile = (share: number): number => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
  const warm = heap.slice(Math.floor(heap.length * WARM_UP));
  const fifth = Math.max(1, Math.floor(warm.length / 5));
  const growthMb = Math.min(...warm.slice(-fifth)) - Math.min(...warm.slice(0, fifth));
  const verdicts = {
    'no answer failed': failed === 0,
    'the heap stayed': growthMb <= MOST_GROWTH_MB,
    'all circuits closed again': recovered,
  };
  console.table({
    minutes: MINUTES,
    answered: answered.length,
    left: outcomes.filter(({ kind }) => kind === 'left').length,
    failed,
    'with errors beside data': answered.filter(({ codes }) => codes.length > 0).length,
    'p50 ms': quantile(0.5),
    'p99 ms': quantile(0.99),
    'longest ms': quantile(1),
    'heap, least MB of the first and last fifth': `${Math.round(Math.min(...warm.slice(0, fifth)))} → ${Math.round(Math.min(...warm.slice(-fifth)))}`,
    ...verdicts,
  });
  if (Object.values(verdicts).includes(false)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
