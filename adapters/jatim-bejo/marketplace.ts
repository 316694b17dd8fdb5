import type { FeedMemory, Marketplace } from '../core/contract';
import { createHttpSource } from '../core/http/http-source';
import { marketplaceId } from '../core/ids';
import { createHandOff } from '../protocols/toko-daring/hand-off';
import { createTokoDaringMarketplace, type TokoDaringTuning } from '../protocols/toko-daring/marketplace';
import type { TokoDaringOffer } from '../protocols/toko-daring/map-product';
import { createOrderStatuses } from '../protocols/toko-daring/order-status-client';
import type { TokoDaringAccess } from '../protocols/toko-daring/pull-client';

export const JATIM_BEJO = marketplaceId('jatim-bejo');

export interface JatimBejoAccess extends TokoDaringAccess {
  /** Where buyers are handed over to; without it there is no ordering through Pasar. */
  readonly handOff?: { readonly authUrl: string; readonly shopUrl: string };
  /** Answers statuses of orders; without it orders are known by its reports alone. */
  readonly orderStatusUrl?: string;
}

/** Jatim Bejo (Jawa Timur Belanja Online), the province's own storefront on Mbizmarket. */
export function createJatimBejo(
  access: JatimBejoAccess,
  memory: FeedMemory,
  tuning: TokoDaringTuning = {},
): Marketplace<TokoDaringOffer> {
  const catalogue = createTokoDaringMarketplace({
    id: JATIM_BEJO,
    name: 'Jatim Bejo',
    access,
    memory,
    ...tuning,
  });
  const { handOff, orderStatusUrl, clientId, clientSecret } = access;
  // Orders have sockets of their own: pages of products hold up no buyer.
  const http = createHttpSource(JATIM_BEJO);
  return {
    ...catalogue,
    can: {
      ...catalogue.can,
      ordering: handOff ? 'HANDOFF' : 'NONE',
      orders: orderStatusUrl === undefined ? 'REPORTED' : 'ASKED',
    },
    ...(handOff ? { ordering: createHandOff(JATIM_BEJO, { ...handOff, clientId, clientSecret }, http) } : {}),
    ...(orderStatusUrl === undefined
      ? {}
      : { orders: createOrderStatuses(JATIM_BEJO, { url: orderStatusUrl, clientId, clientSecret }, http) }),
    async close() {
      http.close();
      await catalogue.close();
    },
  };
}
