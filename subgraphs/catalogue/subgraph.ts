import { buildFederatedSchema } from '../../schema/federation/subgraph-schema';
import { OFFER_REFERENCES } from '../../schema/offer/offer-reference';
import type { Database } from '../database/connect';
import type { OfferStubs } from './offer-stubs';
import type { Subgraph } from '../subgraph';
import { CatalogueResolver } from './resolver';

/** The index of offers: search, facets, and where to ask for the live offer. */
export function createCatalogueSubgraph(db: Database, stubs: OfferStubs): Subgraph {
  return {
    name: 'catalogue',
    ...buildFederatedSchema({
      resolvers: [CatalogueResolver],
      types: OFFER_REFERENCES,
      offerStubs: stubs.ownTypes,
      instances: new Map([[CatalogueResolver, new CatalogueResolver(db, stubs)]]),
    }),
  };
}
