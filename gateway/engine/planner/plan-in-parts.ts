import { createContext, Script } from 'node:vm';
import { log } from '../../../subgraphs/telemetry/log';
import type { PlanOperation } from './operation-plan';

/** Far above what planning takes, on a busy machine too, and no longer than everyone else can wait for it. */
const WITHIN_MS = 1_000;
/** How long nothing is planned in parts after that. */
const REST_MS = 60_000;

/** Nothing is planned in parts for now: what has no plan yet is answered in one. */
export class PlannerRests extends Error {}

/** Null for an operation that can't be planned in parts; throws `PlannerRests`. */
export type PlanInParts = (...asked: Parameters<PlanOperation>) => ReturnType<PlanOperation> | null;

/**
 * Plans operations with `@defer`. Of some of them the planner makes a graph of fetches that depend on each other
 * in a circle, and follows it for ever; of others it can't say what of an interface's types is deferred. So that
 * no one can bring the process to a stop, planning is ended when it takes too long, and not tried again for a
 * while. The planner that was interrupted is not used any more.
 */
export function createPlanInParts(
  create: () => PlanOperation,
  {
    withinMs = WITHIN_MS,
    restMs = REST_MS,
    now = () => performance.now(),
  }: { readonly withinMs?: number; readonly restMs?: number; readonly now?: () => number } = {},
): PlanInParts {
  let plan: PlanOperation | null = null;
  let restsUntil = -Infinity;
  return (document, operationName) => {
    if (now() < restsUntil) throw new PlannerRests('the planner rests from parts');
    const planner = (plan ??= create());
    try {
      return within(withinMs, () => planner(document, operationName));
    } catch (error) {
      if (isTimeout(error)) {
        plan = null;
        restsUntil = now() + restMs;
        log.warn({ withinMs, restMs }, 'planning an answer in parts took too long');
      } else log.debug({ reason: String(error) }, 'an operation can not be planned in parts');
      return null;
    }
  };
}

const RUN = new Script('run()');

/** Ends what has not returned in time: nothing else stops a loop in this thread. */
function within<T>(ms: number, run: () => T): T {
  return RUN.runInContext(createContext({ run }), { timeout: ms }) as T;
}

const isTimeout = (error: unknown): boolean =>
  (error as Partial<NodeJS.ErrnoException> | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
