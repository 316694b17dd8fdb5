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
  /** For the best plan of one operation. */
  readonly bestMs: number;
  /** For its first. */
  readonly firstMs: number;
  /** How long nothing is compared after one that had no best plan in time. */
  readonly restMs: number;
  now?(): number;
}

export interface BestOrFirstPlan {
  readonly plan: PlanOperation;
  /** For an operation that is known to have no best plan in time. */
  readonly firstPlan: PlanOperation;
}

/**
 * It is while it compares that the planner goes in circles: an `@interfaceObject` that two subgraphs lead to, and a
 * field of it that requires another, are enough. The first plan that it finds answers such an operation as well,
 * perhaps with more fetches. No one can make everyone else wait for that again and again: for a while after it,
 * whatever has no plan yet gets its first one. Both throw `PlanningTookTooLong` where there is not even that.
 */
export function createBestOrFirstPlan(
  planners: Planners,
  { bestMs, firstMs, restMs, now = () => performance.now() }: PlanningTimes,
): BestOrFirstPlan {
  const planBest = createPlanInTime(planners.best, bestMs);
  let planFirst: PlanOperation | null = null;
  let restsUntil = -Infinity;
  const first: PlanOperation = (document, operationName) => {
    planFirst ??= createPlanInTime(planners.first, firstMs);
    return planFirst(document, operationName);
  };
  const firstPlan: PlanOperation = (...asked) => ({ ...first(...asked), whyFirst: 'ENDLESS' });
  return {
    firstPlan,
    plan(document, operationName) {
      if (now() < restsUntil) return { ...first(document, operationName), whyFirst: 'IN_A_HURRY' };
      try {
        return planBest(document, operationName);
      } catch (error) {
        if (!(error instanceof PlanningTookTooLong)) throw error;
        restsUntil = now() + restMs;
        log.warn(
          { operationName, restMs },
          'an operation gets the first plan; so does what is new for a while',
        );
        return firstPlan(document, operationName);
      }
    },
  };
}
