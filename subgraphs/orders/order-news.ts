import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { InstitutionCode, MarketplaceId, OrderId } from '../../adapters/core/ids';
import type { OrderState } from '../../adapters/core/order/order-states';
import { log } from '../telemetry/log';

/** That an order changed: who may know of it, and what to ask the ledger for. */
export interface OrderChange {
  readonly orderId: OrderId;
  readonly marketplace: MarketplaceId;
  readonly institution: InstitutionCode;
  readonly state: OrderState | null;
  /** When the ledger took it down, ISO 8601. */
  readonly at: string;
}

/** Changes of orders as they are written, over all replicas where there is a Redis. */
export interface OrderNews {
  /** Tells of changes that stand in the ledger. Never fails: the ledger is the truth, this is news. */
  publish(changes: readonly OrderChange[]): void;
  /** Gives the function that ends it. */
  subscribe(listener: (change: OrderChange) => void): () => void;
  close(): Promise<void>;
}

const CHANNEL = 'pasar:orders';
const EVENT = 'change';

/** News among the listeners of one process. */
export function createLocalNews(): OrderNews {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0); // one per subscriber
  return {
    publish(changes) {
      for (const change of changes) emitter.emit(EVENT, change);
    },
    subscribe(listener) {
      const heard = (change: OrderChange): void => {
        try {
          listener(change);
        } catch (error) {
          log.error({ error }, 'a listener to news of orders failed'); // the others still hear it
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

const changeWire = z.object({
  /** Which process tells it. */
  from: z.string(),
  orderId: z.string(),
  marketplace: z.string(),
  institution: z.string(),
  state: z.string().nullable(),
  at: z.string(),
});

/**
 * News through Redis. A process hears of its own changes at once and without Redis, of those of others
 * while Redis is there; what was missed is not made up for: whoever needs all of it reads the ledger.
 */
export function createSharedNews(redisUrl: string): OrderNews {
  const local = createLocalNews();
  const self = randomUUID();
  const options = { lazyConnect: true, maxRetriesPerRequest: 1, enableOfflineQueue: false } as const;
  const sender = new Redis(redisUrl, options);
  const receiver = new Redis(redisUrl, { ...options, maxRetriesPerRequest: null, enableOfflineQueue: true });
  for (const client of [sender, receiver]) client.on('error', () => undefined); // told below, once per message
  sender.connect().catch(() => undefined); // it goes on trying by itself
  receiver.subscribe(CHANNEL).catch(() => undefined);
  receiver.on('message', (_channel: string, text: string) => {
    const change = parseChange(text);
    if (change !== null && change.from !== self) local.publish([change.change]);
  });
  return {
    publish(changes) {
      local.publish(changes);
      for (const change of changes) {
        sender.publish(CHANNEL, JSON.stringify({ from: self, ...change })).catch((error: unknown) => {
          log.warn({ error }, 'news of an order reached this process only');
        });
      }
    },
    subscribe: (listener) => local.subscribe(listener),
    async close() {
      await local.close();
      sender.disconnect();
      receiver.disconnect();
    },
  };
}

/** What else is said on the channel is not ours. */
function parseChange(text: string): { from: string; change: OrderChange } | null {
  try {
    const parsed = changeWire.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const { from, ...change } = parsed.data;
    return { from, change: change as OrderChange };
  } catch {
    return null;
  }
}

export function createOrderNews(redisUrl: string | null): OrderNews {
  return redisUrl === null ? createLocalNews() : createSharedNews(redisUrl);
}
