import {
  GraphQLError,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { remedyOf } from './requirement';
import type { ResponseShape } from './response-shape';
import { responseKeyOf, type RefusedField } from './restrict-operation';

type Path = readonly (string | number)[];

/** A null in a place that holds none: its parent becomes null instead. */
const NULL_GOES_UP = Symbol('null goes up');

export interface Restored {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLError[];
}

/**
 * Puts a null where a refused field would have been, with an error that says why and what would help, and
 * lets nulls rise as GraphQL wants it where a field is non-null.
 */
export function restoreRefusedFields(
  data: Record<string, unknown>,
  options: {
    readonly refused: ReadonlyMap<string, RefusedField>;
    readonly shape: ResponseShape;
    readonly schema: GraphQLSchema;
    readonly isAnonymous: boolean;
  },
): Restored {
  const { refused, schema, isAnonymous } = options;
  const errors: GraphQLError[] = [];

  function refuse({ node, parentType, requirement }: RefusedField, path: Path): void {
    errors.push(
      new GraphQLError(`${parentType}.${node.name.value}: ${remedyOf(requirement, isAnonymous)}`, {
        nodes: [node],
        path,
        extensions: { code: 'FORBIDDEN' },
      }),
    );
  }

  /** The stand-in's value is the name of the type that the object really has. */
  function isNonNull({ node, parentType }: RefusedField, typename: unknown): boolean {
    const type = schema.getType(String(typename)) ?? schema.getType(parentType);
    return isObjectType(type) && isNonNullType(type.getFields()[node.name.value]?.type);
  }

  function object(value: object, shape: ResponseShape, path: Path): unknown {
    const output = Object.create(null) as Record<string, unknown>;
    const entries: [string, unknown][] = Object.entries(value);
    // A field that is refused in one selection and given in another is refused.
    const refusedKeys = new Set(entries.flatMap(([key]) => refused.get(key)?.node ?? []).map(responseKeyOf));
    let goesUp = false;
    for (const [key, inner] of entries) {
      const refusal = refused.get(key);
      if (refusal) {
        const responseKey = responseKeyOf(refusal.node);
        if (refusedKeys.delete(responseKey)) refuse(refusal, [...path, responseKey]);
        output[responseKey] = null;
        goesUp ||= isNonNull(refusal, inner);
      } else if (refusedKeys.has(key)) {
        output[key] = null; // keeps its place; the stand-in comes later
      } else if (!(key in output)) {
        const field = shape.field(key);
        const restored = field ? complete(inner, field.type, field.shape, [...path, key]) : inner;
        goesUp ||= restored === NULL_GOES_UP;
        output[key] = restored;
      }
    }
    return goesUp ? NULL_GOES_UP : output;
  }

  function complete(value: unknown, type: GraphQLOutputType, shape: ResponseShape, path: Path): unknown {
    if (isNonNullType(type)) {
      const inner = complete(value, type.ofType, shape, path);
      return inner === null ? NULL_GOES_UP : inner;
    }
    if (value === null || typeof value !== 'object') return value;
    if (isListType(type) && Array.isArray(value)) {
      const items = value.map((item: unknown, i) => complete(item, type.ofType, shape, [...path, i]));
      return items.includes(NULL_GOES_UP) ? null : items;
    }
    if (!isCompositeType(type)) return value; // a scalar may be an object too
    const inner = object(value, shape, path);
    return inner === NULL_GOES_UP ? null : inner;
  }

  const restored = object(data, options.shape, []);
  return { data: restored === NULL_GOES_UP ? null : (restored as Record<string, unknown>), errors };
}
