import type { ApolloServerPlugin } from '@apollo/server';
import { createInProcessDataSource } from '../../gateway/data-sources/in-process';
import { startGraphqlServer } from '../../gateway/graphql-server';
import { createRequestContext, type RequestContext } from '../../subgraphs/request-context';
import { schemaOf, supergraphOf } from '../support/test-subgraphs';

const subgraph = { name: 'a', sdl: 'type Query { a: Int }', resolvers: { Query: { a: () => 1 } } };

describe('a response that was handed to the gateway', () => {
  const handedOver: { readonly body?: unknown }[] = [];
  const keep: ApolloServerPlugin<RequestContext> = {
    requestDidStart: ({ response }) => {
      handedOver.push(response);
      return Promise.resolve();
    },
  };
  let server: Awaited<ReturnType<typeof startGraphqlServer>>;
  beforeAll(async () => {
    server = await startGraphqlServer({
      supergraphSdl: supergraphOf([subgraph]),
      dataSource: ({ name }) => createInProcessDataSource({ name, schema: schemaOf(subgraph) }),
      plugins: [keep],
    });
  });
  afterAll(() => server.stop());

  it.each([
    ['an answer', '{ a }', { data: { a: 1 } }],
    ['errors', '{ none }', { errors: [{ message: 'Cannot query field "none" on type "Query".' }] }],
  ])('has none any more when it is sent: %s', async (_, query, expected) => {
    handedOver.length = 0;
    const { body } = await server.executeOperation({ query }, { contextValue: createRequestContext() });
    expect(body).toMatchObject({ kind: 'single', singleResult: expected });
    expect(handedOver.map((response) => response.body)).toEqual([undefined]);
  });
});
