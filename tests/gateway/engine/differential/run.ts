import { parseArgs } from 'node:util';
import { keepTelemetryHome } from '../../../../gateway/supergraph/config';
import { describeDifference } from './describe-difference';
import { engineUnderTest } from './engine-under-test';
import { runDifferential, type DifferentialReport } from './run-differential';

/**
 * `npm run differential -- --seed N --operations M`: the engine against the reference, over graphs and
 * operations of chance. Ends with 1 at the first difference, and says all that is needed to see it again.
 * `--skip G` begins behind the first G graphs.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    operations: { type: 'string', default: '20000' },
    skip: { type: 'string', default: '0' },
  },
});
const SEED = Number(values.seed);
const OPERATIONS = Number(values.operations);
/** Graphs between two lines of progress. */
const PROGRESS_EVERY = 20;

function progress({ graphs, operations, requests }: DifferentialReport): void {
  if (graphs % PROGRESS_EVERY === 0)
    process.stdout.write(`${graphs} graphs, ${operations} operations, ${requests} requests\n`);
}

async function main(): Promise<void> {
  keepTelemetryHome();
  process.stdout.write(`seed ${SEED}, ${OPERATIONS} operations\n`);
  const start = performance.now();
  const report = await runDifferential(engineUnderTest, {
    seed: SEED,
    operations: OPERATIONS,
    skip: Number(values.skip),
    onGraph: progress,
  });
  const { plans, exempt, difference, ...counts } = report;
  const seconds = (performance.now() - start) / 1_000;
  console.table({
    ...counts,
    seconds: Math.round(seconds),
    'operations/s': Math.round(counts.operations / seconds),
  });
  console.table(Object.fromEntries(exempt));
  console.table(Object.fromEntries([...plans].sort(([, a], [, b]) => b - a)));
  if (!difference) return;
  process.stdout.write(
    `${describeDifference(difference)}\n\n# Again: --seed ${SEED} --skip ${counts.graphs - 1}\n`,
  );
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(`seed ${SEED}`, error);
  process.exit(1);
});
