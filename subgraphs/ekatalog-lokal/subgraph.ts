import type { Marketplace } from '../../adapters/core/contract';
import { EKatalogLokalOffer } from '../../schema/offer/marketplace-offers';
import type { Database } from '../database/connect';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

export function createEkatalogLokalSubgraph(marketplace: Marketplace, db: Database): Subgraph {
  return createMarketplaceSubgraph({
    name: 'ekatalog-lokal',
    marketplace,
    offerType: EKatalogLokalOffer,
    db,
  });
}
