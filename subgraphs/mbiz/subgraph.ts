import { MbizOffer } from '../../schema/offer/marketplace-offers';
import { MbizLiveOrder } from '../../schema/order/live-order';
import type { Database } from '../database/connect';
import { fixedSources } from '../marketplace/source-directory';
import type { Source } from '../marketplace/sources';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

export function createMbizSubgraph(source: Source, db: Database): Subgraph {
  return createMarketplaceSubgraph({
    name: 'mbiz',
    sources: fixedSources([source]),
    offerType: MbizOffer,
    orderType: { name: 'MbizOrder', type: MbizLiveOrder },
    db,
  });
}
