import type { Cache } from '../../adapters/core/cache/cache';
import { createOfferCache } from '../../adapters/core/cache/offer-cache';
import type { Marketplace } from '../../adapters/core/contract';
import { createOfferReader, type OfferReader } from '../../adapters/core/resilience/offer-reader';
import type { ReadPolicy } from '../../adapters/core/resilience/policy';
import type { SourceEvents } from '../../adapters/core/resilience/source-events';
import type { Marketplaces } from '../../adapters/marketplaces';

/** Live reads per marketplace; a type and not an interface, so that its values can be listed. */
export type OfferReaders = { readonly [Name in keyof Marketplaces]: OfferReader };

export interface OfferReaderResources {
  readonly cache: Cache;
  readonly policy: ReadPolicy;
  readonly events: SourceEvents;
}

/** A reader for each marketplace there is, over one cache. */
export function createOfferReaders<M extends Partial<Marketplaces>>(
  marketplaces: M,
  { cache, policy, events }: OfferReaderResources,
): Pick<OfferReaders, keyof M & keyof OfferReaders> {
  const offers = createOfferCache(cache);
  const readers = Object.entries<Marketplace>(marketplaces).map(([name, marketplace]) => [
    name,
    createOfferReader({ marketplace, cache: offers, policy, events }),
  ]);
  return Object.fromEntries(readers) as Pick<OfferReaders, keyof M & keyof OfferReaders>;
}
