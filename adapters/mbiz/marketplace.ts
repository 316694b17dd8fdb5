import type { FeedMemory, Marketplace } from '../core/contract';
import { createHttpSource } from '../core/http/http-source';
import { marketplaceId } from '../core/ids';
import type { CxmlAccess } from '../protocols/cxml/access';
import { createCxmlOrdering } from '../protocols/cxml/ordering';
import { createTokoDaringMarketplace, type TokoDaringTuning } from '../protocols/toko-daring/marketplace';
import type { TokoDaringOffer } from '../protocols/toko-daring/map-product';
import type { TokoDaringAccess } from '../protocols/toko-daring/pull-client';

export const MBIZ = marketplaceId('mbiz');

export interface MbizAccess extends TokoDaringAccess {
  /** Where it takes orders; without it, it only lists goods. */
  readonly ordering?: MbizOrderingAccess | null;
}

export interface MbizOrderingAccess {
  readonly cxml: CxmlAccess;
  readonly mode: 'DIRECT' | 'PUNCHOUT';
}

/** Mbiz (Mbizmarket), the platform that also carries Jatim Bejo: the same goods may be listed on both. */
export function createMbiz(
  access: MbizAccess,
  memory: FeedMemory,
  tuning: TokoDaringTuning = {},
): Marketplace<TokoDaringOffer> {
  const catalogue = createTokoDaringMarketplace({ id: MBIZ, name: 'Mbiz', access, memory, ...tuning });
  if (!access.ordering) return catalogue;
  const { cxml, mode } = access.ordering;
  const { now } = tuning;
  // Sockets of its own: orders don't queue behind pages of the catalogue.
  const http = createHttpSource(MBIZ);
  return {
    ...catalogue,
    can: { ...catalogue.can, ordering: mode, cancelling: true, orders: 'REPORTED' },
    ordering: createCxmlOrdering({ marketplace: MBIZ, access: cxml, mode, http, ...(now ? { now } : {}) }),
    async close() {
      http.close();
      await catalogue.close();
    },
  };
}
