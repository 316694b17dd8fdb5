import type { OfferReader } from '../../adapters/core/resilience/offer-reader';
import { MbizOffer } from '../../schema/offer/marketplace-offers';
import type { Database } from '../database/connect';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

export function createMbizSubgraph(reader: OfferReader, db: Database): Subgraph {
  return createMarketplaceSubgraph({ name: 'mbiz', reader, offerType: MbizOffer, db });
}
