import { GraphQLInt, isEnumType, type GraphQLLeafType } from 'graphql';

/** A leaf as clients get it; undefined for what is no value of its type. */
export type ReadLeaf = (value: unknown) => unknown;

const LARGEST_INT = 2 ** 31 - 1;
const SMALLEST_INT = -(2 ** 31);

const text: ReadLeaf = (value) => (typeof value === 'string' ? value : undefined);

/** GraphQL's own scalars, for values that were serialized by a subgraph. */
const BUILT_IN: ReadonlyMap<string, ReadLeaf> = new Map<string, ReadLeaf>([
  [
    GraphQLInt.name,
    (value) =>
      typeof value === 'number' && Number.isInteger(value) && value <= LARGEST_INT && value >= SMALLEST_INT
        ? value
        : undefined,
  ],
  ['Float', (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)],
  ['Boolean', (value) => (typeof value === 'boolean' ? value : undefined)],
  ['String', text],
  // An ID is a text in every answer, even if a subgraph counts with them.
  ['ID', (value) => (typeof value === 'number' && Number.isInteger(value) ? String(value) : text(value))],
]);

/** What a custom scalar means is known to its subgraph alone. */
const ANYTHING: ReadLeaf = (value) => value;

/** Of an enum only the values that the API schema has: others are inaccessible to clients. */
export function leafReader(type: GraphQLLeafType): ReadLeaf {
  if (!isEnumType(type)) return BUILT_IN.get(type.name) ?? ANYTHING;
  const names = new Set(type.getValues().map(({ name }) => name));
  return (value) => (typeof value === 'string' && names.has(value) ? value : undefined);
}
