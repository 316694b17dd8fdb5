import { createEkatalogLokal, type EkatalogLokalAccess } from './ekatalog-lokal/marketplace';
import { createJatimBejo, type JatimBejoAccess } from './jatim-bejo/marketplace';
import { createMbiz, type MbizAccess } from './mbiz/marketplace';
import type { FeedMemory, Marketplace } from './core/contract';
import type { SellerFeedOffer } from './protocols/seller-feed/map-product';
import type { TokoDaringOffer } from './protocols/toko-daring/map-product';

/** Where the three marketplaces are and how to sign in to each. */
export interface MarketplaceAccess {
  readonly jatimBejo: JatimBejoAccess;
  readonly mbiz: MbizAccess;
  readonly ekatalogLokal: EkatalogLokalAccess;
}

/** A type and not an interface, so that its values can be listed. */
export type Marketplaces = {
  readonly jatimBejo: Marketplace<TokoDaringOffer>;
  readonly mbiz: Marketplace<TokoDaringOffer>;
  readonly ekatalogLokal: Marketplace<SellerFeedOffer>;
};

/** Those of the three marketplaces that Pasar comes with whose access is given. */
export function createMarketplaces<A extends Partial<MarketplaceAccess>>(
  access: A,
  memory: FeedMemory,
): Pick<Marketplaces, keyof A & keyof Marketplaces> {
  const { jatimBejo, mbiz, ekatalogLokal } = access;
  const created: Partial<Marketplaces> = {
    ...(jatimBejo ? { jatimBejo: createJatimBejo(jatimBejo, memory) } : {}),
    ...(mbiz ? { mbiz: createMbiz(mbiz, memory) } : {}),
    ...(ekatalogLokal ? { ekatalogLokal: createEkatalogLokal(ekatalogLokal) } : {}),
  };
  return created as Pick<Marketplaces, keyof A & keyof Marketplaces>;
}
