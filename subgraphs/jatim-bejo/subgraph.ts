import type { OfferReader } from '../../adapters/core/resilience/offer-reader';
import { JatimBejoOffer } from '../../schema/offer/marketplace-offers';
import type { Database } from '../database/connect';
import { createMarketplaceSubgraph } from '../marketplace/subgraph';
import type { Subgraph } from '../subgraph';

export function createJatimBejoSubgraph(reader: OfferReader, db: Database): Subgraph {
  return createMarketplaceSubgraph({ name: 'jatim-bejo', reader, offerType: JatimBejoOffer, db });
}
