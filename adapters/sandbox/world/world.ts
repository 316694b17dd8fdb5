import { hash, pick } from './random';
import { worldListing, type Listing } from './listings';
import { listingState, type ListingState } from './movement';
import { worldSeller, type WorldSeller } from './sellers';
import { SHOWCASES, type Showcase } from './showcases';

/** Published for Jatim Bejo on 30 November 2021; the other two are this world's own choice. */
export const FULL_SIZE = {
  jatimBejo: { products: 29_477, sellers: 1_659 },
  mbiz: { products: 24_000, sellers: 900, sharedWithJatimBejo: 6_000 },
  ekatalog: { products: 40_000, sellers: 114 },
} as const;

export interface WorldOffer {
  readonly seller: WorldSeller;
  readonly listing: Listing;
}

/** One marketplace's goods: any of them by its place, without the others. */
export interface WorldCatalogue {
  readonly size: number;
  at(index: number): WorldOffer;
  state(index: number, now: Date): ListingState;
  /** The place of a seller's article, or null when it is not sold here. */
  find(sellerCode: string, sku: string): number | null;
}

export interface WorldFeed {
  readonly seller: WorldSeller;
  readonly catalogue: WorldCatalogue;
  showcase(index: number): Showcase;
}

export interface World {
  readonly jatimBejo: WorldCatalogue;
  readonly mbiz: WorldCatalogue;
  /** e-Katalog Lokal: one feed per seller. */
  readonly feeds: readonly WorldFeed[];
}

const DEFAULT_SEED = 35;

/** `scale` 1 is full size; tests use a small share of it. */
export function createWorld({
  seed = DEFAULT_SEED,
  scale = 1,
}: { seed?: number; scale?: number } = {}): World {
  const scaled = (n: number): number => Math.max(1, Math.round(n * scale));
  const { jatimBejo, mbiz, ekatalog } = FULL_SIZE;

  const bejo = catalogue(
    seed,
    'M',
    scaled(jatimBejo.products),
    Math.min(scaled(jatimBejo.sellers), scaled(jatimBejo.products)),
  );
  const shared = Math.min(scaled(mbiz.sharedWithJatimBejo), bejo.size);
  const stride = Math.floor(bejo.size / shared);
  const ownSize = scaled(mbiz.products) - shared;
  const own = catalogue(seed + 1, 'B', ownSize, Math.min(scaled(mbiz.sellers), ownSize));

  const feedCount = Math.min(ekatalog.sellers, Math.max(3, scaled(ekatalog.sellers)));
  return {
    jatimBejo: bejo,
    mbiz: joined(shared, stride, bejo, own),
    feeds: feedSizes(scaled(ekatalog.products), feedCount).map((size, i) => feed(seed + 2, i, size)),
  };
}

function catalogue(seed: number, prefix: string, size: number, sellers: number): WorldCatalogue {
  const at = (index: number): WorldOffer => {
    // The first products go round so that no seller is empty, the rest to whoever chance picks.
    const seller = worldSeller(seed, prefix, index < sellers ? index : hash(seed, index, 40) % sellers);
    return { seller, listing: worldListing(seed, index, seller) };
  };
  return { size, at, state: (index, now) => listingState(at(index).listing, now), find: finder(size, at) };
}

/** An article's number ends in its place, counted from one. */
function finder(size: number, at: (index: number) => WorldOffer): WorldCatalogue['find'] {
  return (sellerCode, sku) => {
    const index = Number(/-(\d+)$/.exec(sku)?.[1] ?? 0) - 1;
    if (index < 0 || index >= size) return null;
    const { seller, listing } = at(index);
    return seller.code === sellerCode && listing.sku === sku ? index : null;
  };
}

/** Mbiz carries every `stride`-th good of Jatim Bejo, same seller and SKU, at a price of its own. */
function joined(shared: number, stride: number, bejo: WorldCatalogue, own: WorldCatalogue): WorldCatalogue {
  const at = (index: number): WorldOffer =>
    index < shared ? bejo.at(index * stride) : own.at(index - shared);
  return {
    size: shared + own.size,
    at,
    state: (index, now) => {
      const { listing } = at(index);
      return listingState({ ...listing, chance: hash(listing.chance, 41) }, now);
    },
    find: (sellerCode, sku) => {
      const index = own.find(sellerCode, sku);
      if (index !== null) return index + shared;
      const original = bejo.find(sellerCode, sku);
      return original !== null && original % stride === 0 && original / stride < shared
        ? original / stride
        : null;
    },
  };
}

function feed(seed: number, index: number, size: number): WorldFeed {
  const seller = worldSeller(seed, '6', index);
  const own = seed * 1_000 + index;
  const at = (i: number): WorldOffer => ({ seller, listing: worldListing(own, i, seller) });
  return {
    seller,
    catalogue: { size, at, state: (i, now) => listingState(at(i).listing, now), find: finder(size, at) },
    showcase: (i) => {
      const { category } = at(i).listing.good;
      const fitting = SHOWCASES.filter((showcase) => showcase.category === category);
      return pick(fitting, own, i, 42);
    },
  };
}

/** Large sellers first, each further one smaller, `total` in all and at least one each. */
function feedSizes(total: number, count: number): number[] {
  const weights = Array.from({ length: count }, (_, i) => 1 / (i + 12));
  const sum = weights.reduce((a, b) => a + b, 0);
  const sizes = weights.map((weight) => Math.max(1, Math.floor((total * weight) / sum)));
  sizes[0] = (sizes[0] ?? 0) + Math.max(0, total - sizes.reduce((a, b) => a + b, 0));
  return sizes;
}
