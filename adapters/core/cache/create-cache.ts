import type { Cache } from './cache';
import { createMemoryCache } from './memory-cache';
import { createRedisCache, type RedisCacheOptions } from './redis-cache';

/** The cache of a process: Redis where there is one, else, and while that is away, its own memory. */
export function createCache(redisUrl: string | null, onState: RedisCacheOptions['onState']): Cache {
  const memory = createMemoryCache();
  return redisUrl === null ? memory : withStandIn(createRedisCache({ url: redisUrl, onState }), memory);
}

/**
 * Without it an outage of the cache would send all its readers to the marketplaces. The stand-in is kept
 * up to date all the time, for no one knows when it is needed, and fills in what the cache lost.
 */
export function withStandIn(cache: Cache, standIn: Cache): Cache {
  return {
    async get(keys) {
      const [shared, own] = await Promise.all([
        cache.isUp() ? cache.get(keys) : keys.map(() => null),
        standIn.get(keys),
      ]);
      return keys.map((_, i) => shared[i] ?? own[i] ?? null);
    },
    async set(entries) {
      await Promise.all([cache.set(entries), standIn.set(entries)]);
    },
    isUp: () => cache.isUp(),
    close: async () => {
      await Promise.all([cache.close(), standIn.close()]);
    },
  };
}
