import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { createInProcessDataSource } from '../../../gateway/data-sources/in-process';
import { startGraphqlServer } from '../../../gateway/graphql-server';
import { createGrowingSchema } from '../../../subgraphs/http/growing-schema';
import { serverOptions } from '../../../subgraphs/http/server-options';
import { createRequestContext, perRequest, type RequestContext } from '../../../subgraphs/request-context';
import { schemaOf, supergraphOf } from '../../support/test-subgraphs';

type Server = ApolloServer<RequestContext>;
type Plugins = readonly ApolloServerPlugin<RequestContext>[];

const madeFor = perRequest(() => ({ rows: ['kopi'] }));
const subgraph = {
  name: 'a',
  sdl: 'type Query { a: Int }',
  resolvers: {
    Query: { a: (_: unknown, __: unknown, context: RequestContext) => madeFor(context).rows.length },
  },
};

describe.each<[string, (plugins: Plugins) => Promise<Server>]>([
  [
    'a gateway',
    (plugins) =>
      startGraphqlServer({
        supergraphSdl: supergraphOf([subgraph]),
        dataSource: ({ name }) => createInProcessDataSource({ name, schema: schemaOf(subgraph) }),
        plugins,
      }),
  ],
  [
    'a subgraph',
    async (plugins) => {
      const shared = serverOptions('a');
      const { gateway } = createGrowingSchema(schemaOf(subgraph));
      const server: Server = new ApolloServer({
        ...shared,
        plugins: [...shared.plugins, ...plugins],
        gateway,
      });
      await server.start();
      return server;
    },
  ],
])('when the answer of %s is sent', (_, start) => {
  const handedOver: { readonly body?: unknown }[] = [];
  const keep: ApolloServerPlugin<RequestContext> = {
    requestDidStart: ({ response }) => {
      handedOver.push(response);
      return Promise.resolve();
    },
  };
  let server: Server;
  beforeAll(async () => {
    server = await start([keep]);
  });
  beforeEach(() => void (handedOver.length = 0));
  afterAll(() => server.stop());

  it.each([
    ['it', '{ a }', { data: { a: 1 } }],
    ['a refusal', '{ none }', { errors: [{ message: 'Cannot query field "none" on type "Query".' }] }],
  ])('%s is whole, and not in the response that was handed over', async (__, query, expected) => {
    const { body } = await server.executeOperation({ query }, { contextValue: createRequestContext() });
    expect(body).toMatchObject({ kind: 'single', singleResult: expected });
    expect(handedOver.map((response) => response.body)).toEqual([undefined]);
  });

  it('what was made for the request is let go', async () => {
    const contextValue = createRequestContext();
    const made = madeFor(contextValue);
    await server.executeOperation({ query: '{ a }' }, { contextValue });
    expect(contextValue.made.size).toBe(0);
    expect(madeFor(contextValue)).not.toBe(made);
  });
});
