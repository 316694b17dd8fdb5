import type { Call } from './call';
import type { AdapterError } from './errors';
import type { FeedCursor, FeedName, RejectedRecord } from './feed';
import type { MarketplaceId, OfferId } from './ids';
import type { Offer, StockPrecision } from './offer';
import type { OrderingMode, OrderingPort } from './order/ordering-port';
import type { OrdersPort } from './order/orders-port';

export { callFor, type Call, type Waiter } from './call';
export { feedName, type FeedCursor, type FeedName, type RejectedRecord } from './feed';

/**
 * What Pasar asks of a marketplace. An adapter is a factory that returns this object. Two failures
 * are told apart everywhere: "there is no such offer" is `null`, "we could not find out" is an
 * `AdapterError`, thrown when nothing was learnt and given per id when some ids were answered.
 */
export interface Marketplace<O extends Offer = Offer> {
  readonly id: MarketplaceId;
  readonly name: string;
  readonly protocol: ProtocolName;
  readonly can: Capabilities;
  /**
   * The feeds that together list every offer: one for most marketplaces, one per seller where sellers
   * host their own. Each is read on its own, so that one broken feed holds up no other. Never empty.
   */
  readonly feeds: readonly FeedName[];
  /**
   * Where a feed really comes from. When that changes, what was read from there before is of another
   * source and is forgotten.
   */
  source(feed: FeedName): string;
  /**
   * Which server answers for an offer, where sellers host their own: one that fails closes out none of
   * the others. Null for an offer that none answers for. Left out where there is only one.
   */
  server?(id: OfferId): string | null;
  /** One page of a feed. Pages are read in order; `next` of the last is null. Throws when it can't be read. */
  feed(request: FeedRequest, call: Call): Promise<FeedPage<O>>;
  /**
   * The offers as the marketplace gives them now: one entry per id, in the order asked, duplicates
   * included. At most one upstream call for all ids where `can.readById` is BATCH.
   */
  offers(ids: readonly OfferId[], call: Call): Promise<readonly OfferReading<O>[]>;
  /** How it takes orders; there whenever `can.ordering` is not NONE. */
  readonly ordering?: OrderingPort;
  /** Orders that it can be asked for; there unless `can.orders` is REPORTED. */
  readonly orders?: OrdersPort;
  /** Lets go of sockets. May be called twice. */
  close(): Promise<void>;
}

export type OfferReading<O extends Offer = Offer> = O | null | AdapterError;

export type ProtocolName = 'toko-daring' | 'seller-feed' | 'cxml' | 'rest' | 'federation';

/** Facts about a marketplace, read by the code and held to by the conformance suite. */
export interface Capabilities {
  readonly stock: StockPrecision;
  /** Can a feed be asked for changes since a day, or only read whole? */
  readonly changes: boolean;
  /** BATCH: all ids in one call. SINGLE: one call each, a bounded number at a time. */
  readonly readById: 'BATCH' | 'SINGLE';
  /** PERSONAL: prices or stock depend on who asks (`Call.actor`), and are that caller's alone. */
  readonly offers: 'PUBLIC' | 'PERSONAL';
  readonly ordering: OrderingMode;
  /** Can an order that was placed be taken back through Pasar? */
  readonly cancelling: boolean;
  /**
   * How the ledger learns of orders. LISTED: they can be read, hours behind. REPORTED: the marketplace
   * reports them as they come. ASKED: reported, and their status can be asked for at any time.
   */
  readonly orders: 'LISTED' | 'REPORTED' | 'ASKED';
}

/** What a protocol that only lists goods says of orders; a marketplace that composes more says its own. */
export const NO_ORDERS = { ordering: 'NONE', cancelling: false, orders: 'REPORTED' } as const;

export interface FeedRequest {
  readonly feed: FeedName;
  /** Null for the first page. A cursor that is not this feed's is refused as INVALID_INPUT. */
  readonly cursor: FeedCursor | null;
  /** Only what changed since then (needs `can.changes`); without it the whole feed. */
  readonly since?: Date;
}

export interface FeedPage<O extends Offer = Offer> {
  readonly offers: readonly O[];
  /** Records that could not be understood: left out, never silently. */
  readonly rejected: readonly RejectedRecord[];
  readonly next: FeedCursor | null;
  /** Records on the page, those that came twice or were not understood included. */
  readonly records: number;
  /** What the offers lack because a service beside the feed failed, in our words; null when nothing. */
  readonly lacking: string | null;
  /** How many records the feed says it has in all; null when it doesn't say. */
  readonly total: number | null;
  /** Where these offers stand in the feed, to be handed back by a `FeedMemory`. */
  readonly position: FeedCursor;
}

/** Remembers which feed page last carried an offer: the index does. */
export interface FeedMemory {
  positions(ids: readonly OfferId[]): Promise<ReadonlyMap<OfferId, FeedCursor>>;
}

export const noFeedMemory: FeedMemory = { positions: () => Promise.resolve(new Map()) };
