import {
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

const SCALARS: Readonly<Record<string, unknown>> = { Int: 0, Float: 0, Boolean: false };

/**
 * A value of the right type for each variable that an operation can't do without: it is planned only when
 * its variables are valid, whatever they are.
 */
export function placeholderVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  schema: GraphQLSchema,
): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, type: node, defaultValue }) => {
      if (node.kind !== Kind.NON_NULL_TYPE || defaultValue) return [];
      const type = typeFromAST(schema, node);
      return isInputType(type) ? [[variable.name.value, placeholderOf(type)]] : [];
    }),
  );
}

function placeholderOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return placeholderOf(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  // Scalars of the graph take anything here: only the subgraphs know what they mean.
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? '';
  const fields = Object.values(type.getFields());
  const given = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
  return Object.fromEntries(given.map((field) => [field.name, placeholderOf(field.type)]));
}
