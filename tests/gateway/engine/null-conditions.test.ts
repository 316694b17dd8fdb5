import { startSwappingGraph, type SwappingGraph } from '../../support/swapping-graph';

let graph: SwappingGraph;
beforeAll(async () => {
  graph = await startSwappingGraph([
    {
      name: 'first',
      sdl: 'type Query { one: Int two(given: Boolean! = true): Int }',
      resolvers: { Query: { one: () => 1, two: () => 2 } },
    },
  ]);
});
beforeEach(() => void (graph.asked.length = 0));
afterAll(() => graph.server.stop());

describe('a null for a variable that has a default is refused', () => {
  it.each([
    ['as what skips', 'query ($x: Boolean = true) { one @skip(if: $x) two }'],
    ['as what skips by its default', 'query ($x: Boolean = false) { one @skip(if: $x) two }'],
    ['as what includes', 'query ($x: Boolean = true) { one @include(if: $x) two }'],
    [
      'beside what leaves the field out anyhow',
      'query ($x: Boolean = true) { one @skip(if: $x) @include(if: false) two }',
    ],
    ['in a fragment', 'query ($x: Boolean = true) { ...F two } fragment F on Query { one @include(if: $x) }'],
  ])('%s', async (_, query) => {
    const { data, errors } = await graph.ask(query, { variables: { x: null } });
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Variable "$x" of an argument "if" of type "Boolean!" must not be null.',
        extensions: { code: 'BAD_USER_INPUT' },
      }),
    ]);
    expect(graph.asked).toEqual([]);
  });
});

it('the default counts where none is given', async () => {
  const query = 'query ($x: Boolean = true) { one @skip(if: $x) two }';
  expect(await graph.ask(query)).toEqual({ data: { two: 2 } });
});

it('a null elsewhere is the business of the subgraph that gets it', async () => {
  const { errors } = await graph.ask('query ($x: Boolean = true) { one two(given: $x) }', {
    variables: { x: null },
  });
  expect(errors).toEqual([expect.objectContaining({ path: ['two'] })]);
});
