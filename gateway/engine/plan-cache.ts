import { LRUCache } from 'lru-cache';
import { PlanningTookTooLong } from './planner/plan-in-time';
import type { PreparedOperation } from './prepare-operation';
import type { GatewayRequest } from '../../subgraphs/http/executor';

/** What the plans of one supergraph may take: thousands of a portal's, however many are sent once and never again. */
const BYTES_KEPT = 64 * 1024 * 1024;

export interface PlanCache {
  /** The operation of a request, prepared now if it isn't yet. What took too long to plan fails at once for a while. */
  get(request: GatewayRequest, prepare: (key: string) => PreparedOperation): PreparedOperation;
}

/** Operations whose planning took too long: how many are known, and for how long they aren't planned again. */
const UNPLANNED = { max: 1_000, ttl: 60_000 };

/** How long a plan is kept that was made in a hurry. */
const HURRIED_MS = 600_000;

/** Keeps prepared operations by their text and name, within a number of bytes. */
export function createPlanCache({
  bytesKept = BYTES_KEPT,
  clock = performance,
}: { readonly bytesKept?: number; readonly clock?: { now(): number } } = {}): PlanCache {
  // Each look at the time is one: their own would hold on to it for a turn of the event loop.
  const time = { perf: clock, ttlResolution: 0 };
  const unplanned = new LRUCache<string, PlanningTookTooLong>({ ...UNPLANNED, ...time });
  const plans = new LRUCache<string, PreparedOperation>({
    ...time,
    maxSize: bytesKept,
    sizeCalculation: ({ bytes }) => bytes,
  });
  return {
    get({ queryHash, request: { operationName } }, prepare) {
      // A name holds no blank, so that no two operations have the same key.
      const key = operationName === undefined ? queryHash : `${queryHash} ${operationName}`;
      const known = plans.get(key);
      if (known) return known;
      const refused = unplanned.get(key);
      if (refused) throw refused;
      try {
        const prepared = prepare(key);
        plans.set(key, prepared, prepared.whyFirst === 'IN_A_HURRY' ? { ttl: HURRIED_MS } : {});
        return prepared;
      } catch (error) {
        if (error instanceof PlanningTookTooLong) unplanned.set(key, error);
        throw error;
      }
    },
  };
}
