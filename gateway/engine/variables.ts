import {
  getVariableValues,
  Kind,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** The values of Boolean variables that an operation gives itself, where the client gives none. */
export type BooleanDefaults = ReadonlyMap<string, boolean>;

export function booleanDefaults({ variableDefinitions = [] }: OperationDefinitionNode): BooleanDefaults {
  return new Map(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.BOOLEAN ? [[variable.name.value, defaultValue.value] as const] : [],
    ),
  );
}

/** A Boolean variable's value; validation has made sure that there is one where it is needed. */
export function isTrue(
  variable: string,
  given: Readonly<Record<string, unknown>>,
  defaults: BooleanDefaults,
): boolean {
  const value = Object.hasOwn(given, variable) ? given[variable] : undefined;
  return (value ?? defaults.get(variable)) === true;
}

/** Those of some Boolean variables that are true. */
export function assigned(
  variables: readonly string[],
  given: Readonly<Record<string, unknown>>,
  defaults: BooleanDefaults,
): ReadonlySet<string> {
  return new Set(variables.filter((variable) => isTrue(variable, given, defaults)));
}

/** What is wrong with a client's variables. They are sent on as they came: a subgraph coerces them itself. */
export function variableErrors(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  if (variableDefinitions.length === 0) return [];
  return getVariableValues(schema, variableDefinitions, given).errors ?? [];
}
