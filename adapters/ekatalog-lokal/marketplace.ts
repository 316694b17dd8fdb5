import type { Marketplace } from '../core/contract';
import { createHttpSource } from '../core/http/http-source';
import { marketplaceId } from '../core/ids';
import { PRODUCT_PAGES } from '../core/order/page-hand-off';
import type { InaprocAccess } from '../protocols/inaproc/access';
import { createGatewayClient } from '../protocols/inaproc/gateway-client';
import { createInaprocOrders } from '../protocols/inaproc/orders-port';
import { createSellerDirectory } from '../protocols/inaproc/seller-directory';
import type { SellerFeedOffer } from '../protocols/seller-feed/map-product';
import { createSellerFeedMarketplace, type SellerFeedTuning } from '../protocols/seller-feed/marketplace';

export const EKATALOG_LOKAL = marketplaceId('ekatalog-lokal');

export interface EkatalogLokalAccess {
  readonly feeds: readonly { readonly sellerCode: string; readonly url: string }[];
  readonly secret: string;
  readonly source?: string;
  /** Address of LKPP's master lists; without it showcases and units stay unnamed. */
  readonly masterListsUrl: string | null;
  /** Without it sellers are known by their code alone (no name, region or size), and no orders are read. */
  readonly inaproc: InaprocAccess | null;
}

export interface EkatalogLokalTuning extends SellerFeedTuning {
  /** Rows of orders per page, 1 to 1,000. */
  readonly orderPageSize?: number;
}

/**
 * e-Katalog Lokal: the local catalogue of e-Katalog. Its goods are read from the feeds that its sellers
 * host, its orders from the INAPROC gateway; it is ordered from on its own pages.
 */
export function createEkatalogLokal(
  access: EkatalogLokalAccess,
  { orderPageSize, ...tuning }: EkatalogLokalTuning = {},
): Marketplace<SellerFeedOffer> {
  const http = createHttpSource(EKATALOG_LOKAL);
  const inaproc = { marketplace: EKATALOG_LOKAL, http, ...(tuning.now ? { now: tuning.now } : {}) };
  const marketplace = createSellerFeedMarketplace({
    id: EKATALOG_LOKAL,
    name: 'e-Katalog Lokal',
    feeds: access.feeds,
    secret: access.secret,
    ...(access.source === undefined ? {} : { source: access.source }),
    masterLists:
      access.masterListsUrl === null ? null : { url: access.masterListsUrl, secret: access.secret },
    sellers:
      access.inaproc === null
        ? null
        : createSellerDirectory(createGatewayClient({ ...inaproc, access: access.inaproc })),
    ...tuning,
  });
  return {
    ...marketplace,
    can: { ...marketplace.can, ordering: PRODUCT_PAGES.mode, cancelling: false, orders: 'LISTED' },
    ordering: PRODUCT_PAGES,
    orders: createInaprocOrders({
      ...inaproc,
      access: access.inaproc,
      ...(orderPageSize === undefined ? {} : { pageSize: orderPageSize }),
    }),
    async close() {
      http.close();
      await marketplace.close();
    },
  };
}
