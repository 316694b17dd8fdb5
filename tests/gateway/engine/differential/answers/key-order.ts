import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields';
import { getVariableValues } from 'graphql/execution/values';
import type { Question, Variables } from '../engine-request';

type Fields = ReadonlyMap<string, readonly FieldNode[]>;
type Collect = (type: GraphQLObjectType) => Fields;

interface Expected {
  readonly schema: GraphQLSchema;
  readonly variables: Variables;
}

/** Whether the keys of an answer's objects stand where GraphQL wants them: as its fields were first selected. */
export const isInSelectedOrder = (data: unknown, question: Question, expected: Expected): boolean =>
  hasSelected(data, question, {
    ...expected,
    isSame: (names, keys) => names.every((name, i) => name === keys[i]),
  });

/** Whether an answer's objects have all that was selected, in whatever order. */
export const isComplete = (data: unknown, question: Question, expected: Expected): boolean =>
  hasSelected(data, question, {
    ...expected,
    isSame: (names, keys) => names.every((name) => keys.includes(name)),
  });

function hasSelected(
  data: unknown,
  { document, operationName }: Question,
  {
    schema,
    variables,
    isSame,
  }: Expected & { isSame(names: readonly string[], keys: readonly string[]): boolean },
): boolean {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return false;
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const fragments = Object.fromEntries(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );

  function isSelected(value: unknown, type: GraphQLNamedType, collect: Collect): boolean {
    if (Array.isArray(value)) return value.every((one) => isSelected(one, type, collect));
    if (typeof value !== 'object' || value === null || !isCompositeType(type)) return true;
    // The answer needs not tell which type the object has: it has to fit as one of them.
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type].filter(isObjectType);
    // An interface that no subgraph told the type of: both engines say that it has none of the types asked for.
    if (isAbstractType(type) && Object.keys(value).length === 0) return true;
    return possible.some((object) => isSelectedAs(value, object, collect(object)));
  }

  function isSelectedAs(value: object, type: GraphQLObjectType, fields: Fields): boolean {
    const names = [...fields.keys()];
    const keys = Object.keys(value);
    if (names.length !== keys.length || !isSame(names, keys)) return false;
    return [...fields].every(([name, nodes]) => {
      const field = type.getFields()[nodes[0]?.name.value ?? ''];
      if (!field) return true; // `__typename`, and what is asked of the schema
      const collect: Collect = (object) => collectSubfields(schema, fragments, coerced, object, [...nodes]);
      return isSelected(Reflect.get(value, name), getNamedType(field.type), collect);
    });
  }

  return isSelected(data, root, (type) =>
    collectFields(schema, fragments, coerced, type, operation.selectionSet),
  );
}
