import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { log } from '../telemetry/log';

/** News among processes: what changed, for whoever wants to know at once. The database is the truth. */
export interface News<T> {
  /** Tells of what stands in the database. Never fails. */
  publish(items: readonly T[]): void;
  /** Gives the function that ends it. */
  subscribe(listener: (item: T) => void): () => void;
  close(): Promise<void>;
}

export interface NewsOptions<T> {
  /** Where it is shared over all replicas; null for this process alone. */
  readonly redisUrl: string | null;
  readonly channel: string;
  /** What an item looks like on the wire: what else is said on the channel is not ours. */
  readonly item: z.ZodType<T>;
}

export function createNews<T extends object>(options: NewsOptions<T>): News<T> {
  const { redisUrl } = options;
  return redisUrl === null ? createLocalNews<T>() : createSharedNews({ ...options, redisUrl });
}

const EVENT = 'item';

/** News among the listeners of one process. */
export function createLocalNews<T>(): News<T> {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0); // one per subscriber
  return {
    publish(items) {
      for (const item of items) emitter.emit(EVENT, item);
    },
    subscribe(listener) {
      const heard = (item: T): void => {
        try {
          listener(item);
        } catch (error) {
          log.error({ error }, 'a listener to news failed'); // the others still hear it
        }
      };
      emitter.on(EVENT, heard);
      return () => emitter.off(EVENT, heard);
    },
    close() {
      emitter.removeAllListeners();
      return Promise.resolve();
    },
  };
}

/** Which process tells it. */
const sender = z.object({ from: z.string() });

/**
 * News through Redis. A process hears of its own at once and without Redis, of those of others while Redis
 * is there; what was missed is not made up for: whoever needs all of it reads the database.
 */
function createSharedNews<T extends object>({
  redisUrl,
  channel,
  item,
}: NewsOptions<T> & { readonly redisUrl: string }): News<T> {
  const local = createLocalNews<T>();
  const self = randomUUID();
  const options = { lazyConnect: true, maxRetriesPerRequest: 1, enableOfflineQueue: false } as const;
  const telling = new Redis(redisUrl, options);
  const hearing = new Redis(redisUrl, { ...options, maxRetriesPerRequest: null, enableOfflineQueue: true });
  for (const client of [telling, hearing]) client.on('error', () => undefined); // told below, once per message
  telling.connect().catch(() => undefined); // it goes on trying by itself
  hearing.subscribe(channel).catch(() => undefined);
  hearing.on('message', (_channel: string, text: string) => {
    const message = parse(text);
    const from = sender.safeParse(message);
    const parsed = item.safeParse(message);
    if (from.success && parsed.success && from.data.from !== self) local.publish([parsed.data]);
  });
  return {
    publish(items) {
      local.publish(items);
      for (const each of items) {
        telling.publish(channel, JSON.stringify({ from: self, ...each })).catch((error: unknown) => {
          log.warn({ error, channel }, 'news reached this process only');
        });
      }
    },
    subscribe: (listener) => local.subscribe(listener),
    async close() {
      await local.close();
      telling.disconnect();
      hearing.disconnect();
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
