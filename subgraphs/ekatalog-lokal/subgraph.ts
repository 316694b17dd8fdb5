import { EKatalogLokalOffer } from '../../schema/offer/marketplace-offers';
import { EKatalogLokalLiveOrder } from '../../schema/order/live-order';
import type { Database } from '../database/connect';
import { fixedSources } from '../marketplace/source-directory';
import type { Source } from '../marketplace/sources';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

export function createEkatalogLokalSubgraph(source: Source, db: Database): Subgraph {
  return createMarketplaceSubgraph({
    name: 'ekatalog-lokal',
    sources: fixedSources([source]),
    offerType: EKatalogLokalOffer,
    orderType: { name: 'EKatalogLokalOrder', type: EKatalogLokalLiveOrder },
    db,
  });
}
