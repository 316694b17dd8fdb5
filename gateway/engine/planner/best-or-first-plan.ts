import { log } from '../../../subgraphs/telemetry/log';
import type { PlanOperation } from './operation-plan';
import { createPlanInTime, PlanningTookTooLong } from './plan-in-time';

export interface Planners {
  /** Compares the alternatives of a plan by what they cost. */
  best(): PlanOperation;
  /** Takes the first of them. */
  first(): PlanOperation;
}

export interface PlanningTimes {
  /** For one operation. */
  readonly withinMs: number;
  /** How long nothing is compared after that. */
  readonly restMs: number;
  now?(): number;
}

/**
 * It is while it compares that the planner goes in circles: an `@interfaceObject` that two subgraphs lead to, and a
 * field of it that requires another, are enough. The first plan that it finds answers such an operation as well,
 * perhaps with more fetches. No one can make everyone else wait again and again: for a while after that, whatever
 * has no plan yet gets its first one, for the time being.
 */
export function createBestOrFirstPlan(
  planners: Planners,
  { withinMs, restMs, now = () => performance.now() }: PlanningTimes,
): PlanOperation {
  const planBest = createPlanInTime(planners.best, withinMs);
  let planFirst: PlanOperation | null = null;
  let restsUntil = -Infinity;
  return (document, operationName) => {
    const first: PlanOperation = (...asked) =>
      (planFirst ??= createPlanInTime(planners.first, withinMs))(...asked);
    if (now() < restsUntil) return { ...first(document, operationName), isProvisional: true };
    try {
      return planBest(document, operationName);
    } catch (error) {
      if (!(error instanceof PlanningTookTooLong)) throw error;
      restsUntil = now() + restMs;
      log.warn(
        { operationName, restMs },
        'an operation gets the first plan; so does what is new for a while',
      );
      return first(document, operationName);
    }
  };
}
