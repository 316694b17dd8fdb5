import { sql } from 'kysely';
import type { Actor } from '../../adapters/core/actor';
import type { Database } from '../../subgraphs/database/connect';
import { actorOf } from './actors';
import type { Answered, Asking, Graph } from './graph';

/** An offer as its marketplace has it now. */
export interface Good {
  readonly id: string;
  readonly price: string;
  /** Null where the marketplace tells only yes or no. */
  readonly stock: string | null;
  readonly seller: string;
}

export interface Problem {
  readonly __typename: string;
  readonly offerId: string | null;
  readonly message: string;
}

export interface QuotedPart {
  readonly marketplace: { readonly id: string };
  readonly sellerName: string | null;
  readonly ordering: string;
  readonly subtotal: string;
  readonly tax: string;
  readonly shippingFee: string | null;
  readonly total: string;
  readonly problems: readonly Problem[];
  readonly lines: readonly {
    readonly offerId: string;
    readonly offer: { readonly id: string; readonly price?: { readonly amount: string } } | null;
    readonly quantity: string;
    readonly unitPrice: string | null;
    readonly subtotal: string | null;
    readonly taxMode: string;
    readonly taxIncluded: boolean;
    readonly tax: string | null;
    readonly shippingFee: string | null;
    readonly landedTotal: string | null;
    readonly problems: readonly Problem[];
  }[];
}

export interface Quoted {
  readonly quote: {
    readonly parts: readonly QuotedPart[];
    readonly subtotal: string;
    readonly tax: string;
    readonly shippingFee: string | null;
    readonly total: string;
    readonly problemCount: number;
  };
}

export interface BoughtPart {
  readonly reference: string;
  readonly marketplace: { readonly id: string };
  readonly ordering: string;
  readonly state: string;
  readonly total: string;
  readonly pages: readonly { readonly url: string; readonly offer: { readonly id: string } | null }[];
  readonly basket: readonly { readonly sku: string; readonly quantity: string; readonly unitPrice: string }[];
  readonly problems: readonly Problem[];
  readonly refusal: { readonly reason: string; readonly message: string } | null;
  readonly orders: readonly { readonly id: string; readonly number: string; readonly state: string }[];
}

export interface Bought {
  readonly id: string;
  readonly parts: readonly BoughtPart[];
}

const PROBLEMS = `problems { __typename offerId message ... on PriceChanged { expected actual changePercent }
  ... on OutOfStock { available } ... on BelowMinimumOrder { minimum actual } ... on RegionNotServed { region }
  ... on PurchaseLimitExceeded { limit actual source } ... on SourceUnavailable { code } }`;

export const QUOTE = `query ($input: QuoteInput!) { quote(input: $input) { subtotal tax shippingFee total problemCount
  parts { marketplace { id } sellerName ordering subtotal tax shippingFee total ${PROBLEMS}
    lines { offerId offer { id } quantity unitPrice subtotal taxMode taxIncluded tax shippingFee landedTotal ${PROBLEMS} } } } }`;

export const PURCHASE_FIELDS = `id parts { reference marketplace { id } ordering state total pages { url offer { id } }
  basket { sku quantity unitPrice } ${PROBLEMS} refusal { reason message } orders { id number state } }`;

export const PURCHASE = `mutation ($input: PurchaseInput!, $key: String!) {
  purchase(input: $input, idempotencyKey: $key) { ${PURCHASE_FIELDS} } }`;

export const MALANG = '35.73';
/** Long enough for every healthy marketplace on a slow machine. */
export const PATIENCE = 30_000;

/** Offers of a marketplace that are on sale now, cheapest first. */
export async function goodsOf(graph: Graph, marketplace: string, onSale = true): Promise<readonly Good[]> {
  interface Found {
    readonly search: {
      readonly nodes: readonly {
        readonly seller: { readonly id: string };
        readonly offer: {
          readonly id: string;
          readonly price: { readonly amount: string };
          readonly stock: { readonly state: string; readonly quantity: string | null };
        };
      }[];
    };
  }
  const { data } = await graph.run<Found>(
    `{ search(first: 100, sort: PRICE_ASC, filter: { marketplaces: ["${marketplace}"] }) {
      nodes { seller { id } offer { id price { amount } stock { state quantity } } } } }`,
    { deadlineMs: PATIENCE },
  );
  return data.search.nodes
    .filter(({ offer }) => (offer.stock.state === 'IN_STOCK') === onSale)
    .map(({ offer: { id, price, stock }, seller }) => ({
      id,
      price: price.amount,
      stock: stock.quantity,
      seller: seller.id,
    }));
}

/** The first of a list that must hold one. */
export function first<T>(list: readonly T[] | undefined): T {
  const [found] = list ?? [];
  if (found === undefined) throw new Error('there is none');
  return found;
}

export function lineOf({ id, price }: Good, change: object = {}): object {
  return { offerId: id, quantity: '1', expectedPrice: { amount: price }, ...change };
}

export function purchaseInput(lines: readonly object[], change: object = {}): object {
  return {
    lines,
    deliverTo: {
      region: MALANG,
      address: 'Jl. Veteran 19',
      receiver: 'Budi Santoso',
      phone: '0812-3456-7890',
    },
    rupCode: '41234567',
    fundingSource: 'APBD',
    ...change,
  };
}

export function quote(
  graph: Graph,
  lines: readonly object[],
  { actor, ...change }: { readonly actor?: Actor | undefined } & Record<string, unknown> = {},
  request: Asking = {},
): Promise<Answered<Quoted>> {
  const variables = { input: { lines, deliveryRegion: MALANG, ...change } };
  return graph.run<Quoted>(QUOTE, { actor, variables, deadlineMs: PATIENCE, ...request });
}

/** Buys as the city of Malang's officer, or as who a test says. */
export function purchase(
  graph: Graph,
  input: object,
  key: string,
  request: Asking = {},
): Promise<Answered<{ readonly purchase: Bought | null }>> {
  return graph.run(PURCHASE, {
    actor: actorOf(),
    variables: { input, key },
    deadlineMs: PATIENCE,
    ...request,
  });
}

/** The same, for a purchase that is decided on. */
export async function buy(graph: Graph, input: object, key: string, request: Asking = {}): Promise<Bought> {
  const { data, errors } = await purchase(graph, input, key, request);
  if (errors || !data.purchase) throw new Error(JSON.stringify(errors));
  return data.purchase;
}

export async function resultOf(graph: Graph, id: string, actor = actorOf()): Promise<Bought> {
  const { data } = await graph.run<{ purchaseResult: Bought | null }>(
    `query ($id: ID!) { purchaseResult(id: $id) { ${PURCHASE_FIELDS} } }`,
    { actor, variables: { id } },
  );
  if (!data.purchaseResult) throw new Error('there is no such purchase');
  return data.purchaseResult;
}

/** How many rows purchases have left. */
export async function rowsOf(
  db: Database,
): Promise<Record<'purchase' | 'purchase_part' | 'outbox' | 'orders', number>> {
  const { rows } = await sql<Record<'purchase' | 'purchase_part' | 'outbox' | 'orders', number>>`
    select (select count(*)::int from purchase) as purchase,
           (select count(*)::int from purchase_part) as purchase_part,
           (select count(*)::int from outbox) as outbox,
           (select count(*)::int from orders) as orders`.execute(db);
  return first(rows);
}
