import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type FormattedExecutionResult } from 'graphql';
import { createHttpSource } from '../../../adapters/core/http/http-source';
import { readSubgraphSdl } from '../../../adapters/protocols/federation/read-subgraph-sdl';
import { TOKO_FEDERASI } from '../../../adapters/sandbox/partners/federated-goods';
import {
  createFederatedShop,
  FEDERATED_SHOP_SDL,
  FEDERATED_SHOP_TOKEN,
} from '../../../adapters/sandbox/partners/federated-shop';
import { startFakeServer, type FakeServer } from '../../../adapters/sandbox/servers/fake-server';
import { acceptSecurityFeatures } from '../../../gateway/auth/security-directives';
import { composeWithPartners } from '../../../schema/federation/compose';
import { withOfferStubs } from '../../../schema/federation/offer-stubs';
import { readPartnerSubgraph } from '../../../schema/federation/partner-subgraph';
import { callWithin } from '../../support/call';
import { changed, OWN, partner } from './subgraphs';

/** A partner's server, read, composed and asked by a real gateway, beside a catalogue that knows ids alone. */
describe("a partner's own subgraph in the graph", () => {
  const { goods, handler } = createFederatedShop();
  const [one = '', other = ''] = goods.ids;
  let server: FakeServer;
  let apollo: ApolloServer;

  beforeAll(async () => {
    server = await startFakeServer(handler);
    const url = `${server.url}/graphql`;
    const http = createHttpSource(TOKO_FEDERASI);
    const access = { marketplace: TOKO_FEDERASI, http, url, token: FEDERATED_SHOP_TOKEN };
    const read = readPartnerSubgraph(await readSubgraphSdl(access, callWithin()));
    http.close();
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    const supergraph = composeWithPartners(OWN, [{ name: TOKO_FEDERASI, url, ...read.subgraph }]);
    const catalogue = catalogueThatKnows(read.subgraph.offerType);
    const gateway = new ApolloGateway({
      supergraphSdl: acceptSecurityFeatures(supergraph),
      buildService: ({ name, url: at }) => (name === 'catalogue' ? catalogue : over(at ?? '')),
    });
    apollo = new ApolloServer({ gateway });
    await apollo.start();
  });
  afterAll(async () => {
    await apollo.stop();
    await server.close();
  });

  async function ask(query: string): Promise<FormattedExecutionResult> {
    const { body } = await apollo.executeOperation({ query });
    if (body.kind !== 'single') throw new Error('one answer is expected');
    return body.singleResult;
  }

  it('answers for its offers, its own fields included, in one request', async () => {
    const before = server.received();
    const { data, errors } = await ask(
      `{ offers(ids: ["${one}", "${other}"]) { id title price { amount } ... on TokoFederasiOffer { origin } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.['offers']).toEqual([
      {
        id: one,
        title: expect.any(String),
        price: { amount: expect.anything() },
        origin: expect.stringMatching(/^Desa/),
      },
      {
        id: other,
        title: expect.any(String),
        price: { amount: goods.price(other) },
        origin: expect.any(String),
      },
    ]);
    expect(server.received() - before).toBe(1);
  });

  it('has no feed that a client could read', async () => {
    const { errors } = await ask('{ pasarFeed(first: 1) { total } }');
    expect(errors?.map(({ message }) => message)).toEqual([
      'Cannot query field "pasarFeed" on type "Query".',
    ]);
  });

  it('is the only one to be hit by its failure', async () => {
    server.knobs.fault = { kind: 'status', status: 503 };
    const { data, errors } = await ask(`{ offers(ids: ["${one}"]) { id title } }`);
    server.knobs.fault = null;
    expect(data?.['offers']).toEqual([{ id: one, title: null }]);
    expect(errors).toHaveLength(1);
  });
});

it("the sandbox's federated shop can be changed into one that breaks the graph, and is refused then", () => {
  expect(partner('toko-federasi', FEDERATED_SHOP_SDL).offerType).toBe('TokoFederasiOffer');
  const broken = changed('amount: Decimal!\n  currency', 'amount: Decimal\n  currency', FEDERATED_SHOP_SDL);
  expect(readPartnerSubgraph(broken)).toMatchObject({ problems: [{ coordinate: 'LivePrice.amount' }] });
});

/** Pasar's catalogue with a stub of a partner's type; each id is one of the partner's. */
function catalogueThatKnows(offerType: string): GraphQLDataSource {
  const sdl = OWN.find(({ name }) => name === 'catalogue')?.sdl ?? '';
  const schema = buildSubgraphSchema({
    typeDefs: parse(withOfferStubs(sdl, [offerType])),
    resolvers: {
      Query: {
        offers: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => ({ __typename: offerType, id })),
      },
    },
  });
  return {
    process: async ({ request: { query = '', variables } }) =>
      (await graphql({ schema, source: query, variableValues: variables ?? null })) as object,
  };
}

/** A subgraph behind HTTP, as any client would ask it. */
function over(url: string): GraphQLDataSource {
  return {
    async process({ request: { query, variables } }) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${FEDERATED_SHOP_TOKEN}` };
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query, variables }),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return (await response.json()) as object;
    },
  };
}
