import { Kind, parse, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** What is asked of an object, by the keys that its answer has. */
export type SelectionTree = Map<string, AskedField>;

export interface AskedField {
  readonly name: string;
  /** Of its value; null for one that is no object. */
  readonly selection: SelectionTree | null;
}

/** All that a query asks for, fragments of every type together. Throws where the query does not parse. */
export function selectionTree(query: string): SelectionTree {
  const { definitions } = parse(query, { noLocation: true });
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const tree: SelectionTree = new Map();
  for (const node of definitions)
    if (node.kind === Kind.OPERATION_DEFINITION) add(tree, node.selectionSet, fragments);
  return tree;
}

function add(
  tree: SelectionTree,
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): void {
  for (const node of selections) {
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      const selection = tree.get(key)?.selection ?? new Map<string, AskedField>();
      tree.set(key, { name: node.name.value, selection: node.selectionSet ? selection : null });
      if (node.selectionSet) add(selection, node.selectionSet, fragments);
      continue;
    }
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    if (inner) add(tree, inner.selectionSet, fragments);
  }
}
