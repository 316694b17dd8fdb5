import type { OfferReader } from '../../adapters/core/resilience/offer-reader';
import { EKatalogLokalOffer } from '../../schema/offer/marketplace-offers';
import type { Database } from '../database/connect';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

export function createEkatalogLokalSubgraph(reader: OfferReader, db: Database): Subgraph {
  return createMarketplaceSubgraph({ name: 'ekatalog-lokal', reader, offerType: EKatalogLokalOffer, db });
}
