import type { Marketplace } from '../core/contract';
import { createHttpSource } from '../core/http/http-source';
import { marketplaceId } from '../core/ids';
import { createSellerDirectory, type InaprocAccess } from '../protocols/inaproc/seller-directory';
import type { SellerFeedOffer } from '../protocols/seller-feed/map-product';
import { createSellerFeedMarketplace, type SellerFeedTuning } from '../protocols/seller-feed/marketplace';

export const EKATALOG_LOKAL = marketplaceId('ekatalog-lokal');

export interface EkatalogLokalAccess {
  readonly feeds: readonly { readonly sellerCode: string; readonly url: string }[];
  readonly secret: string;
  readonly source?: string;
  /** Address of LKPP's master lists; without it showcases and units stay unnamed. */
  readonly masterListsUrl: string | null;
  /** Without it sellers are known by their code alone: no name, region or size. */
  readonly inaproc: InaprocAccess | null;
}

/** e-Katalog Lokal: the local catalogue of e-Katalog, read from the feeds that its sellers host. */
export function createEkatalogLokal(
  access: EkatalogLokalAccess,
  tuning: SellerFeedTuning = {},
): Marketplace<SellerFeedOffer> {
  const register = createHttpSource(EKATALOG_LOKAL);
  const marketplace = createSellerFeedMarketplace({
    id: EKATALOG_LOKAL,
    name: 'e-Katalog Lokal',
    feeds: access.feeds,
    secret: access.secret,
    ...(access.source === undefined ? {} : { source: access.source }),
    masterLists:
      access.masterListsUrl === null ? null : { url: access.masterListsUrl, secret: access.secret },
    sellers: access.inaproc === null ? null : createSellerDirectory(EKATALOG_LOKAL, access.inaproc, register),
    ...tuning,
  });
  return {
    ...marketplace,
    async close() {
      register.close();
      await marketplace.close();
    },
  };
}
