import { parse, print } from 'graphql';
import { resolvableKeysFirst } from '../../../gateway/engine/planner/resolvable-keys';
import { startSwappingGraph, type SwappingGraph } from '../../support/swapping-graph';
import type { TestSubgraph } from '../../support/test-subgraphs';

/** The subgraph that requires knows its entity by one key, and names others that it doesn't resolve. */
const labels = (keys: string): TestSubgraph => ({
  name: 'labels',
  sdl: `
    type Query { offer: Offer }
    type Offer ${keys} { id: ID! sku: ID! name: String @external label: String @requires(fields: "name") }`,
  resolvers: {
    Query: { offer: () => ({ id: '1', sku: 's-1' }) },
    Offer: {
      __resolveReference: ({ id, name }: { id?: string; name?: string }) =>
        id === undefined ? null : { id, name },
      label: ({ name }: { name: string }) => `<${name}>`,
    },
  },
});
const names: TestSubgraph = {
  name: 'names',
  sdl: 'type Offer @key(fields: "sku") { sku: ID! name: String }',
  resolvers: {
    Offer: { __resolveReference: ({ sku }: { sku: string }) => ({ sku, name: `name of ${sku}` }) },
  },
};

let graph: SwappingGraph | null = null;
afterEach(async () => {
  await graph?.server.stop();
  graph = null;
});

it.each([
  ['is the first', '@key(fields: "id") @key(fields: "sku", resolvable: false)'],
  ['is behind one that is not', '@key(fields: "sku", resolvable: false) @key(fields: "id")'],
])('a subgraph is told what a field requires by a key that it resolves, when that %s', async (_, keys) => {
  graph = await startSwappingGraph([labels(keys), names]);
  expect(await graph.ask('{ offer { label } }')).toEqual({ data: { offer: { label: '<name of s-1>' } } });
});

it('keys keep their order otherwise, and nothing else is moved', () => {
  const sdl = `
    type A @join__type(graph: X, key: "a", resolvable: false) @join__type(graph: X, key: "b", resolvable: true) @join__type(graph: Y, key: "c") { a: ID }
    interface B @join__type(graph: X, key: "a", resolvable: false) @join__type(graph: X) { a: ID }
    union C @join__type(graph: X) = A`;
  expect(print(resolvableKeysFirst(parse(sdl)))).toBe(
    print(
      parse(`
    type A @join__type(graph: X, key: "b", resolvable: true) @join__type(graph: Y, key: "c") @join__type(graph: X, key: "a", resolvable: false) { a: ID }
    interface B @join__type(graph: X) @join__type(graph: X, key: "a", resolvable: false) { a: ID }
    union C @join__type(graph: X) = A`),
    ),
  );
});
