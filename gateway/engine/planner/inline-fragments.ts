import {
  Kind,
  type DefinitionNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** An operation with its fragments written out where they are spread. */
export function inlineFragments(
  operation: OperationDefinitionNode,
  definitions: readonly DefinitionNode[],
): OperationDefinitionNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  function inline({ kind, selections }: SelectionSetNode): SelectionSetNode {
    return {
      kind,
      selections: selections.flatMap((node): SelectionNode[] => {
        if (node.kind === Kind.FIELD)
          return [node.selectionSet ? { ...node, selectionSet: inline(node.selectionSet) } : node];
        const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
        if (!inner) return [];
        const { directives = [] } = node;
        const { typeCondition } = inner;
        const selectionSet = inline(inner.selectionSet);
        return [
          { kind: Kind.INLINE_FRAGMENT, directives, selectionSet, ...(typeCondition && { typeCondition }) },
        ];
      }),
    };
  }
  return { ...operation, selectionSet: inline(operation.selectionSet) };
}
