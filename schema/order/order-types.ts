import type { MarketplaceId } from '../../adapters/core/ids';
import { EKATALOG_LOKAL } from '../../adapters/ekatalog-lokal/marketplace';
import { JATIM_BEJO } from '../../adapters/jatim-bejo/marketplace';
import { MBIZ } from '../../adapters/mbiz/marketplace';

/** Each marketplace's orders are a type of their own, as its offers are; those of partners share one. */
const ORDER_TYPE_NAMES: ReadonlyMap<MarketplaceId, string> = new Map([
  [JATIM_BEJO, 'JatimBejoOrder'],
  [MBIZ, 'MbizOrder'],
  [EKATALOG_LOKAL, 'EKatalogLokalOrder'],
]);

/** The GraphQL type of a marketplace's orders. */
export function orderTypeOf(marketplace: MarketplaceId): string {
  return ORDER_TYPE_NAMES.get(marketplace) ?? 'PartnerOrder';
}
