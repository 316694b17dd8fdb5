import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInProcessDataSource } from '../../gateway/data-sources/in-process';
import type { EngineName } from '../../gateway/engine/engine-name';
import { startGraphqlServer } from '../../gateway/graphql-server';
import { acceptSecurityFeatures } from '../../gateway/auth/security-directives';
import { createRequestContext, type RequestContext } from '../../subgraphs/request-context';

/**
 * A page of 20 hits and their offers of three marketplaces, over Pasar's own schema: what a portal asks most.
 * Subgraphs answer at once, so that what a gateway adds is what is measured.
 */
const HITS = 20;
const MARKETPLACES = [
  ['jatim-bejo', 'JatimBejoOffer'],
  ['mbiz', 'MbizOffer'],
  ['ekatalog-lokal', 'EKatalogLokalOffer'],
] as const;
const SUBGRAPHS = [...MARKETPLACES.map(([name]) => name), 'catalogue', 'orders', 'partners', 'registry'];

const OBSERVED_AT = '2026-01-02T03:04:05.678Z';
const price = {
  amount: '12500.00',
  currency: 'IDR',
  tax: 'INCLUDED',
  observedAt: OBSERVED_AT,
  freshness: 'LIVE',
};
const stock = {
  state: 'IN_STOCK',
  precision: 'QUANTITY',
  quantity: '40',
  observedAt: OBSERVED_AT,
  freshness: 'CACHED',
};
const seller = (i: number) => ({
  id: `seller:${i}`,
  name: `Toko ${i}`,
  region: { code: `35.${i}`, name: `Kabupaten ${i}` },
  smallBusiness: true,
});

function hit(_: unknown, i: number) {
  const [name, type] = MARKETPLACES[i % MARKETPLACES.length] ?? MARKETPLACES[0];
  const offerId = `${name}:toko-${i}.${i}`;
  return {
    offerId,
    title: `Beras premium ${i} kg`,
    price,
    stock,
    seller: seller(i),
    marketplace: { id: name, name },
    observedAt: OBSERVED_AT,
    offer: { __typename: type, id: offerId },
  };
}

const RESOLVERS: Readonly<Record<string, Record<string, unknown>>> = {
  catalogue: {
    Query: {
      search: (_: unknown, { first }: { first: number }) => ({
        totalCount: 29_477,
        nodes: Array.from({ length: first }, hit),
        pageInfo: { hasNextPage: true, endCursor: 'c' },
      }),
    },
  },
  ...Object.fromEntries(
    MARKETPLACES.map(([name, type]) => [
      name,
      {
        [type]: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            title: id,
            price,
            stock,
            seller: seller(1),
            unit: 'kg',
          }),
        },
      },
    ]),
  ),
};

const QUERY = `query Page($text: String, $first: Int! = 20) {
  search(text: $text, first: $first) {
    totalCount
    nodes {
      title price { amount tax } stock { state quantity } seller { name region { name } smallBusiness } marketplace { name } observedAt
      offer { id title price { amount tax freshness observedAt } stock { state precision quantity freshness observedAt } seller { name } unit }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const sdlOf = (name: string): string =>
  readFileSync(join(__dirname, `../../schema/generated/${name}.graphql`), 'utf8');

export interface SearchPage {
  /** Asks for the page, and gives the answer as it would be sent. */
  ask(): Promise<string>;
}

/** @apollo/gateway as it comes, or Pasar with either executor. */
export const PAGE_ENGINES = ['stock', 'apollo', 'pasar'] as const satisfies readonly (EngineName | 'stock')[];
export type PageEngine = (typeof PAGE_ENGINES)[number];

export async function openSearchPage(engine: PageEngine): Promise<SearchPage> {
  const schemas = new Map(
    SUBGRAPHS.map((name) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(sdlOf(name)), resolvers: (RESOLVERS[name] ?? {}) as never }),
    ]),
  );
  const schemaOf = (name: string): GraphQLSchema => {
    const schema = schemas.get(name);
    if (!schema) throw new Error(`no subgraph ${name}`);
    return schema;
  };
  const server =
    engine === 'stock'
      ? await startStock(schemaOf)
      : await startGraphqlServer({
          supergraphSdl: sdlOf('supergraph'),
          engine,
          dataSource: ({ name }) => createInProcessDataSource({ name, schema: schemaOf(name) }),
        });
  return {
    async ask() {
      const { body } = await server.executeOperation(
        { query: QUERY, variables: { text: 'beras', first: HITS } },
        { contextValue: createRequestContext() },
      );
      if (body.kind !== 'single' || body.singleResult.errors) throw new Error(JSON.stringify(body));
      return JSON.stringify(body.singleResult.data);
    },
  };
}

/** As its makers' documentation has it. */
async function startStock(schemaOf: (name: string) => GraphQLSchema): Promise<ApolloServer<RequestContext>> {
  const server = new ApolloServer<RequestContext>({
    gateway: new ApolloGateway({
      supergraphSdl: acceptSecurityFeatures(sdlOf('supergraph')),
      buildService: ({ name }) => new LocalGraphQLDataSource(schemaOf(name)),
    }),
    stopOnTerminationSignals: false,
  });
  await server.start();
  return server;
}
