import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { rounded } from '../load';
import { compareAnswers } from './compare-answers';
import { gateways, isPeer } from './gateways';
import { installPeers, peerVersions } from './peers';
import { FULL, QUICK, measure, type Row } from './measure';
import { workloads, type Workload } from './operations';
import { withAllStarted } from './start-all';

/**
 * `npm run bench:gateways -- [--only NAME,…] [--workload NAME,…] [--quick]`: federation gateways side by side over
 * the same subgraphs, one JSON line a measurement and a table at the end.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, workload: { type: 'string' }, quick: { type: 'boolean' } },
  });
  const chosen = choose(gateways, values.only);
  const effort = values.quick === true ? QUICK : FULL;
  const withPeers = chosen.some(isPeer);
  if (withPeers) installPeers();
  const machine = { machine: cpus()[0]?.model, cores: cpus().length, node: process.version };
  print({ ...machine, ...(withPeers ? peerVersions() : {}) });
  const rows: Row[] = [];
  await withAllStarted(chosen, async (running, subgraphRequests) => {
    for (const workload of choose<Workload>(workloads, values.workload)) {
      print({
        workload: workload.name,
        answerKb: Math.round((await compareAnswers(running, workload)) * 10) / 10,
      });
      for (const row of await measure(running, workload, effort, subgraphRequests)) {
        rows.push(row);
        print(readable(row));
      }
    }
  });
  console.table(rows.map(readable));
}

/** Those that are named, or all. */
function choose<T extends { readonly name: string }>(
  all: readonly T[],
  names: string | undefined,
): readonly T[] {
  if (names === undefined) return all;
  const wanted = names.split(',');
  const unknown = wanted.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is none of ${[...new Set(all.map(({ name }) => name))].join(', ')}`);
  return all.filter(({ name }) => wanted.includes(name));
}

/** The little that a read costs has two places after the point. */
function readable({ workload, gateway, singleFlight, cpuMs, leastCpuMs, ...numbers }: Row): object {
  const cpu = { cpuMs: twoPlaces(cpuMs), leastCpuMs: twoPlaces(leastCpuMs) };
  return { workload, gateway, singleFlight, ...cpu, ...rounded(numbers) };
}

function twoPlaces(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
