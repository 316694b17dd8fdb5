import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import { products, reviews, stockOf, users } from './shop';

/** A subgraph: what it says of itself to composition, and what executes it. */
export interface Subgraph {
  readonly name: string;
  readonly sdl: string;
  readonly schema: GraphQLSchema;
}

type Module = Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: object }>;
type Resolvers = NonNullable<Module['resolvers']>;

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
  import: ["@key", "@external", "@provides", "@requires", "@shareable"])`;

interface UserKey {
  readonly id: string;
}
interface ProductKey {
  readonly upc: string;
}

const accounts = subgraph(
  'accounts',
  `type Query { me: User  user(id: ID!): User  users: [User] }
   type User @key(fields: "id") { id: ID!  name: String  username: String @shareable  birthday: Int }`,
  {
    Query: {
      me: () => users[0],
      user: (_: unknown, { id }: UserKey) => userOf({ id }),
      users: () => users,
    },
    User: { __resolveReference: userOf },
  },
);

const catalogue = subgraph(
  'products',
  `type Query { topProducts(first: Int = 5): [Product]  products(first: Int = 20, offset: Int = 0): [Product] }
   type Product @key(fields: "upc") {
     upc: String!  name: String  price: Int  weight: Int  category: String  description: String  image: String
   }`,
  {
    Query: {
      topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first),
      products: (_: unknown, { first, offset }: { first: number; offset: number }) =>
        products.slice(offset, offset + first),
    },
    Product: { __resolveReference: ({ upc }: ProductKey) => products[Number(upc) - 1] },
  },
);

const reviewing = subgraph(
  'reviews',
  `type Review @key(fields: "id") { id: ID!  body: String  author: User @provides(fields: "username")  product: Product }
   type User @key(fields: "id") { id: ID!  username: String @external  reviews: [Review] }
   type Product @key(fields: "upc") { upc: String!  reviews: [Review] }`,
  {
    Review: {
      __resolveReference: ({ id }: UserKey) => reviews.find((review) => review.id === id),
      author: ({ authorId }: { authorId: string }) => userOf({ id: authorId }),
      product: ({ upc }: ProductKey) => ({ upc }),
    },
    User: {
      __resolveReference: userOf,
      reviews: ({ id }: UserKey) => reviews.filter(({ authorId }) => authorId === id),
    },
    Product: {
      __resolveReference: ({ upc }: ProductKey) => ({ upc }),
      reviews: ({ upc }: ProductKey) => reviews.filter((review) => review.upc === upc),
    },
  },
);

const inventory = subgraph(
  'inventory',
  `type Product @key(fields: "upc") {
     upc: String!  price: Int @external  weight: Int @external
     inStock: Boolean  stock: Stock  shippingEstimate: Int @requires(fields: "price weight")
   }
   type Stock { quantity: Int  warehouse: String  restockedOn: String  price: Int }`,
  {
    Product: {
      __resolveReference: (reference: ProductKey) => reference,
      inStock: ({ upc }: ProductKey) => stockOf(upc).quantity > 0,
      stock: ({ upc }: ProductKey) => stockOf(upc),
      shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
        price > 500_000 ? 0 : Math.round(weight / 2),
    },
  },
);

export const subgraphs: readonly Subgraph[] = [accounts, catalogue, reviewing, inventory];

function subgraph(name: string, types: string, resolvers: Resolvers): Subgraph {
  const sdl = `${LINK}\n${types}`;
  return { name, sdl, schema: buildSubgraphSchema({ typeDefs: parse(sdl), resolvers }) };
}

function userOf({ id }: UserKey) {
  return users.find((user) => user.id === id);
}
