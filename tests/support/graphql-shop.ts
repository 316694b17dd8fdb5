import { buildSchema, graphql, GraphQLError, Kind, parse } from 'graphql';
import { readDefinition } from '../../adapters/partners/read-definition';
import type { PartnerDefinitionOf } from '../../adapters/partners/partner-definition';
import type { Answer, Handler, ReceivedRequest } from '../../adapters/sandbox/servers/fake-server';

/** Good for nothing but this shop. */
export const GRAPHQL_SHOP_KEY = 'sandbox-toko-graf';

const SCHEMA = buildSchema(`
  type Query {
    products(first: Int!, after: Int): Products!
    productsByIds(ids: [ID!]!): [Product]!
    account: Account
    order(reference: String!): Order
  }
  type Mutation {
    openCart(lines: [LineInput!]!): CartPayload!
    completeCart(cart: ID!, version: Int!, reference: String!): OrderPayload
    closeCart(cart: ID!): ClosePayload
    cancelOrder(id: ID!): OrderPayload
  }
  type Products { nodes: [Product!]! next: Int total: Int! }
  type Product { sku: ID! name: String! price: String! stock: Int! }
  type Account { orders(reference: String!): [Order!] }
  type Order { id: ID! reference: String! state: String! changedAt: String! }
  type Cart { id: ID! version: Int! }
  type UserError { code: String! }
  type CartPayload { cart: Cart userErrors: [UserError!]! }
  type OrderPayload { order: Order userErrors: [UserError!]! }
  type ClosePayload { closed: ID userErrors: [UserError!]! }
  input LineInput { sku: ID! quantity: Float! }
`);

export interface GraphqlOrder {
  readonly id: string;
  readonly reference: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  state: 'OPEN' | 'PACKED' | 'SENT' | 'VOID';
}

/** What a field of the root gives in place of what it should: it is worked on before, or it isn't. */
export interface Strike {
  readonly worked: boolean;
  readonly answer: Answer;
}

/** "Toko Graf": a shop whose only door is GraphQL, which runs what it is asked as any such server does. */
export interface GraphqlShop {
  readonly handler: Handler;
  readonly carts: ReadonlyMap<string, GraphqlOrder['lines']>;
  readonly orders: GraphqlOrder[];
  /** The fields of the root that were asked for, in turn. */
  readonly journal: string[];
  /** By field of the root. */
  readonly strikes: Map<string, Strike>;
}

const CHANGED_AT = '2026-03-02T04:00:00Z';
/** Article GRAF-3 is sold out. */
const product = (number: number) => ({
  sku: `GRAF-${number}`,
  name: `Kertas grafik ${number} rim`,
  price: `${50_000 + number}.50`,
  stock: number === 3 ? 0 : 10,
});

export function createGraphqlShop(size = 12): GraphqlShop {
  const products = Array.from({ length: size }, (_, i) => product(i + 1));
  const carts = new Map<string, GraphqlOrder['lines']>();
  const orders: GraphqlOrder[] = [];
  const journal: string[] = [];
  const strikes = new Map<string, Strike>();
  let opened = 0;
  const refused = (code: string) => ({ userErrors: [{ code }] });
  const failed = (code: string): never => {
    throw new GraphQLError(code, { extensions: { code } });
  };
  const shown = (order: GraphqlOrder) => ({ ...order, changedAt: CHANGED_AT });
  const ofReference = (reference: string) => orders.filter((order) => order.reference === reference);

  const root = {
    products: ({ first, after }: { first: number; after?: number | null }) => {
      const start = after ?? 0;
      const next = start + first < products.length ? start + first : null;
      return { nodes: products.slice(start, start + first), next, total: products.length };
    },
    productsByIds: ({ ids }: { ids: string[] }) => ids.map((id) => products.find(({ sku }) => sku === id)),
    account: {
      orders: ({ reference }: { reference: string }) => ofReference(reference).map(shown),
    },
    order: ({ reference }: { reference: string }) => ofReference(reference).map(shown)[0],
    openCart: ({ lines }: { lines: GraphqlOrder['lines'] }) => {
      for (const { sku, quantity } of lines) {
        const sold = products.find((each) => each.sku === sku);
        if (sold === undefined) return failed('UNKNOWN_ARTICLE');
        if (sold.stock < quantity) return refused('SOLD_OUT');
      }
      const id = `K${(opened += 1)}`;
      carts.set(id, lines);
      return { cart: { id, version: opened + 6 }, userErrors: [] };
    },
    completeCart: ({ cart, version, reference }: { cart: string; version: number; reference: string }) => {
      const lines = carts.get(cart);
      if (lines === undefined || version !== Number(cart.slice(1)) + 6) return failed('NO_SUCH_CART');
      carts.delete(cart);
      const order: GraphqlOrder = { id: `P${orders.length + 1}`, reference, lines, state: 'OPEN' };
      orders.push(order);
      return { order: shown(order), userErrors: [] };
    },
    closeCart: ({ cart }: { cart: string }) => ({ closed: carts.delete(cart) ? cart : null, userErrors: [] }),
    cancelOrder: ({ id }: { id: string }) => {
      const order = orders.find((each) => each.id === id);
      if (order === undefined) return failed('NO_SUCH_ORDER');
      if (order.state === 'SENT') return refused('ON_ITS_WAY');
      order.state = 'VOID';
      return { order: shown(order), userErrors: [] };
    },
  };

  return {
    carts,
    orders,
    journal,
    strikes,
    async handler({ headers, path, method, body }: ReceivedRequest): Promise<Answer> {
      if (path !== '/graphql' || method !== 'POST') return { status: 404, body: {} };
      if (headers['x-key'] !== GRAPHQL_SHOP_KEY)
        return { body: { errors: [{ message: 'who?', extensions: { code: 'UNAUTHENTICATED' } }] } };
      const { query: source, variables } = JSON.parse(body) as {
        query: string;
        variables: Record<string, unknown>;
      };
      const field = rootField(source);
      journal.push(field);
      const strike = strikes.get(field);
      if (strike?.worked === false) return strike.answer;
      const result = await graphql({ schema: SCHEMA, source, rootValue: root, variableValues: variables });
      return strike?.answer ?? { body: result };
    },
  };
}

function rootField(source: string): string {
  const [operation] = parse(source).definitions;
  const [field] =
    operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : ([] as const);
  if (field?.kind !== Kind.FIELD) throw new Error('a field of the root is asked for');
  return field.name.value;
}

/** What the shop brings: orders are placed, found, taken back and asked after by GraphQL alone. */
export function graphqlDocument(url: string, id = 'toko-graf'): string {
  return `pasar: 1
id: ${id}
name: Toko Graf
protocol: rest
url: ${url}/graphql
requestsPerMinute: 6000
authentication: { type: apiKey, name: X-Key }
requests:
  feed:
    graphql:
      query: 'query ($first: Int!, $after: Int) { products(first: $first, after: $after) { nodes { sku name price stock } next total } }'
      variables: { first: '\${pageSize}', after: '\${cursor}' }
  byIds:
    graphql:
      query: 'query ($ids: [ID!]!) { productsByIds(ids: $ids) { sku name price stock } }'
      variables: { ids: '\${skus}' }
batch: 50
paging: { type: cursor, next: data.products.next, total: data.products.total }
records: { at: data.products.nodes }
recordsById: { at: 'data.productsByIds[?@]' }
mapping:
  sku: product.sku
  title: product.name
  price: product.price
  stock: { type: quantity, quantity: product.stock }
responses:
  - { when: "errors[0].extensions.code == 'UNAUTHENTICATED'", means: unauthenticated }
  - { when: "errors[0].extensions.code == 'UNKNOWN_ARTICLE'", means: refused, reason: UNKNOWN_OFFER }
  - { when: "errors[0].extensions.code == 'NO_SUCH_ORDER'", means: missing }
  - { when: "contains(data.*.userErrors[].code, 'SOLD_OUT')", means: refused, reason: OUT_OF_STOCK }
  - { when: "contains(data.*.userErrors[].code, 'ON_ITS_WAY')", means: refused, reason: TOO_LATE }
  - { when: "length(data.*.userErrors[]) > \`0\`", means: refused }
orders:
  mode: direct
  find:
    request:
      graphql:
        query: 'query ($reference: String!) { account { orders(reference: $reference) { id reference } } }'
        variables: { reference: '\${order.reference}' }
    reference: data.account.orders[*].reference
    capture: { id: 'data.account.orders[0].id' }
  place:
    - name: cart
      request:
        graphql:
          query: 'mutation ($lines: [LineInput!]!) { openCart(lines: $lines) { cart { id version } userErrors { code } } }'
          variables: { lines: '\${order.lines[*].{sku: sku, quantity: to_number(quantity)}}' }
      capture: { cart: data.openCart.cart.id, version: data.openCart.cart.version }
      undo:
        graphql:
          query: 'mutation ($cart: ID!) { closeCart(cart: $cart) { closed userErrors { code } } }'
          variables: { cart: '\${captured.cart}' }
    - name: order
      request:
        graphql:
          query: 'mutation ($cart: ID!, $version: Int!, $reference: String!) { completeCart(cart: $cart, version: $version, reference: $reference) { order { id } userErrors { code } } }'
          variables: { cart: '\${captured.cart}', version: '\${captured.version}', reference: '\${order.reference}' }
  cancel:
    - name: cancel
      request:
        graphql:
          query: 'mutation ($id: ID!) { cancelOrder(id: $id) { order { state } userErrors { code } } }'
          variables: { id: '\${captured.id}' }
  status:
    request:
      graphql:
        query: 'query ($reference: String!) { order(reference: $reference) { reference state changedAt } }'
        variables: { reference: '\${order.reference}' }
    reference: data.order.reference
    state:
      from: data.order.state
      values: { OPEN: CONFIRMED, PACKED: PROCESSING, SENT: SHIPPED, VOID: CANCELLED }
    at: data.order.changedAt
`;
}

/** The shop's definition as it is read, or one that a test changed. */
export function graphqlDefinition(
  url: string,
  change: (text: string) => string = (text) => text,
): PartnerDefinitionOf<'rest'> {
  const { definition, problems } = readDefinition(change(graphqlDocument(url)));
  if (definition?.protocol !== 'rest') throw new Error(JSON.stringify(problems));
  return definition;
}
