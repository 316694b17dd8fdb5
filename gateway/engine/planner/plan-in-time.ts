import { createContext, Script } from 'node:vm';
import { log } from '../../../subgraphs/telemetry/log';
import type { PlanOperation } from './operation-plan';

type Planning<Plan> = (...asked: Parameters<PlanOperation>) => Plan;

/** Planning was ended; the operation has no plan. */
export class PlanningTookTooLong extends Error {}

/**
 * Plans operations, none for longer than it is given. Of a few, of those with `@defer` more often, Apollo's planner
 * makes fetches that depend on each other in a circle, and follows them until memory ends: one client's operation
 * would end the process. A planner that was interrupted is not used any more.
 * Throws `PlanningTookTooLong`, and what the planner throws.
 */
export function createPlanInTime<Plan>(create: () => Planning<Plan>, withinMs: number): Planning<Plan> {
  let plan: Planning<Plan> | null = create();
  return (document, operationName) => {
    const planner = (plan ??= create());
    try {
      return within(withinMs, () => planner(document, operationName));
    } catch (error) {
      if (!isTimeout(error)) throw error;
      plan = null;
      log.warn({ withinMs, operationName }, 'planning an operation took too long and was ended');
      throw new PlanningTookTooLong('planning took too long');
    }
  };
}

const RUN = new Script('run()');
/** What it runs is a function of ours, with our own globals. */
const CONTEXT: { run: (() => unknown) | null } = { run: null };
createContext(CONTEXT);

/** Ends what has not returned in time: nothing else stops a loop in this thread. */
function within<T>(ms: number, run: () => T): T {
  CONTEXT.run = run;
  try {
    return RUN.runInContext(CONTEXT, { timeout: ms }) as T;
  } finally {
    CONTEXT.run = null;
  }
}

const isTimeout = (error: unknown): boolean =>
  (error as Partial<NodeJS.ErrnoException> | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
