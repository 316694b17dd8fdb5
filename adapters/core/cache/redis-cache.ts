import Redis from 'ioredis';
import type { Cache } from './cache';

/** Everything of ours in a Redis that others may use as well. */
const PREFIX = 'pasar:';
/** A cache that takes longer is no faster than asking the marketplace. */
const COMMAND_TIMEOUT_MS = 150;
/** A connection that stays silent while commands wait is given up, and with it what waits. */
const SILENCE_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
const LONGEST_RECONNECT_MS = 3_000;
/** So many failures in a row, and it is left alone for a while. */
const FAILURES_BEFORE_AWAY = 10;
const SHUNNED_MS = 5_000;
/** Commands on their way; more are not sent, so that a slow Redis piles up nothing here. */
const MAX_PENDING = 500;

export interface RedisCacheOptions {
  readonly url: string;
  /** Told once per change: that it went away and why, or that it is back. */
  onState(state: 'UP' | 'AWAY', reason: string | null): void;
  /** How long an answer is waited for. */
  readonly commandTimeoutMs?: number;
}

/** A cache that all replicas share. */
export function createRedisCache({
  url,
  onState,
  commandTimeoutMs = COMMAND_TIMEOUT_MS,
}: RedisCacheOptions): Cache {
  let state: 'UP' | 'AWAY' | null = null;
  let pending = 0;
  let failures = 0;
  let shunnedUntil = 0;
  let closing = false;
  let lastError: string | null = null;
  const redis = new Redis(url, {
    keyPrefix: PREFIX,
    enableOfflineQueue: false, // while it is away commands fail at once, and none is kept
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: commandTimeoutMs,
    socketTimeout: SILENCE_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (tries) => Math.min(LONGEST_RECONNECT_MS, 50 * 2 ** Math.min(tries, 10)),
  });
  function change(next: 'UP' | 'AWAY', reason: string | null): void {
    if (closing || state === next) return;
    state = next;
    onState(next, reason);
  }
  redis.on('ready', () => {
    lastError = null;
    change('UP', null);
  });
  redis.on('error', (error: Error & { code?: string }) => {
    lastError = reasonOf(error);
  });
  redis.on('close', () => change('AWAY', lastError));

  function isUp(): boolean {
    return redis.status === 'ready' && Date.now() >= shunnedUntil;
  }

  /** The answer, or null where there is none in time. */
  async function ask<T>(send: () => Promise<T>): Promise<T | null> {
    if (!isUp() || pending >= MAX_PENDING) return null;
    pending += 1;
    try {
      const answer = await send();
      failures = 0;
      change('UP', null);
      return answer;
    } catch (error) {
      // Connected, but too slow, full or refusing: as good as away, and asked again after a while.
      if (++failures >= FAILURES_BEFORE_AWAY) {
        shunnedUntil = Date.now() + SHUNNED_MS;
        change('AWAY', reasonOf(error));
      }
      return null;
    } finally {
      pending -= 1;
    }
  }

  return {
    async get(keys) {
      if (keys.length === 0) return [];
      const values = await ask(() => redis.mget([...keys]));
      return values ?? keys.map(() => null);
    },
    async set(entries) {
      if (entries.length === 0) return;
      await ask(() => {
        const pipeline = redis.pipeline();
        for (const { key, value, timeToLiveMs } of entries)
          pipeline.set(key, value, 'PX', Math.max(1, Math.round(timeToLiveMs)));
        return pipeline.exec().then(firstFailure);
      });
    },
    isUp,
    close() {
      closing = true;
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

/** A pipeline succeeds as a whole even where each of its commands was refused. */
function firstFailure(results: [error: Error | null, result: unknown][] | null): void {
  const failed = results?.find(([error]) => error !== null);
  if (failed?.[0]) throw failed[0];
}

/** A code or Redis's own first word (`OOM`, `READONLY`); a whole message could name the host. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : (/^[A-Z]{3,20}\b/.exec(error.message)?.[0] ?? error.name);
}
