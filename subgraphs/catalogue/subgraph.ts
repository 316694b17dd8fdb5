import { buildFederatedSchema } from '../../schema/federation/subgraph-schema';
import { OFFER_REFERENCES } from '../../schema/offer/offer-reference';
import type { Database } from '../database/connect';
import { openFollowing, type Following } from '../following/following';
import type { RequestContext } from '../request-context';
import { followOffers, parseFollowed } from './offer-changes';
import { OfferChangesResolver } from './offer-changes-resolver';
import type { OfferStubs } from './offer-stubs';
import type { Subgraph } from '../subgraph';
import { CatalogueResolver } from './resolver';

/** The index of offers: search, facets, where to ask for the live offer, and that one changed. */
export function createCatalogueSubgraph(
  db: Database,
  stubs: OfferStubs,
  following: Following = openFollowing(db),
): Subgraph {
  return {
    name: 'catalogue',
    ...buildFederatedSchema<RequestContext>({
      resolvers: [CatalogueResolver, OfferChangesResolver],
      types: OFFER_REFERENCES,
      offerStubs: stubs.ownTypes,
      instances: new Map<unknown, object>([
        [CatalogueResolver, new CatalogueResolver(db, stubs)],
        [OfferChangesResolver, new OfferChangesResolver()],
      ]),
      subscriptions: {
        offerChanges: ({ ids }: { ids: readonly string[] }, { signal }) =>
          followOffers(parseFollowed(ids), signal, { ...following, ...stubs }),
      },
    }),
  };
}
