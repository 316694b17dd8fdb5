import type { FeedCursor, FeedMemory, Marketplace } from '../core/contract';
import type { OfferId } from '../core/ids';

/** What the index is to a marketplace that runs: it knows on which page an offer was. */
export interface RememberedFeed {
  readonly memory: FeedMemory;
  /** The same marketplace, whose pages are remembered as they are read. */
  remembering(marketplace: Marketplace): Marketplace;
}

/**
 * For a check without an index: some Toko Daring marketplaces are read by id by pulling again the pages that offers
 * were on.
 */
export function createRememberedFeed(): RememberedFeed {
  const positions = new Map<OfferId, FeedCursor>();
  return {
    memory: { positions: () => Promise.resolve(positions) },
    remembering: (marketplace) => ({
      ...marketplace,
      async feed(request, call) {
        const page = await marketplace.feed(request, call);
        for (const { id } of page.offers) positions.set(id, page.position);
        return page;
      },
    }),
  };
}
