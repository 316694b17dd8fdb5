import type { FeedMemory, Marketplace } from '../core/contract';
import { marketplaceId } from '../core/ids';
import { createTokoDaringMarketplace, type TokoDaringTuning } from '../protocols/toko-daring/marketplace';
import type { TokoDaringOffer } from '../protocols/toko-daring/map-product';
import type { TokoDaringAccess } from '../protocols/toko-daring/pull-client';

export const MBIZ = marketplaceId('mbiz');

/** Mbiz (Mbizmarket), the platform that also carries Jatim Bejo: the same goods may be listed on both. */
export function createMbiz(
  access: TokoDaringAccess,
  memory: FeedMemory,
  tuning: TokoDaringTuning = {},
): Marketplace<TokoDaringOffer> {
  return createTokoDaringMarketplace({ id: MBIZ, name: 'Mbiz', access, memory, ...tuning });
}
