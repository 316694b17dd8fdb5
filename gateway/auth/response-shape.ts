import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseKeyOf } from './restrict-operation';

/** The types of an operation's answer, by response keys; worked out as far as an answer reaches. */
export interface ResponseShape {
  field(responseKey: string): { readonly type: GraphQLOutputType; readonly shape: ResponseShape } | undefined;
}

interface Selected {
  readonly type: GraphQLNamedType;
  readonly selectionSet: SelectionSetNode;
}

/**
 * The shape of an operation's answer. Selections under one response key are merged whatever their type
 * conditions: validation has made sure that lists and non-nulls are the same for all of them.
 */
export function responseShapeOf(
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): ResponseShape {
  const fragments = new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const root = schema.getRootType(operation.operation);
  return shapeOf(root ? [{ type: root, selectionSet: operation.selectionSet }] : [], schema, fragments);
}

function shapeOf(
  selected: readonly Selected[],
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ResponseShape {
  let fields: Map<string, { type: GraphQLOutputType; shape: ResponseShape }> | null = null;

  function collect(): Map<string, { type: GraphQLOutputType; shape: ResponseShape }> {
    const found = new Map<string, { type: GraphQLOutputType; below: Selected[] }>();
    const spread = new Set<string>();
    const visit = ({ type, selectionSet }: Selected): void => {
      for (const selection of selectionSet.selections) {
        if (selection.kind === Kind.FIELD) {
          const hasFields = isObjectType(type) || isInterfaceType(type);
          const field = hasFields ? type.getFields()[selection.name.value] : undefined;
          if (!field) continue; // __typename and introspection: nothing below them is ever refused
          const key = responseKeyOf(selection);
          const entry = found.get(key) ?? { type: field.type, below: [] };
          found.set(key, entry);
          const value = getNamedType(field.type);
          if (selection.selectionSet && isCompositeType(value)) {
            entry.below.push({ type: value, selectionSet: selection.selectionSet });
          }
          continue;
        }
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        if (!fragment || (selection.kind === Kind.FRAGMENT_SPREAD && spread.has(selection.name.value)))
          continue;
        if (selection.kind === Kind.FRAGMENT_SPREAD) spread.add(selection.name.value);
        const condition = fragment.typeCondition?.name.value;
        const narrowed = condition === undefined ? type : schema.getType(condition);
        if (narrowed) visit({ type: narrowed, selectionSet: fragment.selectionSet });
      }
    };
    selected.forEach(visit);
    return new Map(
      [...found].map(([key, { type, below }]) => [key, { type, shape: shapeOf(below, schema, fragments) }]),
    );
  }

  return { field: (responseKey) => (fields ??= collect()).get(responseKey) };
}
