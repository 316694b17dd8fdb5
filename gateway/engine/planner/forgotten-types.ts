import type { Subgraph, Supergraph } from '@apollo/federation-internals';
import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import {
  BREAK,
  getOperationAST,
  parse,
  validate,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { TypeConditions } from '../type-conditions';
import { askedFields, locateFetches, type LocatedFetch } from './asked-fields';
import { withEntities, withOperation } from './fetch-operation';
import { below, forgottenSelections, keyOf, type AddSelections, type Sets } from './forgotten-selections';
import { inlineFragments } from './inline-fragments';
import { localSelections } from './local-selections';
import { mapFetches } from './map-fetches';
import { unevenFields } from './uneven-fields';

type Node = NonNullable<QueryPlan['node']>;

/** Adds to a plan what was forgotten of the operation that it was made for. */
export type AddForgotten = (node: Node, document: DocumentNode, operationName: string | undefined) => Node;

/**
 * Where a union has other members in one subgraph than in another, and a field that has it could be asked of
 * either, Apollo's planner drops a fragment that is impossible in one of them, even from the fetch of the other.
 * What of such fragments no fetch of the plan asks for is added to the fetch that has the field, where the type is
 * possible there and its subgraph resolves it alone. Null where all subgraphs agree on their types.
 */
export function createAddForgotten(supergraph: Supergraph, meets: TypeConditions): AddForgotten | null {
  const uneven = unevenFields(supergraph);
  if (uneven.names.size === 0) return null;
  return (node, document, operationName) => {
    if (!selectsAny(document, uneven.names)) return node;
    const client = getOperationAST(document, operationName);
    if (!client) return node;
    const inlined = inlineFragments(client, document.definitions);
    const fetches = locateFetches(node);
    const isAsked = askedFields(fetches, meets);
    const changed = new Map<FetchNode, FetchNode>();
    for (const located of fetches) {
      const subgraph = supergraph.subgraphs().get(located.fetch.serviceName);
      if (!subgraph) continue;
      const local = localSelections(subgraph);
      const add = forgottenSelections({ uneven, meets, isAsked, local });
      const fetch = completed(located, { subgraph, client: inlined, add });
      if (fetch) changed.set(located.fetch, fetch);
    }
    return changed.size === 0 ? node : mapFetches(node, (fetch) => changed.get(fetch) ?? fetch);
  };
}

/** Only there something may be forgotten. */
function selectsAny(document: DocumentNode, names: ReadonlySet<string>): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      if (!names.has(name.value)) return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}

/** A fetch with what was forgotten; null where nothing was, or where its subgraph would refuse it so. */
function completed(
  { fetch, operation, selectionSet, path }: LocatedFetch,
  {
    subgraph,
    client,
    add,
  }: { readonly subgraph: Subgraph; readonly client: OperationDefinitionNode; readonly add: AddSelections },
): FetchNode | null {
  const sets = path.reduce<Sets>(
    (above, key) => below(above, (field) => keyOf(field) === key),
    [client.selectionSet],
  );
  const root = subgraph.schema.schemaDefinition.rootType(operation.operation)?.name ?? '';
  const more = add(selectionSet, { type: fetch.requires ? '' : root, isUneven: false, sets, path });
  if (more === selectionSet) return null;
  const definitions = [...(operation.variableDefinitions ?? []), ...(client.variableDefinitions ?? [])];
  const changed = {
    ...(fetch.requires ? withEntities(operation, more) : { ...operation, selectionSet: more }),
    variableDefinitions: definitions.filter(
      ({ variable }, i) =>
        definitions.findIndex((each) => each.variable.name.value === variable.name.value) === i,
    ),
  };
  const fuller = withOperation(fetch, changed);
  return isValid(subgraph, fuller) ? fuller : null;
}

function isValid({ schema }: Subgraph, { operation }: FetchNode): boolean {
  return validate(schema.toGraphQLJSSchema(), parse(operation)).length === 0;
}
