import { ENTITIES } from '../../../../gateway/data-sources/entity-fetch';
import type { SubgraphAnswer } from '../../../../gateway/data-sources/data-source';
import type { OpenEngine } from './engine';
import type { FederatedGraph } from './federated-graph';

/**
 * Asked for `__typename` beside a field that `@interfaceObject` adds, the planner asks that subgraph for both. It
 * knows the interface alone, and the reference takes that for the type that the object has from then on. Here
 * it isn't told: an entity whose answer has no type keeps the one that it was asked for with, which for the
 * specification is the object's, and all that follows from it can be compared.
 */
export function keepingTypes(
  open: OpenEngine,
  { interfaceObjects }: Pick<FederatedGraph, 'interfaceObjects'>,
): OpenEngine {
  return (sdl, dataSource) =>
    open(sdl, (subgraph) => {
      const source = dataSource(subgraph);
      const names = interfaceObjects.get(subgraph.name) ?? [];
      return {
        ...source,
        process: async (request) => withoutTypes(await source.process(request), names),
      };
    });
}

function withoutTypes(answer: SubgraphAnswer, names: readonly string[]): SubgraphAnswer {
  const entities: unknown = answer.data?.[ENTITIES];
  if (names.length === 0 || !Array.isArray(entities)) return answer;
  return { ...answer, data: { ...answer.data, [ENTITIES]: entities.map((one) => withoutType(one, names)) } };
}

function withoutType(entity: unknown, names: readonly string[]): unknown {
  if (typeof entity !== 'object' || entity === null) return entity;
  const { __typename: type, ...others } = entity as { readonly __typename?: unknown };
  return typeof type === 'string' && names.includes(type) ? others : entity;
}
