import { startSwappingGraph, type SwappingGraph } from '../../support/swapping-graph';

/** A subgraph that has an interface without types: whatever is selected of it, it can't say. */
let graph: SwappingGraph;
beforeAll(async () => {
  graph = await startSwappingGraph([
    {
      name: 'first',
      sdl: 'type Query { node: Node other: Int } interface Node @key(fields: "id") { id: ID! }',
      resolvers: { Query: { node: () => null, other: () => 1 } },
    },
    {
      name: 'second',
      sdl: 'type Query { known: Node } type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }',
      resolvers: { Query: { known: () => ({ id: 'n', field: 'x' }) } },
    },
  ]);
});
afterAll(() => graph.server.stop());

it('an operation that no subgraph can resolve has no data, and the reason', async () => {
  expect(await graph.ask('{ n: node { field } }')).toEqual({
    errors: [
      {
        message: 'No subgraph can resolve what is selected of n.',
        extensions: { code: 'BAD_RESPONSE' },
      },
    ],
  });
});

it.each<[string, string, Parameters<SwappingGraph['ask']>[1], unknown]>([
  ['is left out', 'query ($no: Boolean!) { node @skip(if: $no) { field } }', { variables: { no: true } }, {}],
  ['is left out for good', '{ node @skip(if: true) { field } }', {}, {}],
  [
    'is asked of the schema',
    '{ __typename __type(name: "Node") { name } }',
    {},
    { __typename: 'Query', __type: { name: 'Node' } },
  ],
  ['can be resolved elsewhere', '{ known { field } }', {}, { known: { field: 'x' } }],
])('one of which nothing remains but what %s has its answer', async (_, query, question, data) => {
  expect(await graph.ask(query, question)).toEqual({ data });
});

it('a variable decides', async () => {
  const query = 'query ($no: Boolean = true) { node @skip(if: $no) { field } }';
  expect(await graph.ask(query)).toEqual({ data: {} });
  expect((await graph.ask(query, { variables: { no: false } })).data).toBeUndefined();
});
