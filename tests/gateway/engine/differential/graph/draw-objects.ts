import type { Random } from '../random';
import { drawArguments, drawLeafType, drawWrappers, type Leaves } from './draw-leaves';
import type { FieldModel, ObjectModel, TypeReference } from './model';

const WORDS = ['name', 'title', 'weight', 'stock', 'note', 'rank', 'labels', 'state', 'grid'] as const;

/** Field names that no other type has: what interfaces add to types that exist. */
export function createFieldNames(prefix: string): () => string {
  let count = 0;
  return () => `${prefix}${count++}`;
}

export function drawField(
  random: Random,
  name: string,
  type: TypeReference,
  leaves: Leaves,
  subgraphs: readonly string[] = [],
): FieldModel {
  const declarations = new Map(
    subgraphs.map((subgraph) => [subgraph, subgraphs.length > 1 ? { shareable: true } : {}]),
  );
  return { name, type, arguments: drawArguments(random, leaves), declarations };
}

/** Types without identity; some hold those drawn before. */
export function drawValues(random: Random, leaves: Leaves): ObjectModel[] {
  const values: ObjectModel[] = [];
  for (const name of ['Money', 'Span', 'Place', 'Badge'].slice(0, random.between(2, 4))) {
    const fields = random
      .some(WORDS, random.between(2, 4))
      .map((word) => drawField(random, word, drawLeafType(random, leaves), leaves));
    const held = random.each(values, 0.3).map((value) => {
      const type = { name: value.name, wrappers: drawWrappers(random) };
      return drawField(random, `its${value.name}`, type, leaves);
    });
    values.push({ name, kind: 'value', fields: [...fields, ...held], keys: new Map() });
  }
  return values;
}

/** The fields of an entity that are no keys, each in one of its subgraphs or shared by two. */
export function drawOwnFields(
  random: Random,
  homes: readonly string[],
  { leaves, values }: { readonly leaves: Leaves; readonly values: readonly ObjectModel[] },
): FieldModel[] {
  return random.some(WORDS, random.between(3, 6)).map((word) => {
    const type = random.chance(0.3)
      ? { name: random.pick(values).name, wrappers: drawWrappers(random) }
      : drawLeafType(random, leaves);
    const field = drawField(random, word, type, leaves, random.some(homes, random.chance(0.25) ? 2 : 1));
    const [declaration] = field.declarations.values();
    if (declaration && field.declarations.size > 1 && random.chance(0.3)) declaration.nullable = true;
    return field;
  });
}
