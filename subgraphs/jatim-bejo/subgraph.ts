import type { Marketplace } from '../../adapters/core/contract';
import { JatimBejoOffer } from '../../schema/offer/marketplace-offers';
import type { Database } from '../database/connect';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

export function createJatimBejoSubgraph(marketplace: Marketplace, db: Database): Subgraph {
  return createMarketplaceSubgraph({ name: 'jatim-bejo', marketplace, offerType: JatimBejoOffer, db });
}
