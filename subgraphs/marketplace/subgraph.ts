import { Resolver } from 'type-graphql';
import type { Marketplace } from '../../adapters/core/contract';
import { parseOfferId } from '../../adapters/core/ids';
import { buildFederatedSchema } from '../../schema/federation/subgraph-schema';
import type { Database } from '../database/connect';
import { perRequest, type RequestContext } from '../request-context';
import type { Subgraph, SubgraphName } from '../subgraph';
import { createOfferLoader } from './live-offers';

/** A marketplace has no field of its own at the root: its offers are reached through what refers to them. */
@Resolver()
class NoRootFields {}

export interface MarketplaceSubgraphOptions {
  readonly name: SubgraphName;
  readonly marketplace: Marketplace;
  /** The marketplace's own offer type, a class that implements Offer. */
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for classes
  readonly offerType: Function;
  readonly db: Database;
}

/** A subgraph that asks one marketplace: its offers by id, live. */
export function createMarketplaceSubgraph({
  name,
  marketplace,
  offerType,
  db,
}: MarketplaceSubgraphOptions): Subgraph {
  const loader = perRequest((context) => createOfferLoader(marketplace, db, context));
  return {
    name,
    ...buildFederatedSchema<RequestContext>({
      resolvers: [NoRootFields],
      types: [offerType],
      instances: new Map([[NoRootFields, new NoRootFields()]]),
      references: {
        [offerType.name]: ({ id }, context) => {
          const offer = parseOfferId(id);
          return offer === null || offer.marketplace !== marketplace.id
            ? null
            : loader(context).load(offer.id);
        },
      },
    }),
  };
}
