import { feedName, type FeedCursor, type FeedPage, type Marketplace } from '../../../adapters/core/contract';
import { decimal } from '../../../adapters/core/decimal';
import { AdapterError, type ErrorCode } from '../../../adapters/core/errors';
import { marketplaceId, type OrderReference } from '../../../adapters/core/ids';
import type { Offer } from '../../../adapters/core/offer';
import type { DirectOrdering } from '../../../adapters/core/order/ordering-port';
import type { LiveSubject } from '../../../adapters/conformance/rule';
import { offer } from '../../support/offers';
import { purchaseOrder, reference } from '../../support/purchase-orders';

export const GOOD = marketplaceId('toko-baik');
export const FEED = feedName('products');

/** One of its offers, to which nothing is lacking. */
export function goodOffer(number: number, change: Partial<Offer> = {}): Offer {
  const plain = offer({
    marketplace: GOOD,
    sku: `BRS-${String(number).padStart(3, '0')}`,
    title: `Beras ${number} kg`,
    price: String(10_000 + number),
  });
  const at = new Date('2026-03-01T00:00:00Z');
  return {
    ...plain,
    description: 'Beras putih',
    price: { ...plain.price, updatedAt: at },
    stock: { state: 'IN_STOCK', precision: 'QUANTITY', quantity: decimal(5), updatedAt: at },
    unit: 'kg',
    url: `https://toko.example/${number}`,
    imageUrl: `https://toko.example/${number}.jpg`,
    updatedAt: at,
    ...change,
  };
}

export const GOOD_OFFERS: readonly Offer[] = Array.from({ length: 25 }, (_, i) => goodOffer(i + 1));

export function failure(code: ErrorCode, detail = 'GET toko.example/products: status 500'): AdapterError {
  return new AdapterError(code, { marketplace: GOOD, detail });
}

/** Serves these offers in pages of ten, and nothing is wrong with it. */
export function goodMarketplace(offers: readonly Offer[] = GOOD_OFFERS): Marketplace {
  const pageSize = 10;
  const shown = (): readonly Offer[] => offers.map((each) => ({ ...each, observedAt: new Date() }));
  return {
    id: GOOD,
    name: 'Toko Baik',
    protocol: 'rest',
    can: {
      stock: 'QUANTITY',
      changes: true,
      readById: 'BATCH',
      offers: 'PUBLIC',
      ordering: 'DIRECT',
      cancelling: true,
      orders: 'REPORTED',
    },
    feeds: [FEED],
    source: () => 'here',
    feed({ cursor, since }) {
      const page = Number(cursor ?? 1);
      const all = since !== undefined && since > new Date() ? [] : shown();
      const slice = all.slice((page - 1) * pageSize, page * pageSize);
      const answer: FeedPage = {
        offers: slice,
        rejected: [],
        records: slice.length,
        lacking: null,
        next: page * pageSize < all.length ? (String(page + 1) as FeedCursor) : null,
        total: all.length,
        position: String(page) as FeedCursor,
      };
      return Promise.resolve(answer);
    },
    offers: (ids) => Promise.resolve(ids.map((wanted) => shown().find(({ id }) => id === wanted) ?? null)),
    ordering: goodOrdering(offers),
    close: () => Promise.resolve(),
  };
}

/** Takes orders for what it sells, and has them until it hears otherwise. */
export function goodOrdering(offers: readonly Offer[] = GOOD_OFFERS): DirectOrdering {
  const placed = new Set<OrderReference>();
  return {
    mode: 'DIRECT',
    place({ reference: number, lines }) {
      const sold = lines.every(({ offer: wanted }) => offers.some(({ id }) => id === wanted.id));
      if (!sold)
        return Promise.resolve({ outcome: 'REFUSED', reason: 'UNKNOWN_OFFER', detail: 'no such SKU' });
      placed.add(number);
      return Promise.resolve({ outcome: 'PLACED' });
    },
    has: (number) => Promise.resolve(placed.has(number)),
    cancel: (number) =>
      Promise.resolve(
        placed.has(number)
          ? { outcome: 'CANCELLED' }
          : { outcome: 'REFUSED', reason: 'UNKNOWN_ORDER', detail: 'no such order' },
      ),
  };
}

/** Lets nobody in. */
export function refusing(code: ErrorCode = 'UNAUTHENTICATED', detail?: string): Marketplace {
  const refuse = (): Promise<never> => Promise.reject(failure(code, detail));
  return { ...goodMarketplace(), feed: refuse, offers: refuse };
}

export function subjectOf(marketplace: Marketplace, change: Partial<LiveSubject> = {}): LiveSubject {
  let orders = 0;
  return {
    marketplace,
    stranger: refusing(),
    order: (sold) => purchaseOrder([sold], { reference: reference(`CHECK-${(orders += 1)}`) }),
    pages: 5,
    secrets: ['rahasia-sekali'],
    ...change,
  };
}
