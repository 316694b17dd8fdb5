import assert from 'node:assert/strict';
import type { Marketplace } from '../../adapters/core/contract';
import type { OrderId } from '../../adapters/core/ids';
import type { OrderFeedName, OrdersPort } from '../../adapters/core/order/orders-port';
import type { FakeServer } from '../../adapters/sandbox/servers/fake-server';

/** A marketplace that lists orders, fresh for every rule, with probes for the other side. */
export interface OrderSubject {
  readonly marketplace: Marketplace;
  /** The same marketplace, read in pages of another size. */
  resized(pageSize: number): Marketplace;
  /** The same marketplace with credentials that the other side does not accept. */
  readonly stranger: Marketplace;
  /** The same marketplace, whose other side allows three requests in a minute. */
  readonly throttled: Marketplace;
  /** The server that orders are read from. */
  readonly server: FakeServer;
  /** Every order that the other side holds, with its status in the other side's words. */
  readonly truth: ReadonlyMap<OrderId, string>;
  /** A status that Pasar does not know and that some order has. */
  readonly unknownStatus: string;
  /** Texts that no error may hold. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

export interface OrderRule {
  readonly id: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly title: string;
  run(subject: OrderSubject): Promise<void>;
}

/** Its port of orders. */
export function portOf({ orders }: Marketplace): OrdersPort {
  assert.ok(orders, 'orders can be asked for');
  return orders;
}

export function firstOrderFeed({ feeds }: OrdersPort): OrderFeedName {
  const [feed] = feeds;
  assert.ok(feed !== undefined, 'there is a feed of orders');
  return feed;
}
