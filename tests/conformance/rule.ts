import type { FeedCursor, FeedName, FeedPage, Marketplace } from '../../adapters/core/contract';
import type { Decimal } from '../../adapters/core/decimal';
import type { OfferId } from '../../adapters/core/ids';
import type { Offer } from '../../adapters/core/offer';
import type { HandOffOrdering, OrderingMode, PurchaseOrder } from '../../adapters/core/order/ordering-port';
import type { FakeServer } from '../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../support/call';

/** A marketplace under test, fresh for every rule, with probes for the other side. */
export interface Subject {
  readonly marketplace: Marketplace;
  /** The server that it reads from: what it received, and how it is made to fail. */
  readonly server: FakeServer;
  /** Every offer that the other side holds, with the price it holds it at. */
  readonly truth: ReadonlyMap<OfferId, Decimal>;
  /** An id that has the right form and belongs to nothing. */
  readonly unknownId: OfferId;
  /** Texts that no error may hold. */
  readonly secrets: readonly string[];
  /** The same marketplace with credentials that the other side does not accept. */
  readonly stranger: Marketplace;
  readonly pageSize: number;
  /** How many offers one record of the feed holds at most: more than one where it lists variants; 1 unless given. */
  readonly offersPerRecord?: number;
  /** Requests that one read of offers takes: 2 where a second supplies what the first lacks; 1 unless given. */
  readonly requestsPerRead?: number;
  /**
   * Makes a cursor that leads beyond the last page. Needed where cursors are the other side's own: one can
   * only lead there once what stood behind it is gone. Without it a cursor begins with its page's number.
   */
  readonly beyond?: (last: FeedPage) => FeedCursor;
  /** Of a marketplace that takes orders. */
  readonly ordering?: OrderingSubject;
  /** Of a marketplace that buyers are handed over to. */
  readonly handOff?: HandOffSubject;
  close(): Promise<void>;
}

export interface OrderingSubject {
  /** An order that the other side takes, under a reference that ends in this. */
  order(number: string): PurchaseOrder;
  /** An order that it refuses: for something that is not sold there. */
  refused(number: string): PurchaseOrder;
  /** The references that the other side holds, in the order they came. */
  placed(): readonly string[];
  /**
   * What of its path and query tells the request that places an order from those that go before it; where
   * it is the only one, all are.
   */
  readonly placedBy?: string;
}

export interface HandOffSubject {
  order(): PurchaseOrder;
  /** An order that it hands no one over for. */
  refused(): PurchaseOrder;
  /** Buys something on its pages and gives the number; only where statuses of orders can be asked for. */
  sell(): Promise<string>;
}

/** What a marketplace must or should do. Ids are stable: reports and READMEs refer to them. */
export interface Rule {
  readonly id: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly title: string;
  /** Only for marketplaces that take orders in one of these ways; left out where it holds for all. */
  readonly modes?: readonly OrderingMode[];
  /** Only for marketplaces that let buyers in this way. */
  readonly entry?: HandOffOrdering['entry'];
  run(subject: Subject): Promise<void>;
}

/** All pages of a feed, or of what changed in it, in order. */
export async function readFeed(marketplace: Marketplace, feed: FeedName, since?: Date): Promise<FeedPage[]> {
  const pages: FeedPage[] = [];
  const changes = since === undefined ? {} : { since };
  let cursor: FeedCursor | null = null;
  do {
    const page: FeedPage = await marketplace.feed({ feed, cursor, ...changes }, callWithin());
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null);
  return pages;
}

/** All offers of all feeds. */
export async function readAll(marketplace: Marketplace): Promise<Offer[]> {
  const offers: Offer[] = [];
  for (const feed of marketplace.feeds) {
    for (const page of await readFeed(marketplace, feed)) offers.push(...page.offers);
  }
  return offers;
}

export function firstFeed(marketplace: Marketplace): FeedName {
  const [feed] = marketplace.feeds;
  if (feed === undefined) throw new Error('a marketplace has at least one feed');
  return feed;
}
