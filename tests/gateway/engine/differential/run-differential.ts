import type { Exemption } from './answers/exemptions';
import { openBoth, type BothEngines, type Comparison } from './ask-both';
import { referenceEngine, type OpenEngine } from './engine';
import type { Question, Variables } from './engine-request';
import { federatedGraph, type FederatedGraph } from './federated-graph';
import { drawOperation } from './operation/draw-operation';
import { countPlan, type PlanCoverage } from './plan-coverage';
import { createRandom, type Random } from './random';
import { shrinkQuestion } from './shrink-question';

export interface Difference {
  readonly graph: FederatedGraph;
  readonly question: Question;
  readonly variables: Variables;
  readonly comparison: Comparison;
}

export interface DifferentialReport {
  readonly seed: number;
  graphs: number;
  notComposed: number;
  operations: number;
  notValid: number;
  requests: number;
  withErrors: number;
  withData: number;
  withValueCompletion: number;
  inParts: number;
  fetches: number;
  /** Questions whose answers differed, for a reason that is known. */
  readonly exempt: Map<Exemption, number>;
  readonly plans: PlanCoverage;
  difference: Difference | null;
}

const OPERATIONS_PER_GRAPH = 50;

/** Holds an engine to the reference over operations of chance, up to the first difference. */
export async function runDifferential(
  engine: OpenEngine,
  {
    seed,
    operations,
    skip = 0,
    onGraph,
  }: {
    seed: number;
    operations: number;
    /** Graphs at the start that were seen before: they are drawn, and not asked. */
    skip?: number;
    onGraph?: (report: DifferentialReport) => void;
  },
): Promise<DifferentialReport> {
  const random = createRandom(seed);
  const report = emptyReport(seed);
  const reference = referenceEngine((plan) => countPlan(plan, report.plans));
  while (report.operations < operations && report.difference === null) {
    const graph = federatedGraph(random.int(2 ** 31));
    if (graph === null) {
      report.notComposed += 1;
      continue;
    }
    report.graphs += 1;
    const own = random.fork();
    if (report.graphs <= skip) continue;
    const both = await openBoth(graph, { engine, reference });
    const wanted = Math.min(OPERATIONS_PER_GRAPH, operations - report.operations);
    await askOperations({ graph, both, wanted, random: own }, report);
    await both.stop();
    onGraph?.(report);
  }
  return report;
}

interface Asking {
  readonly graph: FederatedGraph;
  readonly both: BothEngines;
  readonly wanted: number;
  readonly random: Random;
}

async function askOperations(
  { graph, both, wanted, random }: Asking,
  report: DifferentialReport,
): Promise<void> {
  for (let asked = 0; asked < wanted;) {
    const drawn = drawOperation(random.fork(), both.apiSchema);
    if (drawn === null) {
      report.notValid += 1;
      continue;
    }
    asked += 1;
    report.operations += 1;
    for (const variables of drawn.variableSets) {
      const comparison = await both.ask(drawn, variables);
      count(comparison, report);
      // The engine compares no plans for a while, and asks for more than the reference does.
      if (comparison.exemption === 'NOT_PLANNED_IN_TIME') return;
      if (comparison.differences.length === 0) continue;
      const shrunk = await shrinkQuestion(drawn, variables, both);
      report.difference = { graph, ...shrunk };
      return;
    }
  }
}

function count(
  { reference: { answer, fetched }, isInParts, exemption }: Comparison,
  report: DifferentialReport,
): void {
  report.requests += 1;
  if (exemption) report.exempt.set(exemption, (report.exempt.get(exemption) ?? 0) + 1);
  report.fetches += fetched.length;
  if (isInParts) report.inParts += 1;
  if (answer.errors.length > 0) report.withErrors += 1;
  if (answer.data !== null && answer.data !== 'null') report.withData += 1;
  if (answer.valueCompletion.length > 0) report.withValueCompletion += 1;
}

function emptyReport(seed: number): DifferentialReport {
  const counts = {
    graphs: 0,
    notComposed: 0,
    operations: 0,
    notValid: 0,
    requests: 0,
    fetches: 0,
  };
  const answers = { withErrors: 0, withData: 0, withValueCompletion: 0, inParts: 0 };
  return { seed, ...counts, ...answers, exempt: new Map(), plans: new Map(), difference: null };
}
