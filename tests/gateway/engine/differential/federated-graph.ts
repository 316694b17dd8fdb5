import type { SubgraphAnswer, SubgraphRequest } from '../../../../gateway/data-sources/data-source';
import { ENTITIES } from '../../../../gateway/data-sources/entity-fetch';
import type { CreateDataSource } from '../../../../gateway/data-sources/reused';
import { composeSupergraph, CompositionFailed } from '../../../../schema/federation/compose';
import type { Fetched } from './answers/compare-requests';
import { resolversOf } from './data/resolvers';
import { createSubgraph } from './data/subgraph-source';
import { isMisshapen, isTampered, tamper } from './data/tampering';
import { createWorld } from './data/world';
import { drawGraph } from './graph/draw-graph';
import { isGrid, type Quirk } from './graph/model';
import { printSubgraph } from './graph/print-subgraph';
import { unevenTypes } from './graph/uneven-types';

/** A graph of chance that composes, and subgraphs that answer for it. */
export interface FederatedGraph {
  readonly seed: number;
  readonly subgraphs: readonly { readonly name: string; readonly sdl: string }[];
  readonly supergraphSdl: string;
  /** The interfaces that a subgraph knows as objects. */
  readonly interfaceObjects: ReadonlyMap<string, readonly string[]>;
  readonly quirks: ReadonlySet<Quirk>;
  /** Fields whose lists in lists two subgraphs share. */
  readonly sharedGrids: readonly string[];
  /** Types that an interface or a union has in one subgraph and lacks in another. */
  readonly unevenTypes: ReadonlySet<string>;
  /** Data sources that write down what they are asked. */
  record(fetched: Fetched[]): CreateDataSource;
}

/** The graph of this seed; null where it doesn't compose. */
export function federatedGraph(seed: number): FederatedGraph | null {
  const model = drawGraph(seed);
  const subgraphs = model.subgraphs.map((name) => ({
    name,
    url: `http://${name}`,
    sdl: printSubgraph(model, name),
  }));
  const supergraphSdl = composed(subgraphs);
  if (supergraphSdl === null) return null;
  const world = createWorld(model);
  const answers = new Map<string, (request: SubgraphRequest) => Promise<SubgraphAnswer>>(
    subgraphs.map(({ name, sdl }) => [
      name,
      tamper(createSubgraph(sdl, resolversOf(model, name, world)), seed, name),
    ]),
  );
  return {
    seed,
    subgraphs,
    supergraphSdl,
    quirks: model.quirks,
    unevenTypes: unevenTypes(subgraphs),
    sharedGrids: [...model.entities, model.query]
      .flatMap(({ fields }) => fields)
      .filter(({ type, declarations }) => isGrid(type) && declarations.size > 1)
      .map(({ name }) => name),
    interfaceObjects: new Map(
      model.subgraphs.map((name) => [
        name,
        model.interfaces.filter((one) => one.interfaceObjects.has(name)).map((one) => one.name),
      ]),
    ),
    record: (fetched) => (subgraph) => {
      const answer = answers.get(subgraph.name);
      if (!answer) throw new Error(`there is no subgraph ${subgraph.name}`);
      return {
        async process({ request: { query, variables = {}, operationName } }) {
          // A copy, as a network would make one: who asked may change its own afterwards.
          const request = structuredClone({ query, variables: { ...variables }, operationName });
          const { name } = subgraph;
          const fate = {
            isTampered: isTampered(query, seed, name),
            isMisshapen: isMisshapen(query, seed, name),
          };
          const one: Fetched = { subgraph: name, ...request, ...fate };
          fetched.push(one);
          const answered = await answer(request);
          one.lacksEntities = lacksEntities(answered.data);
          one.renamedNothing = query.includes('__alias_') && hasRenamedNothing(answered.data);
          return answered;
        },
      };
    },
  };
}

function composed(subgraphs: readonly { name: string; url: string; sdl: string }[]): string | null {
  try {
    return composeSupergraph(subgraphs);
  } catch (error) {
    // What isn't even GraphQL is a mistake of whoever drew it.
    if (error instanceof CompositionFailed && error.reasons.every(({ code }) => code !== 'INVALID_GRAPHQL'))
      return null;
    throw error;
  }
}

function lacksEntities(data: SubgraphAnswer['data']): boolean {
  const entities: unknown = data?.[ENTITIES];
  return Array.isArray(entities) && entities.includes(null);
}

function hasRenamedNothing(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, own]) => (/__alias_\d+$/.test(key) && !own) || hasRenamedNothing(own),
  );
}
