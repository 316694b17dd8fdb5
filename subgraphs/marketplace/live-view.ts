import type { Offer as OfferModel } from '../../adapters/core/offer';
import type { Freshness } from '../../schema/enums';
import type { Offer } from '../../schema/offer/offer';
import { categoryView, regionView, sellerView } from '../catalogue/offer-view';
import type { IndexedOffer } from '../catalogue/search/find-page';

/** An offer as its marketplace just gave it; what the marketplace says beyond the model goes along. */
export function liveView(offer: OfferModel, marketplaceName: string, freshness: Freshness): Offer {
  const { observedAt } = offer;
  return {
    ...offer,
    price: { ...offer.price, observedAt, freshness },
    stock: { ...offer.stock, observedAt, freshness },
    seller: { ...offer.seller, region: regionView(offer.seller.region) },
    category: categoryView(offer.category),
    marketplace: { id: offer.marketplace, name: marketplaceName },
  };
}

/** An offer as the index last saw it, said to be just that. */
export function staleView(row: IndexedOffer, marketplaceName: string): Offer {
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
