import { startSwappingGraph, type SwappingGraph } from '../../support/swapping-graph';
import type { TestSubgraph } from '../../support/test-subgraphs';

/** Subgraphs that share a field of a union, each with a member that the other doesn't know. */
const half = (letter: 'A' | 'B'): TestSubgraph => {
  const actions = [
    { __typename: 'Common', label: 'c' },
    { __typename: `Only${letter}`, id: 'x', own: letter, detail: { text: 't' }, seller: { id: 's' } },
  ];
  const box = { id: '1', wrapper: { actions } };
  return {
    name: letter.toLowerCase(),
    sdl: `
      type Query { root${letter}: Box }
      type Box @key(fields: "id") { id: ID! wrapper: Wrapper @shareable }
      type Wrapper @shareable { actions: [Action!]! }
      union Action = Common | Only${letter}
      type Common @shareable { label: String }
      type Only${letter} { own(times: Int = 1, with: String): String detail: Detail seller: Seller }
      type Detail @shareable { text: String }
      type Seller @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: { [`root${letter}`]: () => box },
      Box: { __resolveReference: () => box },
      [`Only${letter}`]: {
        own: (_: unknown, { times, with: last = '' }: { times: number; with?: string }) =>
          `${letter.repeat(times)}${last}`,
      },
    },
  };
};
const elsewhere: TestSubgraph = {
  name: 'c',
  sdl: `
    type Query { box: Box }
    type Box @key(fields: "id") { id: ID! }
    type Seller @key(fields: "id") { id: ID! name: String }`,
  resolvers: {
    Query: { box: () => ({ id: '1' }) },
    Seller: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `name of ${id}` }) },
  },
};

let graph: SwappingGraph;
beforeAll(async () => {
  graph = await startSwappingGraph([half('A'), half('B'), elsewhere]);
});
beforeEach(() => void (graph.asked.length = 0));
afterAll(() => graph.server.stop());

describe('what is selected of a type that only one subgraph knows is asked of that subgraph', () => {
  it.each<[string, string, Parameters<SwappingGraph['ask']>[1], unknown]>([
    [
      'of the first',
      '{ at: rootA { wrapper { actions { ... on OnlyA { own } ... on OnlyB { own } } } } }',
      {},
      [{}, { own: 'A' }],
    ],
    [
      'of the second',
      '{ at: rootB { wrapper { actions { ... on OnlyA { own } ... on OnlyB { own } } } } }',
      {},
      [{}, { own: 'B' }],
    ],
    [
      'not of the other',
      '{ at: rootA { wrapper { actions { __typename ... on OnlyB { own } } } } }',
      {},
      [{ __typename: 'Common' }, { __typename: 'OnlyA' }],
    ],
    [
      'with others',
      '{ at: rootA { wrapper { actions { __typename ... on Common { label } ... on OnlyA { o: own } } } } }',
      {},
      [
        { __typename: 'Common', label: 'c' },
        { __typename: 'OnlyA', o: 'A' },
      ],
    ],
    [
      'with what is below it',
      '{ at: rootA { wrapper { actions { ... on OnlyA { detail { text } seller { id } } } } } }',
      {},
      [{}, { detail: { text: 't' }, seller: { id: 's' } }],
    ],
    [
      'with variables, in fragments',
      'query ($n: Int, $w: String) { at: rootA { wrapper { actions { ...F } } } } fragment F on Action { ... on OnlyA { own(times: $n, with: $w) } }',
      { variables: { n: 3, w: '!' } },
      [{}, { own: 'AAA!' }],
    ],
    [
      'as variables say',
      'query ($yes: Boolean!) { at: rootA { wrapper { actions { ... on OnlyA @include(if: $yes) { own } ... on OnlyA @skip(if: $yes) { x: own } } } } }',
      { variables: { yes: true } },
      [{}, { own: 'A' }],
    ],
  ])('%s', async (_, query, question, actions) => {
    expect(await graph.ask(query, question)).toEqual({ data: { at: { wrapper: { actions } } } });
  });

  it('where the field is reached through an entity', async () => {
    const { data, errors } = await graph.ask(
      '{ box { wrapper { actions { ... on OnlyA { own } ... on OnlyB { own } } } } }',
    );
    expect(errors).toBeUndefined();
    const { actions } = (data as { box: { wrapper: { actions: { own: string }[] } } }).box.wrapper;
    expect(actions[1]?.own).toMatch(/^[AB]$/);
  });
});

it('what needs another subgraph below it is not asked for in part', async () => {
  const { data } = await graph.ask(
    '{ rootA { wrapper { actions { ... on OnlyA { own seller { id name } } } } } }',
  );
  expect(data).toEqual({ rootA: { wrapper: { actions: [{}, { own: 'A', seller: null }] } } });
  expect(graph.asked.join()).not.toContain('seller');
});

it('nothing is asked for that the planner has not forgotten', async () => {
  await graph.ask('{ rootA { wrapper { actions { ... on Common { label } } } } }');
  expect(graph.asked).toEqual([expect.stringMatching(/\{actions\{__typename ?\.\.\.on Common\{label\}\}\}/)]);
});
