import { worldListing, type Listing } from '../world/listings';
import { listingState, type ListingState } from '../world/movement';
import { worldSeller, type WorldSeller } from '../world/sellers';

/** What the easy shop sells: a canteen supplier with office goods beside. */
export interface EasyGoods {
  /** How many it sells now. */
  size(): number;
  at(index: number): Listing;
  state(index: number): ListingState;
  /** The place of an article, or null when it is not sold. */
  find(sku: string): number | null;
  /** From now on only the first so many are sold. */
  keep(count: number): void;
}

export const EASY_CITY = 'Kota Malang';
const TRADES: WorldSeller['trades'] = ['food-drink', 'stationery'];

export function easyGoods(size: number, seed: number, now: () => Date): EasyGoods {
  const seller = { ...worldSeller(seed, 'T', 0), trades: TRADES };
  const listings = Array.from({ length: size }, (_, i) => worldListing(seed, i, seller));
  const places = new Map(listings.map(({ sku }, i) => [sku, i]));
  let kept = size;

  function at(index: number): Listing {
    const listing = listings[index];
    if (listing === undefined) throw new Error(`nothing is sold at place ${index}`);
    return listing;
  }

  return {
    size: () => kept,
    at,
    state: (index) => listingState(at(index), now()),
    find(sku) {
      const place = places.get(sku);
      return place !== undefined && place < kept ? place : null;
    },
    keep: (count) => {
      kept = Math.min(kept, count);
    },
  };
}
