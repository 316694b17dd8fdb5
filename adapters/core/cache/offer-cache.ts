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

const DATES: ReadonlySet<string> = new Set(['updatedAt', 'observedAt'] satisfies (keyof Offer)[]);

/** What is not one of ours is as good as nothing. */
function decode(id: OfferId, text: string): KnownOffer | null {
  try {
    const entry = JSON.parse(text, (key, value: unknown) =>
      DATES.has(key) && typeof value === 'string' ? new Date(value) : value,
    ) as Partial<KnownOffer>;
    if (typeof entry.readAt !== 'number' || entry.offer === undefined) return null;
    return entry.offer === null || entry.offer.id === id
      ? { offer: entry.offer, readAt: entry.readAt }
      : null;
  } catch {
    return null;
  }
}
