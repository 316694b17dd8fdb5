import { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { callFor } from '../../adapters/core/contract';
import { Order } from '../../schema/order/order';
import { OrderFilter, OrderList, OrdersArgs, OrderTotals } from '../../schema/order/order-list';
import { Cancellation, Purchase } from '../../schema/purchase/purchase';
import { PurchaseInput, QuoteInput } from '../../schema/purchase/purchase-input';
import { Quote } from '../../schema/purchase/quote';
import { parseFirst } from '../catalogue/search/offer-query';
import type { Database } from '../database/connect';
import { readAgain } from '../database/read-again';
import { inputError } from '../input-error';
import type { RequestContext } from '../request-context';
import { selectedFields } from '../selected-fields';
import { allowed, buyerOf } from './buyer-of';
import { countOrders, listOrders } from './ledger/list-orders';
import type { OrderRow } from './ledger/merge-order';
import type { OrderLoaders } from './ledger/order-loaders';
import { parseOrderIdAt } from './order-argument';
import { parseOrderQuery } from './ledger/order-query';
import { readTotals } from './ledger/order-totals';
import { orderView } from './ledger/order-view';
import { cancelOrder, type Cancelling } from './purchasing/cancel-order';
import type { Purchasing } from './purchasing/purchasing';
import { refusalOf, type PurchaseView } from './purchasing/purchase-view';
import type { MarketplaceNames } from '../partners/marketplace-names';

export interface OrderResolverOptions extends Cancelling {
  readonly db: Database;
  readonly purchasing: Purchasing;
  readonly names: MarketplaceNames;
  loaders(context: RequestContext): OrderLoaders;
}

/** Fields that are read only when they are asked for are not there yet. */
type Viewed<T> = Partial<T>;

/**
 * Orders, quotes and purchases. The gateway refuses who may not ask before it plans; that every resolver
 * checks again, and looks only at the actor's own institution, holds whatever stands in front.
 */
@Resolver()
export class OrderResolver {
  constructor(private readonly options: OrderResolverOptions) {}

  @Directive('@requiresScopes(scopes: [["orders:read"]])')
  @Query(() => OrderList, {
    nullable: true,
    description: "Orders of the caller's institution (daftar pesanan).",
  })
  async orders(
    @Args(() => OrdersArgs) args: OrdersArgs,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Viewed<OrderList>> {
    const { db } = this.options;
    const query = parseOrderQuery(args.filter, buyerOf(context, 'orders:read'));
    const first = parseFirst(args.first);
    const selected = selectedFields(info);
    const wantsRows = selected.has('nodes') || selected.has('pageInfo');
    const [page, totalCount] = await Promise.all([
      readAgain(() => listOrders(db, query, { first: wantsRows ? first : 0, after: args.after ?? null })),
      selected.has('totalCount') ? readAgain(() => countOrders(db, query)) : 0,
    ]);
    return {
      nodes: page.rows.map((row) => this.view(row)),
      pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor },
      totalCount,
    };
  }

  @Directive('@requiresScopes(scopes: [["orders:read"]])')
  @Query(() => Order, {
    nullable: true,
    description: "One order by its id; null when the caller's institution has none such.",
  })
  async order(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<Order | null> {
    buyerOf(context, 'orders:read');
    const row = await this.options.loaders(context).order.load(parseOrderIdAt('id', id));
    return row === null ? null : this.view(row);
  }

  @Directive('@requiresScopes(scopes: [["totals:read"]])')
  @Query(() => OrderTotals, {
    nullable: true,
    description:
      "What orders come to (rekapitulasi belanja): those of the caller's institution, for an admin those of all.",
  })
  orderTotals(
    @Arg('filter', () => OrderFilter, { nullable: true }) filter: OrderFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<OrderTotals> {
    const actor = allowed(context, 'totals:read');
    const query = parseOrderQuery(filter, actor);
    return readAgain(() => readTotals(this.options.db, query, this.options.names));
  }

  @Query(() => Quote, {
    description: 'What a purchase would cost now: prices and stock are asked of the marketplaces.',
  })
  quote(@Arg('input', () => QuoteInput) input: QuoteInput, @Ctx() context: RequestContext): Promise<Quote> {
    return this.options.purchasing.quote(input, context);
  }

  @Directive('@requiresScopes(scopes: [["orders:read"]])')
  @Query(() => Purchase, {
    nullable: true,
    description: 'What became of a purchase, as far as is known now.',
  })
  async purchaseResult(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Viewed<Purchase> | null> {
    const { institution } = buyerOf(context, 'orders:read');
    const view = await this.options.purchasing.read(id, institution);
    return view === null ? null : this.purchaseView(view);
  }

  @Directive('@requiresScopes(scopes: [["orders:place"]])')
  @Mutation(() => Purchase, {
    nullable: true,
    description:
      'Buys: an order per marketplace and seller, each with a fate of its own. The same key and input again give the first result.',
  })
  async purchase(
    @Arg('input', () => PurchaseInput) input: PurchaseInput,
    @Arg('idempotencyKey', () => String, {
      description:
        "The client's own name for this purchase, e.g. a UUID made when the buyer presses the button.",
    })
    key: string,
    @Ctx() context: RequestContext,
  ): Promise<Viewed<Purchase>> {
    const buyer = buyerOf(context, 'orders:place');
    return this.purchaseView(await this.options.purchasing.purchase(input, key, buyer, context));
  }

  @Directive('@requiresScopes(scopes: [["orders:place"]])')
  @Mutation(() => Purchase, {
    nullable: true,
    description: 'Sends a basket that came back from a marketplace as an order, at the prices of now.',
  })
  async orderBasket(
    @Arg('reference', () => ID, { description: "The purchase part's reference." }) reference: string,
    @Ctx() context: RequestContext,
  ): Promise<Viewed<Purchase>> {
    const buyer = buyerOf(context, 'orders:place');
    const view = await this.options.purchasing.orderBasket(reference, buyer, context);
    if (view === null) throw inputError('reference', 'is not a part of a purchase of this institution.');
    return this.purchaseView(view);
  }

  @Directive('@requiresScopes(scopes: [["orders:place"]])')
  @Mutation(() => Cancellation, {
    nullable: true,
    description: 'Takes an order back, where its marketplace can (pembatalan). Twice is once.',
  })
  async cancelOrder(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<Cancellation> {
    buyerOf(context, 'orders:place');
    const { order } = this.options.loaders(context);
    const orderId = parseOrderIdAt('id', id);
    const row = await order.load(orderId);
    if (row === null) throw inputError('id', 'is not an order of this institution.');
    const reason = await cancelOrder(row, this.options, callFor(context, context));
    const after = await order.clear(orderId).load(orderId);
    return { order: this.view(after ?? row), refusal: reason === null ? null : refusalOf(reason) };
  }

  private view(row: OrderRow): Order {
    // Lines, history and problems are resolved when they are asked for.
    return orderView(row, this.options.names) as unknown as Order;
  }

  private purchaseView(view: PurchaseView): Viewed<Purchase> {
    return {
      ...view,
      parts: view.parts.map((part) => ({ ...part, orders: part.orders.map((row) => this.view(row)) })),
    };
  }
}
