import type { Cache } from './cache';
import { createMemoryCache } from './memory-cache';
import { createRedisCache, type RedisCacheOptions } from './redis-cache';

/** The cache of a process: Redis where there is one, else, and while that is away, its own memory. */
export function createCache(redisUrl: string | null, onState: RedisCacheOptions['onState']): Cache {
  const memory = createMemoryCache();
  return redisUrl === null ? memory : withStandIn(createRedisCache({ url: redisUrl, onState }), memory);
}

/** Without it an outage of the cache would send all its readers to the marketplaces. */
export function withStandIn(cache: Cache, standIn: Cache): Cache {
  const current = (): Cache => (cache.isUp() ? cache : standIn);
  return {
    get: (keys) => current().get(keys),
    set: (entries) => current().set(entries),
    isUp: () => cache.isUp(),
    close: async () => {
      await Promise.all([cache.close(), standIn.close()]);
    },
  };
}
