import type { FeedMemory, Marketplace } from '../core/contract';
import { marketplaceId } from '../core/ids';
import { createTokoDaringMarketplace, type TokoDaringTuning } from '../protocols/toko-daring/marketplace';
import type { TokoDaringOffer } from '../protocols/toko-daring/map-product';
import type { TokoDaringAccess } from '../protocols/toko-daring/pull-client';

export const JATIM_BEJO = marketplaceId('jatim-bejo');

/** Jatim Bejo (Jawa Timur Belanja Online), the province's own storefront on Mbizmarket. */
export function createJatimBejo(
  access: TokoDaringAccess,
  memory: FeedMemory,
  tuning: TokoDaringTuning = {},
): Marketplace<TokoDaringOffer> {
  return createTokoDaringMarketplace({ id: JATIM_BEJO, name: 'Jatim Bejo', access, memory, ...tuning });
}
