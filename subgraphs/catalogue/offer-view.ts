import { categoryByCode } from '../../adapters/core/categories';
import { regionByCode, type RegionCode } from '../../adapters/core/regions';
import type { Category, Region, Seller } from '../../schema/values/place-and-kind';
import type { IndexedOffer } from './search/find-page';

/** The words for codes: what a client sees of a region, category or seller. */
export function regionView(code: RegionCode | null): Region | null {
  const region = code === null ? null : regionByCode(code);
  return region === null ? null : { code: region.code, name: region.name };
}

export function categoryView(code: string): Category {
  return { code, name: categoryByCode(code)?.name ?? code };
}

export function sellerView(row: IndexedOffer): Seller {
  return {
    id: row.seller_id,
    name: row.seller_name,
    region: regionView(row.region),
    location: row.seller_location,
    smallBusiness: row.small_business,
  };
}
