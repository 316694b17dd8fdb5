import { LRUCache } from 'lru-cache';
import type { Cache } from './cache';

/** Some 15,000 offers. What was used least lately goes first. */
const MAX_BYTES = 32 * 1024 * 1024;
/** A text's bookkeeping, roughly. */
const OVERHEAD_BYTES = 100;

/** A cache of this process alone. */
export function createMemoryCache({
  maxBytes = MAX_BYTES,
  now = Date.now,
}: { maxBytes?: number; now?: () => number } = {}): Cache {
  const entries = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (value, key) => 2 * (value.length + key.length) + OVERHEAD_BYTES,
    ttlResolution: 0,
    perf: { now },
  });
  return {
    get: (keys) => Promise.resolve(keys.map((key) => entries.get(key) ?? null)),
    set(added) {
      for (const { key, value, timeToLiveMs } of added) entries.set(key, value, { ttl: timeToLiveMs });
      return Promise.resolve();
    },
    isUp: () => true,
    close() {
      entries.clear();
      return Promise.resolve();
    },
  };
}
