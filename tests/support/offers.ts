import { feedName, NO_ORDERS, type FeedPage, type Marketplace } from '../../adapters/core/contract';
import { decimal } from '../../adapters/core/decimal';
import { marketplaceId, offerId, sellerId, type MarketplaceId } from '../../adapters/core/ids';
import type { Offer } from '../../adapters/core/offer';
import { regionByCode } from '../../adapters/core/regions';

export interface OfferSketch {
  readonly sku: string;
  readonly title: string;
  readonly marketplace?: string;
  readonly seller?: string;
  readonly sellerName?: string;
  readonly price?: string;
  readonly region?: string | null;
  readonly category?: Offer['category'];
  readonly inStock?: boolean;
  readonly smallBusiness?: boolean | null;
  readonly domesticProduct?: boolean | null;
  readonly tkdn?: string | null;
}

/** A whole offer from what a test cares about. */
export function offer(sketch: OfferSketch): Offer {
  const marketplace = marketplaceId(sketch.marketplace ?? 'jatim-bejo');
  const seller = sketch.seller ?? 'M1';
  return {
    id: offerId(marketplace, seller, sketch.sku),
    marketplace,
    sku: sketch.sku,
    title: sketch.title,
    description: null,
    price: { amount: decimal(sketch.price ?? '10000'), currency: 'IDR', tax: 'EXCLUDED', updatedAt: null },
    stock: {
      state: (sketch.inStock ?? true) ? 'IN_STOCK' : 'OUT_OF_STOCK',
      precision: 'AVAILABILITY',
      quantity: null,
      updatedAt: null,
    },
    unit: null,
    seller: {
      id: sellerId(marketplace, seller),
      name: sketch.sellerName ?? `Toko ${seller}`,
      region: sketch.region === null ? null : (regionByCode(sketch.region ?? '35.73')?.code ?? null),
      location: null,
      smallBusiness: sketch.smallBusiness === undefined ? true : sketch.smallBusiness,
    },
    category: sketch.category ?? 'food-drink',
    domesticProduct: sketch.domesticProduct === undefined ? true : sketch.domesticProduct,
    tkdn: sketch.tkdn === undefined || sketch.tkdn === null ? null : decimal(sketch.tkdn),
    url: null,
    imageUrl: null,
    updatedAt: null,
    observedAt: new Date(),
  };
}

export interface ScriptedMarketplace extends Marketplace {
  /** What its feed holds from now on. */
  offersNow: Offer[];
  /** Called before each page is given; throw to fail, await to delay. */
  beforePage: (page: number) => void | Promise<void>;
  /** What the feed claims to hold, when not the truth. */
  claimedTotal: number | null;
  sourceNow: string;
  lackingNow: string | null;
  pagesRead: number[];
}

const FEED = feedName('products');

/** A marketplace in memory whose feed does what a test says: for the index, which asks no one's protocol. */
export function scriptedMarketplace(
  name: string,
  offers: readonly Offer[],
  pageSize = 2,
): ScriptedMarketplace {
  const id: MarketplaceId = marketplaceId(name);
  const self: ScriptedMarketplace = {
    id,
    name,
    protocol: 'toko-daring',
    can: { stock: 'AVAILABILITY', changes: false, readById: 'BATCH', offers: 'PUBLIC', ...NO_ORDERS },
    feeds: [FEED],
    source: () => self.sourceNow,
    offersNow: [...offers],
    beforePage: () => undefined,
    claimedTotal: null,
    sourceNow: 'here',
    lackingNow: null,
    pagesRead: [],
    async feed({ cursor }) {
      const page = cursor === null ? 1 : Number(cursor);
      await self.beforePage(page);
      self.pagesRead.push(page);
      const slice = self.offersNow.slice((page - 1) * pageSize, page * pageSize);
      const isLast = page * pageSize >= self.offersNow.length;
      const answer: FeedPage = {
        offers: slice.map((found) => ({ ...found, observedAt: new Date() })),
        rejected: [],
        records: slice.length,
        lacking: self.lackingNow,
        next: isLast ? null : (String(page + 1) as FeedPage['position']),
        total: self.claimedTotal ?? self.offersNow.length,
        position: String(page) as FeedPage['position'],
      };
      return answer;
    },
    offers: (ids) =>
      Promise.resolve(ids.map((wanted) => self.offersNow.find((known) => known.id === wanted) ?? null)),
    close: () => Promise.resolve(),
  };
  return self;
}
