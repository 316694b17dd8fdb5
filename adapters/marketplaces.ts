import { createEkatalogLokal, type EkatalogLokalAccess } from './ekatalog-lokal/marketplace';
import { createJatimBejo } from './jatim-bejo/marketplace';
import { createMbiz } from './mbiz/marketplace';
import type { FeedMemory, Marketplace } from './core/contract';
import type { SellerFeedOffer } from './protocols/seller-feed/map-product';
import type { TokoDaringOffer } from './protocols/toko-daring/map-product';
import type { TokoDaringAccess } from './protocols/toko-daring/pull-client';

/** Where the three marketplaces are and how to sign in to each. */
export interface MarketplaceAccess {
  readonly jatimBejo: TokoDaringAccess;
  readonly mbiz: TokoDaringAccess;
  readonly ekatalogLokal: EkatalogLokalAccess;
}

export interface Marketplaces {
  readonly jatimBejo: Marketplace<TokoDaringOffer>;
  readonly mbiz: Marketplace<TokoDaringOffer>;
  readonly ekatalogLokal: Marketplace<SellerFeedOffer>;
}

/** The three marketplaces that Pasar comes with. */
export function createMarketplaces(access: MarketplaceAccess, memory: FeedMemory): Marketplaces {
  return {
    jatimBejo: createJatimBejo(access.jatimBejo, memory),
    mbiz: createMbiz(access.mbiz, memory),
    ekatalogLokal: createEkatalogLokal(access.ekatalogLokal),
  };
}
