import type { OrderId } from '../../adapters/core/ids';
import type { Database } from '../database/connect';
import { createEventStream, type EventStream } from '../following/event-stream';
import { inputError } from '../input-error';
import { createOrderLoaders } from './ledger/order-loaders';
import type { OrderRow } from './ledger/merge-order';
import { parseOrderIdAt } from './order-argument';
import type { OrderNews } from './order-news';
import type { Buyer } from './purchasing/purchasing';

/**
 * Changed orders that are kept for one subscriber until they are read: a reading of a whole list may bring
 * thousands at once. Ids alone, which all subscribers share: some 200 kB for one who reads nothing.
 */
const MOST_KEPT = 5_000;

const IDS_MAX = 100;

/** The orders that someone wants to be told of; null for all of the institution. */
export function parseFollowedOrders(ids: readonly string[] | null | undefined): ReadonlySet<OrderId> | null {
  if (ids == null) return null;
  if (ids.length === 0)
    throw inputError('ids', "holds no ids; leave it out to be told of all the institution's orders.");
  if (ids.length > IDS_MAX) throw inputError('ids', `holds ${ids.length} ids; at most ${IDS_MAX} are taken.`);
  return new Set(ids.map((id, i) => parseOrderIdAt(`ids[${i}]`, id)));
}

export interface OrderUpdatesOptions {
  readonly db: Database;
  readonly news: OrderNews;
  readonly closing: AbortSignal;
  readonly mostKept?: number;
}

export interface FollowedOrders {
  readonly ids: ReadonlySet<OrderId> | null;
  readonly buyer: Buyer;
  /** The subscriber has left. */
  readonly signal: AbortSignal;
}

/**
 * Orders of the buyer's institution as they change. The news says which may be told; whether one is, the
 * ledger says when it is read, by the same condition as `order(id)`.
 */
export function followOrders(
  { ids, buyer, signal }: FollowedOrders,
  { db, news, closing, mostKept = MOST_KEPT }: OrderUpdatesOptions,
): EventStream<OrderId, OrderRow> {
  const stream = createEventStream<OrderId, OrderRow>({
    mostKept,
    signal,
    closing,
    // Loaders that are new each time: they keep what they read.
    read: (id) => createOrderLoaders(db, buyer).order.load(id),
  });
  const end = news.subscribe(({ orderId, institution }) => {
    if (institution === buyer.institution && (ids === null || ids.has(orderId))) stream.tell(orderId);
  });
  stream.whenEnded(end);
  return stream;
}
