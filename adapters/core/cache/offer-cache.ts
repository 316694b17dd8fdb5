import type { OfferId } from '../ids';
import type { Offer } from '../offer';
import type { Cache } from './cache';
import { LAST_KNOWN_MS, type KnownOffer } from './freshness';

/** Offers by id, as any caller last got them from their marketplaces. */
export interface OfferCache {
  get(ids: readonly OfferId[]): Promise<ReadonlyMap<OfferId, KnownOffer>>;
  put(offers: ReadonlyMap<OfferId, KnownOffer>): Promise<void>;
}

/** Raise it when the shape of an offer changes: replicas of two versions share one Redis for a while. */
const KEY = 'offer:1:';

export function createOfferCache(cache: Cache): OfferCache {
  return {
    async get(ids) {
      const texts = await cache.get(ids.map((id) => KEY + id));
      const known = new Map<OfferId, KnownOffer>();
      ids.forEach((id, i) => {
        const text = texts[i];
        const entry = text == null ? null : decode(id, text);
        if (entry !== null) known.set(id, entry);
      });
      return known;
    },
    put: (offers) =>
      cache.set(
        [...offers].map(([id, entry]) => ({
          key: KEY + id,
          value: JSON.stringify(entry),
          timeToLiveMs: LAST_KNOWN_MS,
        })),
      ),
  };
}

/** What is not one of ours is as good as nothing. */
function decode(id: OfferId, text: string): KnownOffer | null {
  try {
    const { readAt, offer } = JSON.parse(text) as Partial<KnownOffer>;
    if (typeof readAt !== 'number' || offer === undefined) return null;
    if (offer === null) return { offer, readAt };
    return offer.id === id ? { offer: withDates(offer), readAt } : null;
  } catch {
    return null;
  }
}

/** JSON has no dates. They are made again by name: a reviver would look at every field, and costs ten times as much. */
function withDates(offer: Offer): Offer {
  return {
    ...offer,
    price: { ...offer.price, updatedAt: dateOf(offer.price.updatedAt) },
    stock: { ...offer.stock, updatedAt: dateOf(offer.stock.updatedAt) },
    updatedAt: dateOf(offer.updatedAt),
    observedAt: new Date(offer.observedAt),
  };
}

function dateOf(value: Date | null): Date | null {
  return value === null ? null : new Date(value);
}
