import type { FetchNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ENTITIES, REPRESENTATIONS } from '../../data-sources/entity-fetch';
import type { Execution, Step } from '../execution';
import { isResponseObject, type ResponseObject, type ResponsePath } from '../response-object';
import { compileContextArguments, type ContextArguments } from './context-arguments';
import { compileRequest, mergeAnswer, type FetchOptions } from './fetch-step';
import { objectsAt, placesAt, type PathStep } from './flatten-path';
import { compileRepresentation, representationKey, type Representation } from './representation';
import { compileRewrites } from './rewrites';
import { sameObjectsAt } from './same-objects';
import { commonPath, compileClientKeys, subgraphError, thrownError } from './subgraph-errors';

/** The entities that one request asks for, each once, and the objects that its answer is for. */
interface Asked {
  readonly representations: Representation[];
  readonly targets: ResponseObject[][];
}

/** A fetch that adds to entities: what is the same for the subgraph is asked once, wherever it stands. */
export function compileEntityFetch(
  node: FetchNode,
  steps: readonly PathStep[],
  { meets, clientKeyOf, ownObjects, isLast }: FetchOptions,
): Step {
  const { serviceName } = node;
  const represent = compileRepresentation(node.requires ?? [], meets);
  const rewriteInput = compileRewrites(node.inputRewrites, meets);
  const rewriteOutput = compileRewrites(node.outputRewrites, meets);
  const clientKeys = compileClientKeys(node, clientKeyOf);
  const requestOf = compileRequest(node);
  const contextOf = compileContextArguments(node.contextRewrites, meets);

  function entitiesAt(execution: Execution): readonly ResponseObject[] {
    const { data, shared } = execution;
    if (ownObjects) return objectsAt(data, steps, { shared, meets });
    return sameObjectsAt(data, steps, { shared, meets, onShared: () => (execution.shared = true) });
  }

  function gather(entities: Iterable<ResponseObject>): Asked {
    const asked: Asked = { representations: [], targets: [] };
    const known = new Map<string, ResponseObject[]>();
    for (const entity of entities) {
      const representation = represent(entity);
      if (representation === null) continue;
      rewriteInput?.(representation);
      const key = representationKey(representation);
      const targets = known.get(key);
      if (targets !== undefined) {
        targets.push(entity);
        continue;
      }
      const first = [entity];
      known.set(key, first);
      asked.representations.push(representation);
      asked.targets.push(first);
    }
    return asked;
  }

  async function ask(
    execution: Execution,
    { representations, targets }: Asked,
    context: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    if (representations.length === 0) return;
    const request = requestOf(execution);
    if (Object.hasOwn(request.variables, REPRESENTATIONS))
      throw new GraphQLError(`Variables cannot contain key "${REPRESENTATIONS}"`);
    Object.assign(request.variables, context);
    request.variables[REPRESENTATIONS] = representations;
    const { data, errors } = await execution.ask(serviceName, request, isLast);
    if (errors) tellErrors(errors, execution, targets);
    if (!isResponseObject(data)) return;
    const answers = entitiesOf(data, targets.length);
    for (const [i, entities] of targets.entries()) {
      const answer = answers[i];
      if (!isResponseObject(answer)) continue;
      if (rewriteOutput !== null) {
        // Rewrites have type conditions, and the planner doesn't always ask for the type again.
        if (!answer['__typename']) answer['__typename'] = entities[0]?.['__typename'];
        rewriteOutput(answer);
      }
      mergeAnswer(entities, answer, { execution, ownObjects, meets });
    }
  }

  function tellErrors(
    errors: readonly GraphQLFormattedError[],
    execution: Execution,
    targets: readonly (readonly ResponseObject[])[],
  ): void {
    const tell = (error: GraphQLFormattedError, path: ResponsePath | undefined): unknown =>
      execution.errors.push(subgraphError(error, serviceName, path));
    let places: ReadonlyMap<ResponseObject, readonly ResponsePath[]> | null = null;
    for (const error of errors) {
      const [, index, ...below] = error.path ?? [];
      const entities = typeof index === 'number' ? targets[index] : undefined;
      if (entities === undefined) {
        tell(error, error.path && commonPath(steps));
        continue;
      }
      places ??= pathsByObject(execution.data);
      for (const entity of entities)
        for (const path of places.get(entity) ?? []) tell(error, [...path, ...clientKeys(below)]);
    }
  }

  function pathsByObject(root: ResponseObject): ReadonlyMap<ResponseObject, readonly ResponsePath[]> {
    const paths = new Map<ResponseObject, ResponsePath[]>();
    for (const { object, path } of placesAt(root, steps, meets)) {
      const known = paths.get(object);
      if (known) known.push(path);
      else paths.set(object, [path]);
    }
    return paths;
  }

  async function askInContexts(execution: Execution, argumentsOf: ContextArguments): Promise<void> {
    const byContext = new Map<
      string,
      { context: Readonly<Record<string, unknown>>; entities: ResponseObject[] }
    >();
    for (const place of placesAt(execution.data, steps, meets)) {
      const context = argumentsOf(place);
      const key = JSON.stringify(context);
      const group = byContext.get(key) ?? { context, entities: [] };
      byContext.set(key, group);
      group.entities.push(place.object);
    }
    await Promise.all(
      [...byContext.values()].map(({ context, entities }) => ask(execution, gather(entities), context)),
    );
  }

  return async (execution) => {
    try {
      if (contextOf !== null) await askInContexts(execution, contextOf);
      else await ask(execution, gather(entitiesAt(execution)), {});
    } catch (thrown) {
      execution.errors.push(thrownError(thrown));
    }
  };
}

/** One answer for each entity, or null: a subgraph that says how many it likes could answer for another. */
function entitiesOf(data: ResponseObject, count: number): readonly unknown[] {
  const entities = data[ENTITIES];
  if (!Array.isArray(entities))
    throw new GraphQLError('Expected "data._entities" in response to be an array');
  if (entities.length !== count)
    throw new GraphQLError(`Expected "data._entities" to contain ${count} elements`);
  return entities;
}
