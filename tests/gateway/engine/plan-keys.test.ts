import { startSwappingGraph, type SwappingGraph } from '../../support/swapping-graph';
import type { TestSubgraph } from '../../support/test-subgraphs';

const shop: TestSubgraph = {
  name: 'shop',
  sdl: `
    type Query { goods: [Good!]! some: [Thing!]! }
    interface Thing { id: ID! }
    type Good implements Thing @key(fields: "id") { id: ID! name: String weight(unit: String = "g"): Int failing(why: String): Int }
    type Other implements Thing { id: ID! name: String }`,
  resolvers: {
    Query: {
      goods: () => ['1', '2'].map((id) => ({ id, name: `name ${id}` })),
      some: () => [
        { __typename: 'Good', id: '1', name: 'name 1' },
        { __typename: 'Other', id: 'o', name: 'other' },
      ],
    },
    Good: {
      weight: ({ id }: { id: string }, { unit }: { unit: string }) => Number(id) * (unit === 'g' ? 1000 : 1),
      failing: (_: unknown, { why }: { why: string }) => {
        throw new Error(why);
      },
    },
  },
};
const freight: TestSubgraph = {
  name: 'freight',
  sdl: `type Good @key(fields: "id") {
    id: ID!
    weight(unit: String = "g"): Int @external
    failing(why: String): Int @external
    cost(fast: Boolean): Int @requires(fields: "weight")
    never: Int @requires(fields: "failing")
  }`,
  resolvers: {
    Good: {
      __resolveReference: (good: unknown) => good,
      cost: ({ weight }: { weight: number }, { fast }: { fast?: boolean }) => weight * (fast ? 10 : 2),
    },
  },
};

let graph: SwappingGraph;
beforeAll(async () => {
  graph = await startSwappingGraph([shop, freight]);
});
beforeEach(() => void (graph.asked.length = 0));
afterAll(() => graph.server.stop());

describe('what a client calls like something that plans ask for by themselves stays apart from it', () => {
  it.each<[string, string, unknown]>([
    ['a required field', '{ goods { weight: name cost } }', { weight: 'name 1', cost: 2000 }],
    ['a key', '{ goods { id: name cost } }', { id: 'name 1', cost: 2000 }],
    [
      'a key, in a fragment',
      '{ goods { ...F cost } } fragment F on Good { id: name }',
      { id: 'name 1', cost: 2000 },
    ],
    [
      'a required field with other arguments',
      '{ goods { weight(unit: "kg") cost } }',
      { weight: 1, cost: 2000 },
    ],
    [
      'a required field with arguments from variables',
      'query ($unit: String = "kg") { goods { weight(unit: $unit) g: weight cost } }',
      { weight: 1, g: 1000, cost: 2000 },
    ],
    ['a type, for a key', '{ goods { id: __typename cost } }', { id: 'Good', cost: 2000 }],
    ['a field, for a type', '{ goods { __typename: name cost } }', { __typename: 'name 1', cost: 2000 }],
    [
      'a field of the subgraph that requires',
      '{ goods { weight: cost cost(fast: true) } }',
      { weight: 2000, cost: 10_000 },
    ],
    [
      'names that begin like those that plans make of it',
      '{ goods { id: name client_id: weight(unit: "kg") client__id: id cost } }',
      { id: 'name 1', client_id: 1, client__id: '1', cost: 2000 },
    ],
  ])('%s', async (_, query, expected) => {
    const { data, errors } = await graph.ask(query);
    expect(errors).toBeUndefined();
    expect((data as { goods: unknown[] }).goods[0]).toEqual(expected);
  });

  it('something of one type only', async () => {
    expect(
      await graph.ask('{ some { ... on Good { weight: name cost } ... on Other { weight: name } } }'),
    ).toEqual({
      data: { some: [{ weight: 'name 1', cost: 2000 }, { weight: 'other' }] },
    });
  });

  it('introspection beside it', async () => {
    expect(await graph.ask('{ id: __type(name: "Good") { id: name } goods { id: name } }')).toEqual({
      data: { id: { id: 'Good' }, goods: [{ id: 'name 1' }, { id: 'name 2' }] },
    });
  });
});

it('an error has the path of the answer', async () => {
  const { data, errors } = await graph.ask('{ goods { id: failing(why: "bad") cost } }');
  expect(data).toEqual({
    goods: [
      { id: null, cost: 2000 },
      { id: null, cost: 4000 },
    ],
  });
  expect(errors?.map(({ path }) => path)).toEqual([
    ['goods', 0, 'id'],
    ['goods', 1, 'id'],
  ]);
});

it('an error below what is called otherwise has the path of the answer', async () => {
  const { errors } = await graph.ask('{ id: goods { weight(unit: "kg") never } }');
  expect(errors?.map(({ path }) => path)).toContainEqual(['id', 0, 'failing']);
});

it.each([
  ['no alias', '{ goods { id weight cost } }', '{goods{__typename id weight}}'],
  ['an alias of nothing that plans ask for', '{ goods { n: name } }', '{goods{n:name}}'],
  ['an alias that is the name', '{ goods { id: id } }', '{goods{id:id}}'],
])('an operation with %s reaches subgraphs as it is', async (_, query, asked) => {
  await graph.ask(query);
  expect(graph.asked[0]).toBe(`http://shop/1 ${asked}`);
});
