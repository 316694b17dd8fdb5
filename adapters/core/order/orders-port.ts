import type { Call } from '../call';
import type { FeedCursor, RejectedRecord } from '../feed';
import type { AdapterError } from '../errors';
import type { OrderId } from '../ids';
import type { SourceOrder, SourceStatus } from './order';

declare const brand: unique symbol;
/** A list of orders that is read on its own, e.g. one institution's of one fiscal year. */
export type OrderFeedName = string & { readonly [brand]: 'OrderFeedName' };

/** Orders that a marketplace can be asked for. What it reports by itself arrives elsewhere. */
export interface OrdersPort {
  /** Lists that together hold every order; may be none. */
  readonly feeds: readonly OrderFeedName[];
  /** One page. Pages are read in order within one reading; `next` of the last is null. */
  page(request: { feed: OrderFeedName; cursor: FeedCursor | null }, call: Call): Promise<OrderPage>;
  /**
   * The statuses of these orders now, one entry per id in the order asked: null for an order that the
   * marketplace does not know. Left out where a marketplace can't be asked.
   */
  statuses?(ids: readonly OrderId[], call: Call): Promise<readonly StatusReading[]>;
}

export interface OrderPage {
  readonly orders: readonly SourceOrder[];
  readonly rejected: readonly RejectedRecord[];
  readonly next: FeedCursor | null;
  readonly records: number;
  /** Epoch milliseconds before which the source wants no further request; null when it doesn't say. */
  readonly notBefore: number | null;
}

export interface LiveStatus extends SourceStatus {
  /** By the source's clock. */
  readonly at: Date | null;
}

export type StatusReading = LiveStatus | null | AdapterError;
