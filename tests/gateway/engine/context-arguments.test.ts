import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createInProcessDataSource } from '../../../gateway/data-sources/in-process';
import { startGraphqlServer } from '../../../gateway/graphql-server';
import { composeSupergraph } from '../../../schema/federation/compose';
import { createRequestContext } from '../../../subgraphs/request-context';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8",
  import: ["@key", "@shareable", "@external", "@context", "@fromContext"])`;

/** What a good costs depends on whose basket it stands in: the buyer's kind is taken from the basket. */
const SUBGRAPHS = {
  baskets: {
    sdl: `
      type Query { baskets: [Basket!]! }
      type Basket @key(fields: "id") @context(name: "basket") { id: ID! kind: String! goods: [Good!]! best: Good! }
      type Good @key(fields: "id") {
        id: ID!
        price(kind: String @fromContext(field: "$basket { kind }")): String!
      }`,
    resolvers: {
      Query: {
        baskets: () => [
          { id: 'a', kind: 'school', goods: [{ id: '1' }, { id: '2' }], best: { id: '1' } },
          { id: 'b', kind: 'clinic', goods: [{ id: '1' }, { id: '1' }], best: { id: '2' } },
        ],
      },
      Good: {
        __resolveReference: (good: object) => good,
        price: ({ id }: { id: string }, { kind }: { kind?: string }) => `${id} for a ${kind ?? 'nobody'}`,
      },
    },
  },
  names: {
    sdl: 'type Query { a: Int } type Good @key(fields: "id") { id: ID! name: String! }',
    resolvers: { Good: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `good ${id}` }) } },
  },
};

describe('arguments from above an entity', () => {
  let server: Awaited<ReturnType<typeof startGraphqlServer>>;
  const requests: { query: string; variables: Record<string, unknown> }[] = [];
  beforeAll(async () => {
    const subgraphs = Object.entries(SUBGRAPHS).map(([name, { sdl }]) => ({
      name,
      url: `http://${name}`,
      sdl: `${LINK}\n${sdl}`,
    }));
    const schemas = new Map(
      Object.entries(SUBGRAPHS).map(([name, { sdl, resolvers }]) => [
        name,
        buildSubgraphSchema({ typeDefs: parse(`${LINK}\n${sdl}`), resolvers }),
      ]),
    );
    server = await startGraphqlServer({
      supergraphSdl: composeSupergraph(subgraphs),
      dataSource({ name }) {
        const schema = schemas.get(name);
        if (!schema) throw new Error(name);
        const source = createInProcessDataSource({ name, schema });
        return {
          ...source,
          process(asked) {
            const { query, variables = {} } = asked.request;
            requests.push({ query, variables });
            return source.process(asked);
          },
        };
      },
    });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    requests.length = 0;
  });

  async function ask(query: string): Promise<unknown> {
    const { body } = await server.executeOperation({ query }, { contextValue: createRequestContext() });
    return body.kind === 'single' ? JSON.parse(JSON.stringify(body.singleResult)) : null;
  }

  it('are those of the place where it stands, though it stands elsewhere too', async () => {
    expect(await ask('{ baskets { goods { price name } } }')).toEqual({
      data: {
        baskets: [
          {
            goods: [
              { price: '1 for a school', name: 'good 1' },
              { price: '2 for a school', name: 'good 2' },
            ],
          },
          {
            goods: [
              { price: '1 for a clinic', name: 'good 1' },
              { price: '1 for a clinic', name: 'good 1' },
            ],
          },
        ],
      },
    });
  });

  it('are found above a field that is no list as well', async () => {
    expect(await ask('{ baskets { best { id price } } }')).toEqual({
      data: {
        baskets: [
          { best: { id: '1', price: '1 for a school' } },
          { best: { id: '2', price: '2 for a clinic' } },
        ],
      },
    });
  });

  it('make one request for each of their values, in which each entity is asked for once', async () => {
    await ask('{ baskets { goods { price } } }');
    const asked = requests.flatMap(
      ({ variables }) => (variables['representations'] as unknown[] | undefined) ?? [],
    );
    expect(asked).toHaveLength(3);
  });
});
