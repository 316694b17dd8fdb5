import { categoryByCode } from '../../core/categories';
import { marketplaceId, offerId, sellerId, type OfferId } from '../../core/ids';
import { isSmallBusiness } from '../../core/offer';
import { worldListing } from '../world/listings';
import { listingState } from '../world/movement';
import { worldSeller } from '../world/sellers';

export const TOKO_FEDERASI = marketplaceId('toko-federasi');

/** What the federated shop sells: goods of a handful of cooperatives, as its graph has them. */
export interface FederatedGoods {
  /** Of what it sells now. */
  readonly ids: readonly OfferId[];
  /** Null for what it does not sell. */
  offer(id: string): object | null;
  /** Exactly what it asks for one; null for what it does not sell. */
  price(id: string): string | null;
  /** From now on only the first so many are sold. */
  keep(count: number): void;
}

const SELLERS = 4;

export function federatedGoods(size: number, seed: number, now: () => Date): FederatedGoods {
  const goods = Array.from({ length: size }, (_, i) => {
    const seller = worldSeller(seed, 'F', i % SELLERS);
    const listing = worldListing(seed, i, seller);
    return { id: offerId(TOKO_FEDERASI, seller.code, listing.sku), seller, listing };
  });
  const places = new Map<string, number>(goods.map(({ id }, i) => [id, i]));
  let kept = size;
  const at = (id: string): number => places.get(id) ?? -1;

  /** One in five has a fraction of a rupiah. */
  function priceAt(place: number): string | null {
    const good = place < kept ? goods[place] : undefined;
    if (good === undefined) return null;
    return `${listingState(good.listing, now()).price}${place % 5 === 0 ? '.5' : ''}`;
  }

  function offerAt(place: number): object | null {
    const good = goods[place];
    const price = priceAt(place);
    if (good === undefined || price === null) return null;
    const { id, seller, listing } = good;
    const state = listingState(listing, now());
    const live = { observedAt: now().toISOString(), freshness: 'LIVE' };
    return {
      id,
      title: listing.title,
      description: `<p>${listing.title}</p>`,
      sku: listing.sku,
      price: {
        // `Decimal` is a scalar of its own making: now a text, now a number.
        amount: price,
        currency: 'IDR',
        tax: 'EXCLUDED',
        updatedAt: state.priceUpdatedAt.toISOString(),
        ...live,
      },
      stock: {
        // Of every seventh it does not know how much there is.
        ...(place % 7 === 6
          ? { state: 'UNKNOWN', precision: 'NONE', quantity: null }
          : {
              state: state.quantity > 0 ? 'IN_STOCK' : 'OUT_OF_STOCK',
              precision: 'QUANTITY',
              quantity: String(state.quantity),
            }),
        updatedAt: state.stockUpdatedAt.toISOString(),
        ...live,
      },
      unit: listing.unit,
      seller: {
        id: sellerId(TOKO_FEDERASI, seller.code),
        name: seller.name,
        region: { code: seller.region.code, name: seller.region.name },
        location: seller.address,
        smallBusiness: isSmallBusiness(seller.scale),
      },
      category: categoryByCode(listing.good.category),
      marketplace: { id: TOKO_FEDERASI, name: 'Toko Federasi' },
      domesticProduct: listing.domestic,
      tkdn: listing.tkdn === null ? null : String(listing.tkdn),
      url: `https://toko-federasi.example/barang/${encodeURIComponent(listing.sku)}`,
      imageUrl: null,
      updatedAt: state.priceUpdatedAt.toISOString(),
      origin: `Desa binaan ${seller.region.name}`,
      dozen: place % 2 === 0 ? { amount: String(state.price * 11) } : null,
    };
  }

  return {
    get ids() {
      return goods.slice(0, kept).map(({ id }) => id);
    },
    offer: (id) => offerAt(at(id)),
    price: (id) => priceAt(at(id)),
    keep: (count) => {
      kept = Math.min(kept, count);
    },
  };
}
