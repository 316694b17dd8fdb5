import {
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { SchemaChange } from './schema-change';

/**
 * Values that were optional by their default and have none any more. graphql-js calls that dangerous for
 * arguments and does not see it for input types; operations that leave them out are refused.
 */
export function defaultsLost(before: GraphQLSchema, after: GraphQLSchema): readonly SchemaChange[] {
  return Object.values(before.getTypeMap()).flatMap((type) => {
    const now = after.getType(type.name);
    return now === undefined ? [] : [...inputFieldsOf(type, now), ...argumentsOf(type, now)];
  });
}

function inputFieldsOf(type: GraphQLNamedType, now: GraphQLNamedType): readonly SchemaChange[] {
  if (!isInputObjectType(type) || !isInputObjectType(now)) return [];
  const fields = now.getFields();
  return Object.values(type.getFields()).flatMap(({ name, defaultValue }) => {
    const field = fields[name];
    return defaultValue !== undefined && field !== undefined && isRequiredInputField(field)
      ? [lost(`${type.name}.${name}`, type.name)]
      : [];
  });
}

function argumentsOf(type: GraphQLNamedType, now: GraphQLNamedType): readonly SchemaChange[] {
  if (!(isObjectType(type) || isInterfaceType(type)) || !(isObjectType(now) || isInterfaceType(now)))
    return [];
  const fields = now.getFields();
  return Object.values(type.getFields()).flatMap(({ name: field, args }) =>
    args.flatMap(({ name, defaultValue }) => {
      const arg = fields[field]?.args.find((each) => each.name === name);
      return defaultValue !== undefined && arg !== undefined && isRequiredArgument(arg)
        ? [lost(`${type.name}.${field}(${name}:)`, `${type.name}.${field}`)]
        : [];
    }),
  );
}

function lost(coordinate: string, use: string): SchemaChange {
  return {
    kind: 'DEFAULT_REMOVED',
    coordinate,
    message: `${coordinate} has no default any more and must be given.`,
    // Whoever gives a value is not hit; what a variable holds is not known.
    hits: (used, isRefused) => isRefused && used.has(use),
  };
}
