import { JatimBejoOffer } from '../../schema/offer/marketplace-offers';
import { JatimBejoLiveOrder } from '../../schema/order/live-order';
import type { Database } from '../database/connect';
import { fixedSources } from '../marketplace/source-directory';
import type { Source } from '../marketplace/sources';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

export function createJatimBejoSubgraph(source: Source, db: Database): Subgraph {
  return createMarketplaceSubgraph({
    name: 'jatim-bejo',
    sources: fixedSources([source]),
    offerType: JatimBejoOffer,
    orderType: { name: 'JatimBejoOrder', type: JatimBejoLiveOrder },
    db,
  });
}
