import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type DocumentNode, type SelectionSetNode } from 'graphql';
import { textArgument } from './directive-arguments';
import { parseFieldSet } from './field-sets';
import type { RequiredArguments } from './required-arguments';
import { hasFields, isJoinField, readTypes, subgraphNames } from './supergraph-types';

/** What is required below an entity, by its path there: the field's name, or that of its stand-in. */
export type RequiredPaths = ReadonlyMap<string, string>;

/** What a field requires in a subgraph. */
export type RequirementsOf = (subgraph: string, type: string, field: string) => RequiredPaths | undefined;

type OriginalName = (name: string) => string;

export function originalNames(standIns: RequiredArguments['standIns']): OriginalName {
  return (name) => standIns.get(name)?.name ?? name;
}

export function pathBelow(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Reads what each field requires; a field of an interface requires what those of its types do. */
export function readRequirements(supergraph: DocumentNode, originalName: OriginalName): RequirementsOf {
  const { withImplementers } = readTypes(supergraph);
  const names = subgraphNames(supergraph);
  const required = new Map<string, RequiredPaths>();
  for (const type of supergraph.definitions.filter(hasFields))
    for (const { name, directives = [] } of type.fields ?? [])
      for (const directive of directives.filter(isJoinField)) {
        const requires = textArgument(directive, 'requires');
        const graph = textArgument(directive, 'graph') ?? '';
        if (requires === undefined) continue;
        const paths = new Map<string, string>();
        addPaths(paths, parseFieldSet(requires), '');
        required.set(keyOf(names.get(graph) ?? graph, type.name.value, name.value), paths);
      }

  function addPaths(paths: Map<string, string>, { selections }: SelectionSetNode, above: string): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        addPaths(paths, selection.selectionSet, above);
        continue;
      }
      const path = pathBelow(above, originalName(selection.name.value));
      paths.set(path, selection.name.value);
      if (selection.selectionSet) addPaths(paths, selection.selectionSet, path);
    }
  }

  return (subgraph, type, field) => {
    const found = withImplementers(type).flatMap((each) => [
      ...(required.get(keyOf(subgraph, each, field)) ?? []),
    ]);
    return found.length === 0 ? undefined : new Map(found);
  };
}

const keyOf = (subgraph: string, type: string, field: string): string => `${subgraph} ${type}.${field}`;

/** The paths at which a representation would have to hold two values. */
export function contestedPaths(
  requires: readonly QueryPlanSelectionNode[],
  originalName: OriginalName,
): ReadonlySet<string> {
  const at = new Map<string, string>();
  const contested = new Set<string>();
  function visit(selections: readonly QueryPlanSelectionNode[], above: string): void {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') {
        visit(selection.selections, above);
        continue;
      }
      const { name, selections: below = [] } = selection;
      const path = pathBelow(above, originalName(name));
      const known = at.get(path);
      if (known !== undefined && known !== name) contested.add(path);
      at.set(path, name);
      visit(below, path);
    }
  }
  visit(requires, '');
  return contested;
}
