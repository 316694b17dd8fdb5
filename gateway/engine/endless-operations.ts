import { LRUCache } from 'lru-cache';

/**
 * Operations over which the planner did not come to an end, by the key of their plans. They get the first plan at
 * once, from the next supergraph's planner as well: what was asked for lately is planned again before that is served.
 */
export interface EndlessOperations {
  has(key: string): boolean;
  add(key: string): void;
}

/** How many are known, and when they are tried again: another supergraph may have a way out of the circle. */
const KNOWN = { max: 1_000, ttl: 3_600_000 };

export function createEndlessOperations(): EndlessOperations {
  const known = new LRUCache<string, true>(KNOWN);
  return { has: (key) => known.has(key), add: (key) => void known.set(key, true) };
}
