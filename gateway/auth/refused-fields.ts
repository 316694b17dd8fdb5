import {
  GraphQLError,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SourceLocation,
} from 'graphql';
import { remedyOf } from './requirement';
import type { ResponseShape } from './response-shape';
import type { RefusedField } from './restrict-operation';

type Path = readonly (string | number)[];

/** A null in a place that holds none: its parent becomes null instead. */
const NULL_GOES_UP = Symbol('null goes up');

/** An answer that is mostly refusals says so once. */
const ERRORS_MAX = 1_000;

/** An error whose place in the text is known: graphql's own would look it up in the source each time. */
class RefusedError extends GraphQLError {
  override readonly locations: readonly SourceLocation[] | undefined;

  constructor(message: string, path: Path, location: SourceLocation | null) {
    super(message, { path, extensions: { code: 'FORBIDDEN' } });
    this.locations = location ? [location] : undefined;
  }
}

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
  let count = 0;

  const messages = new Map<RefusedField, string>();
  function messageOf(field: RefusedField): string {
    const { parentType, name, requirement } = field;
    const message = messages.get(field) ?? `${parentType}.${name}: ${remedyOf(requirement, isAnonymous)}`;
    messages.set(field, message);
    return message;
  }

  function refuse(field: RefusedField, path: Path): void {
    count += 1;
    if (count > ERRORS_MAX) return;
    errors.push(new RefusedError(messageOf(field), path, field.location));
  }

  /** The stand-in's value is the name of the type that the object really has. */
  function isNonNull({ name, parentType }: RefusedField, typename: unknown): boolean {
    const type = schema.getType(String(typename)) ?? schema.getType(parentType);
    return isObjectType(type) && isNonNullType(type.getFields()[name]?.type);
  }

  function object(value: object, shape: ResponseShape, path: Path): unknown {
    const output = Object.create(null) as Record<string, unknown>;
    const entries: [string, unknown][] = Object.entries(value);
    // A field that is refused in one selection and given in another is refused.
    const refusedKeys = new Set(entries.flatMap(([key]) => refused.get(key)?.responseKey ?? []));
    let goesUp = false;
    for (const [key, inner] of entries) {
      const refusal = refused.get(key);
      if (refusal) {
        const { responseKey } = refusal;
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
  if (count > ERRORS_MAX) {
    const more = `${count - ERRORS_MAX} more fields were refused for the same reasons.`;
    errors.push(new GraphQLError(more, { extensions: { code: 'FORBIDDEN' } }));
  }
  return { data: restored === NULL_GOES_UP ? null : (restored as Record<string, unknown>), errors };
}
