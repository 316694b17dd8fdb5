import { LRUCache } from 'lru-cache';
import type { PreparedOperation } from './prepare-operation';
import type { GatewayRequest } from '../../subgraphs/http/executor';

/** What the plans of one supergraph may take: thousands of a portal's, however many are sent once and never again. */
const BYTES_KEPT = 64 * 1024 * 1024;

export interface PlanCache {
  /** The operation of a request, prepared now if it isn't yet. */
  get(request: GatewayRequest, prepare: () => PreparedOperation): PreparedOperation;
}

/** Keeps prepared operations by their text and name, within a number of bytes. */
export function createPlanCache(bytesKept = BYTES_KEPT): PlanCache {
  const plans = new LRUCache<string, PreparedOperation>({
    maxSize: bytesKept,
    sizeCalculation: ({ bytes }) => bytes,
  });
  return {
    get({ queryHash, request: { operationName } }, prepare) {
      // A name holds no blank, so that no two operations have the same key.
      const key = operationName === undefined ? queryHash : `${queryHash} ${operationName}`;
      const known = plans.get(key);
      if (known) return known;
      const prepared = prepare();
      plans.set(key, prepared);
      return prepared;
    },
  };
}
