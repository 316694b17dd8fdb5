import type { MarketplaceId } from '../../adapters/core/ids';
import { EKATALOG_LOKAL } from '../../adapters/ekatalog-lokal/marketplace';
import { JATIM_BEJO } from '../../adapters/jatim-bejo/marketplace';
import { MBIZ } from '../../adapters/mbiz/marketplace';

/** Each marketplace's offers are a type of their own, so that the planner knows which subgraph to ask. */
const OFFER_TYPES: ReadonlyMap<MarketplaceId, string> = new Map([
  [JATIM_BEJO, 'JatimBejoOffer'],
  [MBIZ, 'MbizOffer'],
  [EKATALOG_LOKAL, 'EKatalogLokalOffer'],
]);

/** Those that Pasar comes with. */
export const BUILT_IN_MARKETPLACES: readonly MarketplaceId[] = [...OFFER_TYPES.keys()];

/** The type that offers of partners share, unless they bring a subgraph of their own. */
export const PARTNER_OFFER = 'PartnerOffer';

/** The GraphQL type of a marketplace's offers, or null for one that Pasar does not come with. */
export function offerTypeOf(marketplace: MarketplaceId): string | null {
  return OFFER_TYPES.get(marketplace) ?? null;
}
