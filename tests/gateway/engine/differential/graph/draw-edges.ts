import type { Random } from '../random';
import { drawWrappers, type Leaves } from './draw-leaves';
import { createFieldNames, drawField } from './draw-objects';
import { isGrid, type FieldModel, type GraphModel, type ObjectModel } from './model';
import { canRefer, refer } from './presence';

/** Fields that lead from one type to another, and those at the root that lead into the graph. */
export function drawEdges(random: Random, graph: GraphModel, leaves: Leaves): void {
  const { entities, query, mutation, interfaces, subgraphs } = graph;
  const nextName = createFieldNames('to');
  function addEdge(holder: FieldModel[], homes: readonly string[]): void {
    const chosen = random.some(homes, random.chance(0.2) ? 2 : 1);
    const possible = compositeNames(graph).filter((name) =>
      chosen.every((home) => canRefer(graph, name, home)),
    );
    if (possible.length === 0) return;
    const mayBeGrid = chosen.length === 1 || graph.quirks.has('SHARED_GRIDS');
    const wrappers = drawWrappers(random, 0.25);
    const type = {
      name: random.pick(possible),
      wrappers: mayBeGrid || !isGrid({ wrappers }) ? wrappers : [],
    };
    for (const home of chosen) refer(graph, type.name, home, random);
    holder.push(drawField(random, nextName(), type, leaves, chosen));
  }
  for (const entity of entities)
    for (let i = random.between(1, 3); i > 0; i--) addEdge(entity.fields, homesOf(entity));
  for (const { added, interfaceObjects } of interfaces)
    if (interfaceObjects.size > 0 && random.chance(0.5)) addEdge(added, [random.pick([...interfaceObjects])]);
  for (const subgraph of subgraphs) {
    const others = subgraphs.filter((one) => one !== subgraph && random.chance(0.2));
    for (let i = random.between(1, 3); i > 0; i--) addEdge(query.fields, [subgraph, ...others]);
  }
  for (const subgraph of random.each(subgraphs, 0.5))
    for (let i = random.between(1, 2); i > 0; i--) addEdge(mutation.fields, [subgraph]);
}

/** Values hold entities too: whoever has the value has at least a stub of these. */
export function drawHeldEntities(
  random: Random,
  {
    values,
    entities,
  }: { readonly values: readonly ObjectModel[]; readonly entities: readonly ObjectModel[] },
  leaves: Leaves,
): void {
  for (const value of random.each(values, 0.3)) {
    if (entities.length === 0) return;
    const type = { name: random.pick(entities).name, wrappers: drawWrappers(random, 0.2) };
    value.fields.push(drawField(random, 'holds', type, leaves));
  }
}

/** Where an entity can be found by a key. */
export const homesOf = ({ keys }: ObjectModel): readonly string[] =>
  [...keys].filter(([, own]) => own.some(({ resolvable }) => resolvable)).map(([home]) => home);

/** Entities are what a federation is about: they are drawn twice as often. */
function compositeNames({ entities, values, interfaces, unions }: GraphModel): readonly string[] {
  const visible = values.filter(({ inaccessible }) => inaccessible !== true);
  return [...entities, ...entities, ...interfaces, ...interfaces, ...unions, ...visible].map(
    ({ name }) => name,
  );
}
