import type DataLoader from 'dataloader';
import { Resolver } from 'type-graphql';
import type { FieldKind } from '../../adapters/core/cache/freshness';
import { parseOfferId, parseOrderId, type OfferId } from '../../adapters/core/ids';
import { buildFederatedSchema } from '../../schema/federation/subgraph-schema';
import type { Offer } from '../../schema/offer/offer';
import type { Database } from '../database/connect';
import { perRequest, type RequestContext } from '../request-context';
import type { Subgraph, SubgraphName } from '../subgraph';
import { createOfferLoader } from './live-offers';
import { createLiveOrderLoader } from './live-orders';
import type { MarketplaceId } from '../../adapters/core/ids';
import type { SourceDirectory } from './source-directory';
import type { Source } from './sources';
import { wantedKinds } from './wanted-kinds';

/** A marketplace has no field of its own at the root: its offers are reached through what refers to them. */
@Resolver()
class NoRootFields {}

export interface MarketplaceSubgraphOptions {
  readonly name: SubgraphName;
  /** Those that it asks: one, or all partners. */
  readonly sources: SourceDirectory;
  /** The marketplace's own offer type, a class that implements Offer. */
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for classes
  readonly offerType: Function;
  /** Its own order type as this subgraph has it, and the name it has in the graph. */
  readonly orderType: {
    readonly name: string;
    // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for classes
    readonly type: Function;
  };
  readonly db: Database;
}

/** A subgraph that asks marketplaces for their offers by id, live. */
export function createMarketplaceSubgraph({
  name,
  sources,
  offerType,
  orderType,
  db,
}: MarketplaceSubgraphOptions): Subgraph {
  // One loader per request, marketplace and set of kinds: what a page asks for alike is asked for together.
  const loaders = perRequest(() => new Map<string, DataLoader<OfferId, Offer | null>>());
  function loader(
    { offers: reader }: Source,
    context: RequestContext,
    kinds: ReadonlySet<FieldKind>,
  ): DataLoader<OfferId, Offer | null> {
    const key = [reader.id, ...[...kinds].sort()].join();
    const known = loaders(context).get(key) ?? createOfferLoader(reader, db, kinds, context);
    loaders(context).set(key, known);
    return known;
  }
  const orderLoaders = perRequest(() => new Map<MarketplaceId, ReturnType<typeof createLiveOrderLoader>>());
  function orderLoader(
    marketplace: MarketplaceId,
    context: RequestContext,
  ): ReturnType<typeof createLiveOrderLoader> {
    const statuses = sources.get(marketplace)?.statuses ?? null;
    const known = orderLoaders(context).get(marketplace) ?? createLiveOrderLoader(statuses, db, context);
    orderLoaders(context).set(marketplace, known);
    return known;
  }
  return {
    name,
    ...buildFederatedSchema<RequestContext>({
      resolvers: [NoRootFields],
      types: [offerType, orderType.type],
      instances: new Map([[NoRootFields, new NoRootFields()]]),
      references: {
        [offerType.name]: ({ id }, context, info) => {
          const offer = parseOfferId(id);
          const source = offer === null ? undefined : sources.get(offer.marketplace);
          return offer === null || source === undefined
            ? null
            : loader(source, context, wantedKinds(info)).load(offer.id);
        },
        [orderType.name]: ({ id }, context) => {
          const order = parseOrderId(id);
          return order === null ? null : orderLoader(order.marketplace, context).load(order.id);
        },
      },
    }),
  };
}
