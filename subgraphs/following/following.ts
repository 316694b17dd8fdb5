import { setMaxListeners } from 'node:events';
import { createOfferWatch, type OfferWatch } from '../catalogue/offer-watch';
import type { Database } from '../database/connect';

/** What the subscriptions of a served subgraph live by, however often its schema is built anew. */
export interface Following {
  /** Ends all of them. */
  readonly closing: AbortSignal;
  readonly offers: OfferWatch;
}

export interface OpenFollowing extends Following {
  close(): void;
}

/** Costs nothing as long as no one subscribes. */
export function openFollowing(db: Database): OpenFollowing {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // one per subscriber
  return { closing: closing.signal, offers: createOfferWatch(db), close: () => closing.abort() };
}
