import { decimal, type Decimal } from '../../adapters/core/decimal';
import { regionByCode } from '../../adapters/core/regions';
import type { FacetCount, PriceBandCount, SearchFacets } from '../../schema/search/facets';
import type { SearchHit } from '../../schema/search/search-hit';
import type { OfferReference } from '../../schema/offer/offer-reference';
import type { MarketplaceId, OfferId } from '../../adapters/core/ids';
import type { OfferTypes } from '../partners/offer-types';
import { categoryView, sellerView } from './offer-view';
import type { Counts } from './search/count-facets';
import type { IndexedOffer } from './search/find-page';

type Names = ReadonlyMap<string, string>;

/** What tells the gateway where to ask for the live offer; null where no subgraph serves the marketplace. */
export function offerReference(
  id: OfferId,
  marketplace: MarketplaceId,
  offerTypes: OfferTypes,
): OfferReference | null {
  const type = offerTypes(marketplace);
  return type === null ? null : { __typename: type, id };
}

export function hitView(row: IndexedOffer, marketplaceNames: Names, offerTypes: OfferTypes): SearchHit {
  return {
    offerId: row.id,
    title: row.title,
    price: { amount: row.price, currency: row.currency, tax: row.tax },
    unit: row.unit,
    stock: { state: row.stock_state, precision: row.stock_precision, quantity: row.stock_quantity },
    seller: sellerView(row),
    marketplace: { id: row.marketplace, name: marketplaceNames.get(row.marketplace) ?? row.marketplace },
    category: categoryView(row.category),
    domesticProduct: row.domestic_product,
    tkdn: row.tkdn,
    url: row.url,
    observedAt: row.observed_at,
    offer: offerReference(row.id, row.marketplace, offerTypes),
  };
}

/** Of a thousand that may have joined, those with most hits. */
export const MARKETPLACES_SHOWN = 100;

/** Lower ends of the price bands, in rupiah; the database column `price_band` counts them from one. */
const PRICE_BANDS: readonly Decimal[] = [
  0, 50_000, 200_000, 1_000_000, 5_000_000, 50_000_000, 200_000_000,
].map((end) => decimal(end));

export function facetsView({ values }: Counts, marketplaceNames: Names): SearchFacets {
  const named = (counts: Counts['values']['region'], name: (value: string) => string | null): FacetCount[] =>
    counts.map(({ value, count }) => ({ value, count, name: value === null ? null : name(value) }));
  return {
    marketplaces: named(
      values.marketplace.slice(0, MARKETPLACES_SHOWN),
      (id) => marketplaceNames.get(id) ?? id,
    ),
    categories: named(values.category, (code) => categoryView(code).name),
    regions: named(values.region, (code) => regionByCode(code)?.name ?? code),
    priceBands: priceBands(values.price_band),
    smallBusiness: named(values.small_business, (value) =>
      value === 'true' ? 'Usaha mikro dan kecil' : 'Usaha lainnya',
    ),
    domesticProduct: named(values.domestic_product, (value) =>
      value === 'true' ? 'Produk dalam negeri' : 'Produk impor',
    ),
  };
}

/** Cheapest first, empty bands left out. */
function priceBands(counts: Counts['values']['price_band']): PriceBandCount[] {
  return PRICE_BANDS.flatMap((from, i) => {
    const found = counts.find(({ value }) => value === String(i + 1));
    return found ? [{ from, to: PRICE_BANDS[i + 1] ?? null, count: found.count }] : [];
  });
}
