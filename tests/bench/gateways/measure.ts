import { load, rssMbOf, type LoadResult } from '../load';
import type { Workload } from './operations';
import type { RunningGateway } from './start-all';

/** How long and how often is measured. */
export interface Effort {
  readonly rounds: number;
  readonly warmUpSeconds: number;
  readonly roundSeconds: number;
}

export const FULL: Effort = { rounds: 9, warmUpSeconds: 5, roundSeconds: 0.8 };
export const QUICK: Effort = { rounds: 3, warmUpSeconds: 2, roundSeconds: 0.6 };

const CONCURRENCIES = [1, 16] as const;
const WARM_UP_CONCURRENCY = 4;
/** However slow the machine is at the moment. */
const WARM_UP_REQUESTS = 300;

export interface Row {
  readonly workload: string;
  readonly concurrency: number;
  readonly gateway: string;
  readonly singleFlight: string;
  readonly cpuMs: number;
  /** In the round that the rest of the machine disturbed least. */
  readonly leastCpuMs: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly rssMb: number;
  /** Requests to subgraphs per operation. */
  readonly fetches: number;
}

/** What one gateway did at one concurrency. */
interface Series {
  readonly gateway: RunningGateway;
  readonly concurrency: number;
  readonly results: LoadResult[];
  count: number;
  fetches: number;
}

/** Measures gateways in turns, so that what else the machine does hits all of them alike; medians of the rounds. */
export async function measure(
  running: readonly RunningGateway[],
  workload: Workload,
  effort: Effort,
  subgraphRequests: () => Promise<number>,
): Promise<Row[]> {
  const series = running.flatMap((gateway) =>
    CONCURRENCIES.map((concurrency): Series => ({ gateway, concurrency, results: [], count: 0, fetches: 0 })),
  );
  for (const { gateway } of series.filter(({ concurrency }) => concurrency === 1))
    await warmUp(gateway, workload, effort.warmUpSeconds);
  for (const one of series) one.count = await countFor(one, workload, effort.roundSeconds);
  for (let round = 0; round < effort.rounds; round += 1)
    for (const one of turned(series, round * CONCURRENCIES.length)) {
      const before = await subgraphRequests();
      one.results.push(await send(one.gateway, workload, one.concurrency, one.count));
      one.fetches += (await subgraphRequests()) - before;
    }
  return series.map(({ gateway, concurrency, results, count, fetches }) => ({
    workload: workload.name,
    concurrency,
    gateway: gateway.gateway.name,
    singleFlight: gateway.gateway.singleFlight,
    cpuMs: median(results.map(({ cpuMs }) => cpuMs ?? 0)),
    leastCpuMs: Math.min(...results.map(({ cpuMs }) => cpuMs ?? 0)),
    perSecond: median(results.map(({ perSecond }) => perSecond)),
    p50: median(results.map(({ p50 }) => p50)),
    p95: median(results.map(({ p95 }) => p95)),
    rssMb: rssMbOf(gateway.pid) ?? 0,
    fetches: fetches / (count * results.length),
  }));
}

/** Until plans are kept and the code is compiled. */
async function warmUp(gateway: RunningGateway, workload: Workload, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  const count = Math.max(WARM_UP_REQUESTS, workload.operations.length);
  do await send(gateway, workload, WARM_UP_CONCURRENCY, count);
  while (performance.now() < end);
}

/** How many requests fill a round: each of the operations as often as the others. */
async function countFor(
  { gateway, concurrency }: Series,
  workload: Workload,
  seconds: number,
): Promise<number> {
  const cycle = Math.max(workload.operations.length, 32);
  const { perSecond } = await send(gateway, workload, concurrency, cycle);
  return Math.max(1, Math.round((perSecond * seconds) / cycle)) * cycle;
}

function send(
  { url, pid }: RunningGateway,
  { operations }: Workload,
  concurrency: number,
  count: number,
): Promise<LoadResult> {
  return load({ url, pid, concurrency, count }, (index) => operations[index % operations.length]);
}

/** The same, beginning with another one. */
function turned<T>(items: readonly T[], by: number): readonly T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
