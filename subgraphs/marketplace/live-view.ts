import { isCurrent, type FieldKind, type KnownOffer } from '../../adapters/core/cache/freshness';
import type { OfferAnswer } from '../../adapters/core/resilience/offer-reader';
import type { Freshness } from '../../schema/enums';
import type { Offer } from '../../schema/offer/offer';
import { categoryView, regionView, sellerView } from '../catalogue/offer-view';
import type { IndexedOffer } from '../catalogue/search/find-page';

/** An offer as its marketplace gave it, now or some time ago; what it says beyond the model goes along. */
export function knownView(
  { offer, readAt }: KnownOffer,
  marketplaceName: string,
  from: OfferAnswer['from'],
  now: number,
): Offer | null {
  if (offer === null) return null;
  const observedAt = new Date(readAt);
  const freshness = (kind: FieldKind): Freshness => freshnessOf(kind, from, now - readAt);
  return {
    ...offer,
    price: { ...offer.price, observedAt, freshness: freshness('price') },
    stock: { ...offer.stock, observedAt, freshness: freshness('stock') },
    seller: { ...offer.seller, region: regionView(offer.seller.region) },
    category: categoryView(offer.category),
    marketplace: { id: offer.marketplace, name: marketplaceName },
  };
}

/** Where the marketplace failed, what is still within its time to live is no staler than on any other day. */
function freshnessOf(kind: FieldKind, from: OfferAnswer['from'], ageMs: number): Freshness {
  if (from === 'MARKETPLACE') return 'LIVE';
  return isCurrent(kind, ageMs) ? 'CACHED' : 'STALE';
}

/** An offer as the index last saw it, said to be just that. */
export function indexedView(row: IndexedOffer, marketplaceName: string): Offer {
  const seen = { observedAt: row.observed_at, freshness: 'STALE' } as const;
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    sku: row.sku,
    price: {
      amount: row.price,
      currency: row.currency,
      tax: row.tax,
      updatedAt: row.price_updated_at,
      ...seen,
    },
    stock: {
      state: row.stock_state,
      precision: row.stock_precision,
      quantity: row.stock_quantity,
      updatedAt: row.stock_updated_at,
      ...seen,
    },
    unit: row.unit,
    seller: sellerView(row),
    category: categoryView(row.category),
    marketplace: { id: row.marketplace, name: marketplaceName },
    domesticProduct: row.domestic_product,
    tkdn: row.tkdn,
    url: row.url,
    imageUrl: row.image_url,
    updatedAt: row.updated_at,
  };
}
