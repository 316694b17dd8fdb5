import { ApolloServer } from '@apollo/server';
import {
  GraphQLInt,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLFieldConfigMap,
} from 'graphql';
import { createGrowingSchema, type GrowingSchema } from '../../../subgraphs/http/growing-schema';
import { createRequestContext, type RequestContext } from '../../../subgraphs/request-context';
import { gate } from '../../support/swapping-graph';

type Fields = GraphQLFieldConfigMap<unknown, RequestContext>;
const schemaOf = (fields: Fields): GraphQLSchema =>
  new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
const text = (value: string) => ({ type: GraphQLString, resolve: () => value });

/** A subgraph's server, whose schema gains types while it serves. */
describe('a schema that grows', () => {
  const servers: ApolloServer<RequestContext>[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  async function serve({ gateway }: GrowingSchema): Promise<ApolloServer<RequestContext>> {
    const server = new ApolloServer<RequestContext>({ gateway, stopOnTerminationSignals: false });
    await server.start();
    servers.push(server);
    return server;
  }
  async function ask(
    server: ApolloServer<RequestContext>,
    query: string,
    more: { variables?: Record<string, unknown>; operationName?: string } = {},
    contextValue = createRequestContext(),
  ) {
    const { body } = await server.executeOperation({ query, ...more }, { contextValue });
    if (body.kind !== 'single') throw new Error('one answer is expected');
    const { data, errors } = body.singleResult;
    return { data: { ...data }, codes: errors?.map(({ extensions }) => extensions?.['code']) ?? [] };
  }

  it('answers what it has now: new fields from the moment it grew, those that went no more', async () => {
    const schema = createGrowingSchema(schemaOf({ old: text('old'), both: text('first') }));
    const server = await serve(schema);
    const invalid = { data: {}, codes: ['GRAPHQL_VALIDATION_FAILED'] };
    // Asked before and after: neither answers nor refusals are remembered of the schema before.
    expect(await ask(server, '{ both }')).toEqual({ data: { both: 'first' }, codes: [] });
    expect(await ask(server, '{ old }')).toEqual({ data: { old: 'old' }, codes: [] });
    expect(await ask(server, '{ grown }')).toEqual(invalid);
    schema.update(schemaOf({ grown: text('grown'), both: text('second') }));
    expect(await ask(server, '{ both }')).toEqual({ data: { both: 'second' }, codes: [] });
    expect(await ask(server, '{ grown }')).toEqual({ data: { grown: 'grown' }, codes: [] });
    expect(await ask(server, '{ old }')).toEqual(invalid);
  });

  it('lets a request end with the schema that it began with', async () => {
    const reached = gate();
    const released = gate();
    const schema = createGrowingSchema(
      schemaOf({
        outer: {
          type: new GraphQLObjectType({ name: 'Outer', fields: { inner: text('old') } }),
          async resolve() {
            reached.open();
            await released.opened;
            return {};
          },
        },
      }),
    );
    const server = await serve(schema);
    const underWay = ask(server, '{ outer { inner } }');
    await reached.opened;
    const outer = new GraphQLObjectType({ name: 'Outer', fields: { grown: text('new') } });
    schema.update(schemaOf({ outer: { type: outer, resolve: () => ({}) } }));
    // Begun later and over sooner.
    expect(await ask(server, '{ outer { grown } }')).toEqual({
      data: { outer: { grown: 'new' } },
      codes: [],
    });
    released.open();
    expect(await underWay).toEqual({ data: { outer: { inner: 'old' } }, codes: [] });
  });

  it('is served as it is by then, where it grew before its server started', async () => {
    const schema = createGrowingSchema(schemaOf({ old: text('old') }));
    schema.update(schemaOf({ grown: text('grown') }));
    expect(await ask(await serve(schema), '{ grown }')).toEqual({ data: { grown: 'grown' }, codes: [] });
  });

  it('gives resolvers what a request says: its variables, which of its operations, and its context', async () => {
    const schema = createGrowingSchema(
      schemaOf({
        twice: {
          type: GraphQLString,
          args: { n: { type: GraphQLInt, defaultValue: 4 } },
          resolve: (_, { n }: { n: number }, { requestId }) => `${requestId}: ${2 * n}`,
        },
      }),
    );
    const query = 'query a($n: Int) { a: twice(n: $n) } query b { b: twice }';
    const context = createRequestContext({ requestId: 'r' });
    const server = await serve(schema);
    const asked = { operationName: 'a', variables: { n: 21 } };
    expect((await ask(server, query, asked, context)).data).toEqual({ a: 'r: 42' });
    expect((await ask(server, query, { operationName: 'b' }, context)).data).toEqual({ b: 'r: 8' });
  });

  it('tells whoever listens of each schema, until they have heard enough', async () => {
    const [first, second, third] = ['a', 'b', 'c'].map((name) => schemaOf({ [name]: text(name) }));
    if (!first || !second || !third) throw new Error('three are made');
    const { gateway, update } = createGrowingSchema(first);
    const heard: GraphQLSchema[][] = [[], []];
    const stops = heard.map((list) =>
      gateway.onSchemaLoadOrUpdate(({ apiSchema }) => void list.push(apiSchema)),
    );
    await gateway.load({ apollo: {} });
    update(second);
    stops[0]?.();
    update(third);
    expect(heard).toEqual([
      [first, second],
      [first, second, third],
    ]);
  });
});
