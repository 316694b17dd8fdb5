import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { entitiesOf, operationOf, withEntities, withOperation } from './fetch-operation';
import { contestedPaths, pathBelow, type RequiredPaths, type RequirementsOf } from './required-paths';

/** Fields of one fetch whose requirements don't contradict each other. */
interface Compatible {
  readonly fields: Set<FieldNode>;
  readonly required: Map<string, string>;
}

interface Options {
  readonly requirementsOf: RequirementsOf;
  readonly originalName: (name: string) => string;
}

/**
 * A representation has one `price`: where fields of one fetch require it with different arguments, the fetch
 * becomes several, each with the fields that agree on what they require.
 */
export function splitRequirements(fetch: FetchNode, options: Options): readonly FetchNode[] {
  const { requires } = fetch;
  if (!requires) return [fetch];
  const contested = contestedPaths(requires, options.originalName);
  if (contested.size === 0) return [fetch];

  const operation = operationOf(fetch);
  const entities = entitiesOf(operation);
  return groupsOf(entities, fetch.serviceName, options.requirementsOf).map(({ fields, required }) => ({
    ...withOperation(fetch, withEntities(operation, onlyFields(entities, fields))),
    requires: onlyRequired(requires, { required, contested, originalName: options.originalName }),
  }));
}

function groupsOf(
  entities: SelectionSetNode,
  subgraph: string,
  requirementsOf: RequirementsOf,
): Compatible[] {
  const groups: Compatible[] = [];
  function place(field: FieldNode, required: RequiredPaths): void {
    let group = groups.find((each) => agree(each.required, required));
    if (!group) groups.push((group = { fields: new Set(), required: new Map() }));
    group.fields.add(field);
    for (const [path, name] of required) group.required.set(path, name);
  }
  function visit({ selections }: SelectionSetNode, type: string): void {
    for (const node of selections)
      if (node.kind === Kind.FIELD) place(node, requirementsOf(subgraph, type, node.name.value) ?? new Map());
      else if (node.kind === Kind.INLINE_FRAGMENT)
        visit(node.selectionSet, node.typeCondition?.name.value ?? type);
  }
  visit(entities, '');
  return groups;
}

function agree(one: RequiredPaths, other: RequiredPaths): boolean {
  return [...other].every(([path, name]) => (one.get(path) ?? name) === name);
}

function onlyFields(
  { kind, selections }: SelectionSetNode,
  fields: ReadonlySet<FieldNode>,
): SelectionSetNode {
  return {
    kind,
    selections: selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.FIELD) return fields.has(node) ? [node] : [];
      if (node.kind === Kind.FRAGMENT_SPREAD) return [];
      const selectionSet = onlyFields(node.selectionSet, fields);
      return selectionSet.selections.length === 0 ? [] : [{ ...node, selectionSet }];
    }),
  };
}

interface Kept {
  readonly required: RequiredPaths;
  readonly contested: ReadonlySet<string>;
  readonly originalName: (name: string) => string;
}

/** Of what contradicts something else, only what these fields require. */
function onlyRequired(
  selections: readonly QueryPlanSelectionNode[],
  kept: Kept,
  above = '',
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    const isField = selection.kind === 'Field';
    const path = isField ? pathBelow(above, kept.originalName(selection.name)) : above;
    if (isField && kept.contested.has(path) && kept.required.get(path) !== selection.name) return [];
    if (!selection.selections) return [selection];
    const below = onlyRequired(selection.selections, kept, path);
    return below.length === 0 ? [] : [{ ...selection, selections: below }];
  });
}
