import { parseOrderId } from '../../adapters/core/ids';
import { buildFederatedSchema, type FieldResolver } from '../../schema/federation/subgraph-schema';
import { OFFER_REFERENCES } from '../../schema/offer/offer-reference';
import { ORDER_TYPES } from '../../schema/order/marketplace-orders';
import { QUOTE_PROBLEM_TYPES } from '../../schema/purchase/quote-problems';
import type { OfferStubs } from '../catalogue/offer-stubs';
import { openFollowing, type Following } from '../following/following';
import { perRequest, type RequestContext } from '../request-context';
import type { Subgraph } from '../subgraph';
import { createOrderLoaders } from './ledger/order-loaders';
import { eventView, lineView, orderView, type OrderSummary } from './ledger/order-view';
import type { Ledger } from './open-ledger';
import { createPurchasing } from './purchasing/purchasing';
import { buyerOf } from './buyer-of';
import { followOrders, parseFollowedOrders } from './order-updates';
import { OrderUpdatesResolver } from './order-updates-resolver';
import { OrderResolver } from './resolver';

/** The ledger of orders, its changes, and placing them. */
export function createOrdersSubgraph(
  { db, carryingOut, sources, names, rules, news }: Ledger,
  { ownTypes, offerTypes }: OfferStubs,
  { closing }: Pick<Following, 'closing'> = openFollowing(db),
): Subgraph {
  const loaders = perRequest((context) => createOrderLoaders(db, context.actor));
  const resolver = new OrderResolver({
    ...carryingOut,
    names,
    loaders,
    purchasing: createPurchasing({
      ...carryingOut,
      rules,
      sources,
      names: { get: (id) => names.get(id), offerTypes },
    }),
  });

  const ofOrder: Record<string, FieldResolver<RequestContext>> = {
    lines: async ({ row }: OrderSummary, _args, context) =>
      (await loaders(context).lines.load(row.id)).map((line) => lineView(line, offerTypes)),
    history: async ({ row }: OrderSummary, _args, context) =>
      (await loaders(context).history.load(row.id)).map(eventView),
    problems: ({ row }: OrderSummary) => row.problems,
  };
  const reference = async ({ id }: { id: string }, context: RequestContext): Promise<OrderSummary | null> => {
    const parsed = parseOrderId(id);
    const row = parsed === null ? null : await loaders(context).order.load(parsed.id);
    return row === null ? null : orderView(row, names);
  };
  return {
    name: 'orders',
    ...buildFederatedSchema<RequestContext>({
      resolvers: [OrderResolver, OrderUpdatesResolver],
      offerStubs: ownTypes,
      types: [...ORDER_TYPES, ...OFFER_REFERENCES, ...QUOTE_PROBLEM_TYPES],
      instances: new Map<unknown, object>([
        [OrderResolver, resolver],
        [OrderUpdatesResolver, new OrderUpdatesResolver({ names, loaders })],
      ]),
      subscriptions: {
        orderUpdates({ ids }: { ids?: readonly string[] | null }, context) {
          const buyer = buyerOf(context, 'orders:read');
          const followed = { ids: parseFollowedOrders(ids), buyer, signal: context.signal };
          return followOrders(followed, { db, news, closing });
        },
      },
      fields: Object.fromEntries(ORDER_TYPES.map(({ name }) => [name, ofOrder])),
      references: Object.fromEntries(ORDER_TYPES.map(({ name }) => [name, reference])),
    }),
  };
}
