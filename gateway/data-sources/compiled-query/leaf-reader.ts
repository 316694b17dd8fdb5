import { isSpecifiedScalarType, type GraphQLLeafType } from 'graphql';

/** What a scalar or enum value is on the wire; null for none. Throws for what is no value of the type. */
export type ReadLeaf = (value: unknown) => unknown;

const LARGEST_INT = 2 ** 31 - 1;

const isText = (value: unknown): boolean => typeof value === 'string';

/** Values that GraphQL's own scalars leave as they are; all others have their serialization. */
const LEFT_ALONE: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['String', isText],
  ['ID', isText],
  ['Boolean', (value: unknown) => typeof value === 'boolean'],
  ['Int', (value: unknown) => Number.isInteger(value) && Math.abs(value as number) <= LARGEST_INT],
]);

export function leafReader(type: GraphQLLeafType): ReadLeaf {
  const isLeftAlone = isSpecifiedScalarType(type) ? LEFT_ALONE.get(type.name) : undefined;
  return (value) => {
    if (value === null || value === undefined) return null;
    if (isLeftAlone?.(value) === true) return value;
    if (value instanceof Error) throw value;
    const serialized = type.serialize(value);
    if (serialized === null || serialized === undefined)
      throw new Error(`A value of ${type.name} was serialized to nothing.`);
    return serialized;
  };
}
