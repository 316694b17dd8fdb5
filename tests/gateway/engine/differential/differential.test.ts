import { keepTelemetryHome } from '../../../../gateway/supergraph/config';
import { describeDifference } from './describe-difference';
import type { Engine, OpenEngine } from './engine';
import { referenceEngine } from './engine';
import { engineUnderTest } from './engine-under-test';
import { runDifferential } from './run-differential';

const SEEDS = [1, 2, 3, 4];
const OPERATIONS = 120;
const BREAKING_SEED = 5;
/** Planning is what takes the time, and other tests may run beside it. */
const AMPLE_MS = 180_000;

beforeAll(() => keepTelemetryHome());

it.each(SEEDS)(
  'answers and asks as the reference does (seed %i)',
  async (seed) => {
    const report = await runDifferential(engineUnderTest, { seed, operations: OPERATIONS });
    const difference = report.difference && `seed ${seed}\n${describeDifference(report.difference)}`;
    expect(difference).toBeNull();
    expect(report.operations).toBe(OPERATIONS);
    // A run that sees nothing fails nowhere.
    expect(report.withData).toBeGreaterThan(OPERATIONS);
    expect(report.withErrors).toBeGreaterThan(OPERATIONS / 10);
    expect(report.inParts).toBeGreaterThan(OPERATIONS / 8);
    expect(report.notValid).toBeLessThan(OPERATIONS / 4);
    for (const kind of ['Sequence', 'Parallel', 'Flatten', 'Condition', 'Fetch of entities'])
      expect([kind, (report.plans.get(kind) ?? 0) > 0]).toEqual([kind, true]);
  },
  AMPLE_MS,
);

type Answer = Awaited<ReturnType<Engine['execute']>>;

/** The reference with a fault of its own. */
function broken(change: (answer: Answer) => Answer): OpenEngine {
  const open = referenceEngine();
  return async (sdl, dataSource) => {
    const engine = await open(sdl, dataSource);
    return { ...engine, execute: async (request) => change(await engine.execute(request)) };
  };
}

const withData = (answer: Answer, entries: (all: [string, unknown][]) => [string, unknown][]): Answer =>
  answer.data ? { ...answer, data: Object.fromEntries(entries(Object.entries(answer.data))) } : answer;

describe('the comparison notices an engine that', () => {
  it.each<[string, OpenEngine, RegExp]>([
    ['drops a field', broken((answer) => withData(answer, (all) => all.slice(1))), /data differ/],
    ['reorders keys', broken((answer) => withData(answer, (all) => all.reverse())), /keys are in no order/],
    [
      'loses an error',
      broken(({ errors, ...answer }) => ({ ...answer, ...(errors ? { errors: errors.slice(1) } : {}) })),
      /error of the reference alone/,
    ],
    [
      'loses what it completed',
      broken(({ extensions: _, ...answer }) => answer),
      /completion error of the reference alone/,
    ],
    [
      'asks a subgraph twice',
      (sdl, dataSource) =>
        referenceEngine()(sdl, (subgraph) => {
          const source = dataSource(subgraph);
          return { process: (request) => source.process(request).then(() => source.process(request)) };
        }),
      /asked 2 times instead of 1/,
    ],
  ])(
    '%s',
    async (_, engine, expected) => {
      const { difference } = await runDifferential(engine, { seed: BREAKING_SEED, operations: OPERATIONS });
      expect(difference && describeDifference(difference)).toMatch(expected);
    },
    AMPLE_MS,
  );
});
