import { Arg, Ctx, Directive, ID, Resolver, Root, Subscription } from 'type-graphql';
import { FROM_ITS_SOURCE } from '../../schema/federation/subscription-sources';
import { Order } from '../../schema/order/order';
import { toldOrThrown, type Told } from '../following/event-stream';
import type { RequestContext } from '../request-context';
import type { MarketplaceNames } from '../partners/marketplace-names';
import type { OrderRow } from './ledger/merge-order';
import type { OrderLoaders } from './ledger/order-loaders';
import { orderView } from './ledger/order-view';

export interface OrderUpdatesResolverOptions {
  readonly names: MarketplaceNames;
  loaders(context: RequestContext): OrderLoaders;
}

/** Orders as they change. */
@Resolver()
export class OrderUpdatesResolver {
  constructor(private readonly options: OrderUpdatesResolverOptions) {}

  @Directive('@requiresScopes(scopes: [["orders:read"]])')
  @Subscription(() => Order, {
    subscribe: FROM_ITS_SOURCE,
    description:
      "Orders of the caller's institution as they change from now on (pembaruan pesanan): new ones, a new state, new lines. Each as it is when it is told; several changes that come faster than they are read are one. Ends with an error `UNAVAILABLE` where it cannot go on: subscribe again and read `orders`.",
  })
  orderUpdates(
    @Root() told: Told<OrderRow>,
    @Ctx() context: RequestContext,
    @Arg('ids', () => [ID], {
      nullable: true,
      description:
        'Only these orders, 1 to 100; all where it is left out. Ids of orders that are not (yet) there are no error.',
    })
    _ids: string[] | null,
  ): Order {
    const row = toldOrThrown(told);
    // All events of a subscription may have one context: what an earlier one read is no longer so.
    const { order, lines, history } = this.options.loaders(context);
    order.clear(row.id).prime(row.id, row);
    lines.clear(row.id);
    history.clear(row.id);
    // Lines, history and problems are resolved when they are asked for.
    return orderView(row, this.options.names) as unknown as Order;
  }
}
