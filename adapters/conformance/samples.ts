import { randomInt, randomUUID } from 'node:crypto';
import { compareDecimals } from '../core/decimal';
import { offerId, parseOfferId, type OfferId } from '../core/ids';
import type { Offer } from '../core/offer';

/** So many out of a list, evenly spread: what is wrong at its end shows as well. */
export function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]).flatMap(
    (item) => (item === undefined ? [] : [item]),
  );
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * An article number that nobody has, in the manner of one that is there: an API that wants numbers or UUIDs
 * refuses anything else before it looks.
 */
function unknownSkuLike(sku: string): string {
  // Below 2^31, which is where many databases' numbers end.
  if (/^\d+$/.test(sku)) return String(randomInt(1_900_000_000, 2_100_000_000));
  return UUID.test(sku) ? randomUUID() : `PASAR-NONE-${randomInt(1_000_000, 9_999_999)}`;
}

/** The same offer under an article number that nobody has. */
export function unknownLike(offer: Offer): Offer {
  const sku = unknownSkuLike(offer.sku);
  const sellerCode = parseOfferId(offer.id)?.sellerCode ?? 'PASAR';
  return { ...offer, id: offerId(offer.marketplace, sellerCode, sku), sku };
}

/**
 * What an order costs least to try with, cheapest first: what is in stock, or what is not known to be out of it
 * where nothing says that it is in.
 */
export function toBuy(offers: readonly Offer[]): readonly Offer[] {
  const inStock = offers.filter(({ stock }) => stock.state === 'IN_STOCK');
  const perhaps = offers.filter(({ stock }) => stock.state === 'UNKNOWN');
  const buyable = inStock.length > 0 ? inStock : perhaps;
  return [...buyable].sort((a, b) => compareDecimals(a.price.amount, b.price.amount));
}

export function cheapestToBuy(offers: readonly Offer[]): Offer | null {
  return toBuy(offers)[0] ?? null;
}

export function idsOf(offers: readonly Offer[]): readonly OfferId[] {
  return offers.map(({ id }) => id);
}
