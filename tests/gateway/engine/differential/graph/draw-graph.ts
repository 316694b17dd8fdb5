import { createRandom, type Random } from '../random';
import {
  drawEntityInterface,
  drawHiddenValue,
  drawInterface,
  drawSubInterface,
  drawUnion,
} from './draw-abstract';
import { drawInaccessible, drawOverrides, drawRequires } from './draw-dependencies';
import { drawEdges, drawHeldEntities } from './draw-edges';
import { drawEntity } from './draw-entities';
import { drawInterfaceRequires } from './draw-interface-requires';
import { drawLeaves } from './draw-leaves';
import { drawProvides } from './draw-provides';
import { drawValues } from './draw-objects';
import { QUIRKS, type GraphModel, type ObjectModel } from './model';
import { refer } from './presence';

const SUBGRAPHS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'] as const;
const ENTITIES = ['Product', 'Seller', 'Order', 'Review'] as const;

/** A graph of chance: built so that it nearly always composes. */
export function drawGraph(seed: number): GraphModel {
  const random = createRandom(seed);
  const subgraphs = SUBGRAPHS.slice(0, random.between(2, SUBGRAPHS.length));
  const quirks = new Set(random.each(QUIRKS, 0.12));
  const leaves = drawLeaves(random);
  const values = drawValues(random, leaves);
  const found = drawInterfacePlace(random, subgraphs);
  const entities: ObjectModel[] = [];
  const nested: ObjectModel[] = [];
  for (const name of ENTITIES.slice(0, random.between(2, ENTITIES.length))) {
    const foundByInterface = found?.implementers.includes(name) === true;
    const others = subgraphs.filter((one) => one !== found?.home && !found?.others.includes(one));
    const homes = foundByInterface
      ? [found.home, ...random.each(others, 0.5)]
      : random.some(subgraphs, random.between(1, subgraphs.length));
    const drawn = drawEntity(random, { name, homes, foundByInterface }, { leaves, values });
    entities.push(drawn.entity);
    nested.push(...drawn.nested);
  }
  const implementing = entities.filter(({ name }) => found?.implementers.includes(name));
  const free = entities.filter((entity) => !implementing.includes(entity));
  drawHeldEntities(random, { values, entities: free }, leaves);
  const hidden = random.chance(0.4) ? [drawHiddenValue(random, leaves)] : [];
  const known = { leaves, values: [...values, ...hidden], entities };
  const interfaces = ['Shape', 'Mark']
    .slice(0, random.between(1, 2))
    .map((name) => drawInterface(random, name, { ...known, quirks }));
  const parent = random.chance(0.5) ? random.pick(interfaces) : null;
  const sub = parent && drawSubInterface(random, 'Emblem', parent, { leaves, quirks });
  if (sub) interfaces.push(sub);
  if (found) interfaces.push(drawEntityInterface(random, implementing, { ...found, leaves }));
  const unions = random.each(['Either', 'Any'], 0.6).map((name) => drawUnion(random, name, known));
  const graph: GraphModel = {
    seed,
    subgraphs,
    quirks,
    ...leaves,
    values: [...known.values, ...nested],
    entities,
    interfaces,
    unions,
    query: { name: 'Query', kind: 'root', fields: [], keys: new Map() },
    mutation: { name: 'Mutation', kind: 'root', fields: [], keys: new Map() },
  };
  // Whoever has a field has its type, and the stubs that this speaks of.
  for (const { fields } of entities)
    for (const { type, declarations } of fields)
      for (const subgraph of declarations.keys()) refer(graph, type.name, subgraph, random);
  drawEdges(random, graph, leaves);
  drawOverrides(random, graph);
  drawRequires(random, graph, leaves);
  drawInterfaceRequires(random, graph, leaves);
  drawProvides(random, graph);
  drawInaccessible(random, graph);
  return graph;
}

interface InterfacePlace {
  readonly implementers: readonly string[];
  readonly home: string;
  readonly others: readonly string[];
}

/** Subgraphs that know an interface as an object know nothing of what implements it: decided before all else. */
function drawInterfacePlace(random: Random, subgraphs: readonly string[]): InterfacePlace | null {
  if (!random.chance(0.5)) return null;
  const [home = '', ...others] = random.some(subgraphs, random.between(2, Math.min(3, subgraphs.length)));
  return { implementers: ENTITIES.slice(0, random.between(1, 2)), home, others };
}
