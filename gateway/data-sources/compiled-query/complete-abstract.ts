import {
  defaultTypeResolver,
  GraphQLError,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Complete } from './compiled-field';
import { infoOf } from './execute-fields';
import { isPromise } from './field-errors';

/** Completes an object of an interface or a union, as the type that it says it has. */
export function completeAbstract(
  schema: GraphQLSchema,
  type: GraphQLAbstractType,
  place: string,
  compileObject: (type: GraphQLObjectType) => Complete,
): Complete {
  const known = new Map<string, Complete>();
  const typeOf = type.resolveType ?? defaultTypeResolver;

  function completeAs(name: unknown): Complete {
    const before = known.get(String(name));
    if (before) return before;
    const named = possibleType(schema, type, name, place);
    const complete = compileObject(named);
    known.set(named.name, complete);
    return complete;
  }

  return (value, path, at, execution) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    const name = typeOf(value, execution.contextValue, infoOf(at, execution), type);
    if (isPromise(name)) return name.then((later) => completeAs(later)(value, path, at, execution));
    return completeAs(name)(value, path, at, execution);
  };
}

/** The type that a value says it has; or what graphql-js says of one that can't be. */
function possibleType(
  schema: GraphQLSchema,
  abstractType: GraphQLAbstractType,
  name: unknown,
  place: string,
): GraphQLObjectType {
  const { name: abstract } = abstractType;
  if (typeof name !== 'string')
    throw new GraphQLError(
      `Abstract type "${abstract}" must resolve to an Object type at runtime for field ${place}.`,
    );
  const type = schema.getType(name);
  if (type === undefined)
    throw new GraphQLError(
      `Abstract type "${abstract}" was resolved to a type "${name}" that does not exist inside the schema.`,
    );
  if (!isObjectType(type))
    throw new GraphQLError(`Abstract type "${abstract}" was resolved to a non-object type "${name}".`);
  if (!schema.isSubType(abstractType, type))
    throw new GraphQLError(`Runtime Object type "${name}" is not a possible type for "${abstract}".`);
  return type;
}
