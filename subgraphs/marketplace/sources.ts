import type { Cache } from '../../adapters/core/cache/cache';
import { createOfferCache, type OfferCache } from '../../adapters/core/cache/offer-cache';
import type { Marketplace } from '../../adapters/core/contract';
import { createOfferReader, type OfferReader } from '../../adapters/core/resilience/offer-reader';
import {
  createOrderStatusReader,
  type OrderStatusReader,
} from '../../adapters/core/resilience/order-status-reader';
import type { ReadPolicy } from '../../adapters/core/resilience/policy';
import type { SourceEvents } from '../../adapters/core/resilience/source-events';
import type { Marketplaces } from '../../adapters/marketplaces';

/** A marketplace with what reads it live, under its policy. */
export interface Source {
  readonly marketplace: Marketplace;
  readonly offers: OfferReader;
  /** Null where it can't be asked for statuses of orders. */
  readonly statuses: OrderStatusReader | null;
}

/** A type and not an interface, so that its values can be listed. */
export type Sources = { readonly [Name in keyof Marketplaces]: Source };

export interface SourceResources {
  readonly cache: Cache;
  readonly policy: ReadPolicy;
  readonly events: SourceEvents;
}

/** A marketplace under its policy; what it says is kept in a cache that several may share. */
export function createSource(
  marketplace: Marketplace,
  { cache, policy, events }: Omit<SourceResources, 'cache'> & { readonly cache: OfferCache },
): Source {
  return {
    marketplace,
    offers: createOfferReader({ marketplace, cache, policy, events }),
    statuses: createOrderStatusReader({ marketplace, policy, events }),
  };
}

/** A source for each marketplace there is, over one cache. */
export function createSources<M extends Partial<Marketplaces>>(
  marketplaces: M,
  { cache, policy, events }: SourceResources,
): Pick<Sources, keyof M & keyof Sources> {
  const kept = createOfferCache(cache);
  const sources = Object.entries<Marketplace>(marketplaces).map(([name, marketplace]) => [
    name,
    createSource(marketplace, { cache: kept, policy, events }),
  ]);
  return Object.fromEntries(sources) as Pick<Sources, keyof M & keyof Sources>;
}
