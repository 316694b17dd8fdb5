import {
  executeSync,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { GatewayRequest } from '../../../subgraphs/http/executor';

const FIELDS: ReadonlySet<string> = new Set(['__schema', '__type']);

/**
 * What an operation asks of the schema itself, by response key. The planner leaves it out, and graphql-js
 * knows the answer; the operation's other fields are taken out before.
 */
export function introspect(
  schema: GraphQLSchema,
  { document, operation, request }: Pick<GatewayRequest, 'document' | 'operation' | 'request'>,
): Readonly<Record<string, unknown>> {
  const { data } = executeSync({
    schema,
    document: onlyIntrospection(document, operation),
    variableValues: request.variables ?? {},
  });
  return data ?? {};
}

function onlyIntrospection(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const rootFragments = new Map(fragments.map((node) => [node.name.value, node]));

  /** Fragments at the root are written out: only there are these fields. */
  function atRoot({ selections }: SelectionSetNode): SelectionSetNode {
    return {
      kind: Kind.SELECTION_SET,
      selections: selections.flatMap((node): SelectionNode[] => {
        if (node.kind === Kind.FIELD) return isIntrospection(node) ? [node] : [];
        const inner = node.kind === Kind.FRAGMENT_SPREAD ? rootFragments.get(node.name.value) : node;
        if (!inner) return [];
        const { directives = [] } = node;
        const selectionSet = atRoot(inner.selectionSet);
        return selectionSet.selections.length === 0
          ? []
          : [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet }];
      }),
    };
  }

  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: atRoot(operation.selectionSet) }, ...fragments],
  };
}

function isIntrospection({ name }: FieldNode): boolean {
  return FIELDS.has(name.value);
}
