import type { Marketplace } from '../../adapters/core/contract';
import { MbizOffer } from '../../schema/offer/marketplace-offers';
import type { Database } from '../database/connect';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

export function createMbizSubgraph(marketplace: Marketplace, db: Database): Subgraph {
  return createMarketplaceSubgraph({ name: 'mbiz', marketplace, offerType: MbizOffer, db });
}
