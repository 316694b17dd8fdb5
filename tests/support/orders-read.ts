import type { FeedCursor, RejectedRecord } from '../../adapters/core/contract';
import type { SourceOrder } from '../../adapters/core/order/order';
import type { OrderFeedName, OrderPage, OrdersPort } from '../../adapters/core/order/orders-port';
import { callWithin } from './call';

export interface OrderReadings {
  readonly orders: readonly SourceOrder[];
  readonly rejected: readonly RejectedRecord[];
  readonly records: number;
}

/** All pages of a feed of orders, in order. */
export async function readOrderFeed(port: OrdersPort, feed: OrderFeedName): Promise<OrderPage[]> {
  const pages: OrderPage[] = [];
  let cursor: FeedCursor | null = null;
  do {
    const page: OrderPage = await port.page({ feed, cursor }, callWithin());
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null);
  return pages;
}

/** What all feeds of orders tell, repetitions included. */
export async function readOrders(port: OrdersPort): Promise<OrderReadings> {
  const pages: OrderPage[] = [];
  for (const feed of port.feeds) pages.push(...(await readOrderFeed(port, feed)));
  return {
    orders: pages.flatMap(({ orders }) => orders),
    rejected: pages.flatMap(({ rejected }) => rejected),
    records: pages.reduce((sum, { records }) => sum + records, 0),
  };
}
