import { buildFederatedSchema } from '../../schema/federation/subgraph-schema';
import { OFFER_REFERENCES } from '../../schema/offer/offer-reference';
import type { Database } from '../database/connect';
import type { OfferTypes } from '../partners/offer-types';
import type { Subgraph } from '../subgraph';
import { CatalogueResolver } from './resolver';

/** How a subgraph refers to offers: the types of partners' own subgraphs, and whose offers are of which. */
export interface OfferStubs {
  readonly ownTypes: readonly string[];
  readonly offerTypes: OfferTypes;
}

/** The index of offers: search, facets, and where to ask for the live offer. */
export function createCatalogueSubgraph(db: Database, { ownTypes, offerTypes }: OfferStubs): Subgraph {
  return {
    name: 'catalogue',
    ...buildFederatedSchema({
      resolvers: [CatalogueResolver],
      types: OFFER_REFERENCES,
      offerStubs: ownTypes,
      instances: new Map([[CatalogueResolver, new CatalogueResolver(db, offerTypes)]]),
    }),
  };
}
