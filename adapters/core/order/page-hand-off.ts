import type { HandOffOrdering, HandOffPage } from './ordering-port';

/**
 * For a marketplace that takes no orders from others, as e-Katalog: a buyer, signed in there, orders on the
 * page of each product. Every offer's own address is that page.
 */
export const PRODUCT_PAGES: HandOffOrdering = {
  mode: 'HANDOFF',
  entry: 'PAGE',
  handOff({ order }) {
    const pages: HandOffPage[] = [];
    for (const { offer } of order.lines) {
      if (!isWebAddress(offer.url)) {
        const detail = `${offer.id} has no page to be ordered on`;
        return Promise.resolve({ outcome: 'REFUSED', reason: 'UNKNOWN_OFFER', detail });
      }
      pages.push({ url: offer.url, offerId: offer.id });
    }
    return Promise.resolve({ pages });
  },
};

/** Addresses come from sellers' feeds: a `javascript:` one would run in the buyer's browser. */
function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url);
}
