import { log } from '../../../subgraphs/telemetry/log';
import type { PlanOperation } from './operation-plan';
import { createPlanInTime, PlanningTookTooLong } from './plan-in-time';

/** Far above what planning takes, on a busy machine too, and no longer than everyone else can wait for it. */
const WITHIN_MS = 1_000;
/** How long nothing is planned in parts after that. */
const REST_MS = 60_000;

/** Nothing is planned in parts for now: what has no plan yet is answered in one. */
export class PlannerRests extends Error {}

/** Null for an operation that can't be planned in parts; throws `PlannerRests`. */
export type PlanInParts = (...asked: Parameters<PlanOperation>) => ReturnType<PlanOperation> | null;

/**
 * Plans operations with `@defer`. With some the planner does not come to an end; of others it can't say what of an
 * interface's types is deferred. There is an answer in one for all of them, so that nobody has to wait for such a
 * planning twice: after one that took too long none is tried for a while.
 */
export function createPlanInParts(
  create: () => PlanOperation,
  {
    withinMs = WITHIN_MS,
    restMs = REST_MS,
    now = () => performance.now(),
  }: { readonly withinMs?: number; readonly restMs?: number; readonly now?: () => number } = {},
): PlanInParts {
  let planInTime: PlanOperation | null = null;
  let restsUntil = -Infinity;
  return (document, operationName) => {
    if (now() < restsUntil) throw new PlannerRests('the planner rests from parts');
    const plan = (planInTime ??= createPlanInTime(create, withinMs));
    try {
      return plan(document, operationName);
    } catch (error) {
      if (error instanceof PlanningTookTooLong) {
        restsUntil = now() + restMs;
        log.warn({ restMs }, 'nothing is planned in parts for a while');
      } else log.debug({ reason: String(error) }, 'an operation can not be planned in parts');
      return null;
    }
  };
}
