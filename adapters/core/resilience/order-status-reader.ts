import type { Call, Marketplace } from '../contract';
import { toAdapterError } from '../errors';
import type { OrderId } from '../ids';
import type { StatusReading } from '../order/orders-port';
import type { ReadPolicy } from './policy';
import { createSourceGuards } from './source-guards';
import type { SourceEvents } from './source-events';

/** Statuses of orders, asked of one marketplace under its policy. */
export interface OrderStatusReader {
  /** An answer for every id. Never throws. */
  read(ids: readonly OrderId[], call: Call): Promise<ReadonlyMap<OrderId, StatusReading>>;
}

export interface OrderStatusReaderOptions {
  readonly marketplace: Marketplace;
  readonly policy: ReadPolicy;
  readonly events: SourceEvents;
}

/** Null for a marketplace that can't be asked. Orders are few and personal: nothing is cached or shared. */
export function createOrderStatusReader({
  marketplace: { id, orders },
  policy,
  events,
}: OrderStatusReaderOptions): OrderStatusReader | null {
  const ask = orders?.statuses?.bind(orders);
  if (ask === undefined) return null;
  const guards = createSourceGuards({ marketplace: id, policy, events, now: Date.now });
  return {
    async read(ids, call) {
      try {
        const readings = await guards.of('orders').run((attempt) => ask(ids, attempt), call);
        return new Map(ids.map((order, i) => [order, readings[i] ?? null]));
      } catch (thrown) {
        const error = toAdapterError(thrown, id);
        return new Map(ids.map((order) => [order, error]));
      }
    },
  };
}
