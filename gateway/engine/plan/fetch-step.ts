import type { FetchNode } from '@apollo/query-planner';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphAnswer, SubgraphRequest } from '../../data-sources/data-source';
import type { Execution, Step } from '../execution';
import { mergeInto } from '../merge';
import type { ClientKeyOf } from '../planner/plan-keys';
import { isResponseObject } from '../response-object';
import type { TypeConditions } from '../type-conditions';
import { objectsAt, placesAt, type PathStep } from './flatten-path';
import { compileRewrites } from './rewrites';
import { compileClientKeys, subgraphError, thrownError } from './subgraph-errors';

/** What the fetches of one plan have in common. */
export interface FetchOptions {
  readonly meets: TypeConditions;
  readonly clientKeyOf: ClientKeyOf;
  /**
   * No two places of the answer share one object: where a fetch takes arguments from above its entities
   * (`@fromContext`), the same entity may look different in two places; where something is told later, what was
   * told of a place before must stay what is fetched for.
   */
  readonly ownObjects: boolean;
  /** Nothing in the plan follows the fetch. */
  readonly isLast: boolean;
}

/** What is asked of fields of a root type, and what becomes of the answer. */
export interface RootFetch {
  readonly subgraph: string;
  requestOf(execution: Execution): SubgraphRequest;
  /** Adds an answer to each object at the fetch's path, and tells its errors. */
  addTo(execution: Execution, answer: SubgraphAnswer): void;
}

export function compileRootFetch(
  node: FetchNode,
  steps: readonly PathStep[],
  { meets, clientKeyOf, ownObjects }: FetchOptions,
): RootFetch {
  const { serviceName } = node;
  const rewrite = compileRewrites(node.outputRewrites, meets);
  const clientKeys = compileClientKeys(node, clientKeyOf);

  function tellErrors(errors: readonly GraphQLFormattedError[], execution: Execution): void {
    const paths = steps.length === 0 ? [[]] : placesAt(execution.data, steps, meets).map(({ path }) => path);
    for (const error of errors) {
      const { path: below } = error;
      if (below === undefined) execution.errors.push(subgraphError(error, serviceName, undefined));
      else
        for (const path of paths)
          execution.errors.push(subgraphError(error, serviceName, [...path, ...clientKeys(below)]));
    }
  }

  return {
    subgraph: serviceName,
    requestOf: compileRequest(node),
    addTo(execution, { data, errors }) {
      if (errors) tellErrors(errors, execution);
      if (!isResponseObject(data)) return;
      rewrite?.(data);
      const { shared, data: root } = execution;
      const targets = steps.length === 0 ? [root] : objectsAt(root, steps, { shared, meets });
      mergeAnswer(targets, data, { execution, ownObjects, meets });
    },
  };
}

export function compileRootFetchStep(
  node: FetchNode,
  steps: readonly PathStep[],
  options: FetchOptions,
): Step {
  const { subgraph, requestOf, addTo } = compileRootFetch(node, steps, options);
  const { meets, isLast } = options;
  return async (execution) => {
    try {
      // Below something that isn't there, there is nothing to ask for.
      if (objectsAt(execution.data, steps, { shared: execution.shared, meets }).length === 0) return;
      addTo(execution, await execution.ask(subgraph, requestOf(execution), isLast));
    } catch (thrown) {
      execution.errors.push(thrownError(thrown));
    }
  };
}

/** Adds one answer to all objects that it is for. They share what is in it, as long as none may differ later. */
export function mergeAnswer(
  [first, ...others]: readonly Execution['data'][],
  answer: Execution['data'],
  {
    execution,
    ownObjects,
    meets,
  }: Pick<FetchOptions, 'ownObjects' | 'meets'> & { readonly execution: Execution },
): void {
  for (const other of others) mergeInto(other, ownObjects ? structuredClone(answer) : answer, meets);
  if (first) mergeInto(first, answer, meets);
  if (others.length > 0 && !ownObjects) execution.shared = true;
}

/** The request without what differs from entity to entity; its variables are the asker's own. */
export function compileRequest({
  operation: query,
  operationName,
  variableUsages = [],
}: FetchNode): (execution: Execution) => SubgraphRequest & { readonly variables: Record<string, unknown> } {
  return ({ variables: given }) => {
    const variables: Record<string, unknown> = {};
    for (const name of variableUsages)
      if (Object.hasOwn(given, name) && given[name] !== undefined) variables[name] = given[name];
    return { query, operationName, variables };
  };
}
