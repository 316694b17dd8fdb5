import type { Random } from '../random';
import { drawRequired } from './draw-dependencies';
import { drawLeafType, type Leaves } from './draw-leaves';
import { createFieldNames, drawField } from './draw-objects';
import type { GraphModel } from './model';

/** Fields that a subgraph adds to an interface which it knows as an object, and that need the interface's own. */
export function drawInterfaceRequires(random: Random, graph: GraphModel, leaves: Leaves): void {
  const nextName = createFieldNames('wants');
  for (const { fields, interfaceObjects, added, entity } of graph.interfaces)
    for (const home of random.each([...interfaceObjects], 0.6)) {
      const known = fields.filter(({ name }) => name !== entity?.keyField);
      const requires = drawRequired(random, graph, { known, home, leaves });
      if (requires === null) continue;
      const adding = drawField(random, nextName(), drawLeafType(random, leaves), leaves);
      adding.declarations.set(home, { requires });
      added.push(adding);
    }
}
