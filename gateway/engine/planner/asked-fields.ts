import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { TypeConditions } from '../type-conditions';
import { entitiesOf, operationOf } from './fetch-operation';
import { mapFetches } from './map-fetches';

/** A fetch of a plan, read: what it asks for, and the keys of the answer's objects that it adds to. */
export interface LocatedFetch {
  readonly fetch: FetchNode;
  readonly operation: OperationDefinitionNode;
  readonly selectionSet: SelectionSetNode;
  readonly path: readonly string[];
}

/** Does any fetch of the plan ask for this of objects of a type? */
export type IsAsked = (path: readonly string[], key: string, typename: string) => boolean;

export function locateFetches(node: NonNullable<QueryPlan['node']>): readonly LocatedFetch[] {
  const located: LocatedFetch[] = [];
  mapFetches(node, (fetch, steps): PlanNode => {
    const operation = operationOf(fetch);
    const selectionSet = fetch.requires ? entitiesOf(operation) : operation.selectionSet;
    // `offers`, `@` for the items of a list, `|[Book]` behind either for a type condition.
    const path = steps.map((step) => String(step).replace(/\|.*$/, '')).filter((key) => !/^@?$/.test(key));
    located.push({ fetch, operation, selectionSet, path });
    return fetch;
  });
  return located;
}

export function askedFields(fetches: readonly LocatedFetch[], meets: TypeConditions): IsAsked {
  /** The type conditions that a field is asked under; null for none. */
  const conditionsAt = new Map<string, (string | null)[]>();
  function note({ selections }: SelectionSetNode, path: readonly string[], condition: string | null): void {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT)
        note(node.selectionSet, path, node.typeCondition?.name.value ?? condition);
      if (node.kind !== Kind.FIELD) continue;
      const below = [...path, (node.alias ?? node.name).value];
      const conditions = conditionsAt.get(below.join('.')) ?? [];
      conditions.push(condition);
      conditionsAt.set(below.join('.'), conditions);
      if (node.selectionSet) note(node.selectionSet, below, null);
    }
  }
  for (const { selectionSet, path } of fetches) note(selectionSet, path, null);
  return (path, key, typename) =>
    (conditionsAt.get([...path, key].join('.')) ?? []).some(
      (condition) => condition === null || meets(condition, typename),
    );
}
