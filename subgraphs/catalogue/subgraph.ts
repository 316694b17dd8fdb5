import { buildFederatedSchema } from '../../schema/federation/subgraph-schema';
import { OFFER_REFERENCES } from '../../schema/offer/offer-reference';
import type { Database } from '../database/connect';
import type { Subgraph } from '../subgraph';
import { CatalogueResolver } from './resolver';

/** The index of offers: search, facets, and where to ask for the live offer. */
export function createCatalogueSubgraph(db: Database): Subgraph {
  return {
    name: 'catalogue',
    ...buildFederatedSchema({
      resolvers: [CatalogueResolver],
      types: OFFER_REFERENCES,
      instances: new Map([[CatalogueResolver, new CatalogueResolver(db)]]),
    }),
  };
}
