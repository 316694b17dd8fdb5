import { PartnerOffer } from '../../schema/offer/marketplace-offers';
import { PartnerLiveOrder } from '../../schema/order/live-order';
import type { Database } from '../database/connect';
import type { SourceDirectory } from '../marketplace/source-directory';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

/** Every partner that joined by a manifest or a protocol: a thousand of them cost the planner one type. */
export function createPartnersSubgraph(sources: SourceDirectory, db: Database): Subgraph {
  return createMarketplaceSubgraph({
    name: 'partners',
    sources,
    offerType: PartnerOffer,
    orderType: { name: 'PartnerOrder', type: PartnerLiveOrder },
    db,
  });
}
