import type { Random } from '../random';
import { drawLeafType, drawWrappers, type Leaves } from './draw-leaves';
import { createFieldNames, drawField } from './draw-objects';
import type { FieldModel, GraphModel, InterfaceModel, ObjectModel, UnionModel } from './model';

interface Known {
  readonly leaves: Leaves;
  readonly values: ObjectModel[];
  readonly entities: readonly ObjectModel[];
}

const NO_INTERFACE_OBJECTS = {
  parent: null,
  entity: null,
  interfaceObjects: new Set<string>(),
  added: [],
} as const;

/** An interface that values and entities may implement, each of its fields where the entity has its others. */
export function drawInterface(
  random: Random,
  name: string,
  { leaves, quirks, ...known }: Known & Pick<GraphModel, 'quirks'>,
): InterfaceModel {
  const entities = random.some(known.entities, random.between(0, 2));
  const values = random.some(known.values, random.between(entities.length > 1 ? 0 : 1, 2));
  const implementers = [...values, ...entities];
  const held = known.values.filter(
    (value) => !value.inaccessible && !values.includes(value) && value.fields.every(isLeafField),
  );
  const nextName = createFieldNames(name.toLowerCase());
  const fields = Array.from({ length: random.between(1, 3) }, () => {
    const type =
      held.length > 0 && random.chance(0.25)
        ? { name: random.pick(held).name, wrappers: drawWrappers(random) }
        : drawLeafType(random, leaves);
    return drawField(random, nextName(), type, leaves);
  });
  for (const implementer of implementers)
    for (const field of fields)
      implementer.fields.push(implemented(random, field, implementer, quirks.has('SURER_TYPES')));
  return { name, fields, implementers, fieldsIn: new Map(), ...NO_INTERFACE_OBJECTS, added: [] };
}

/** An interface that implements another, for some of its types; a subgraph that has it has all of its fields. */
export function drawSubInterface(
  random: Random,
  name: string,
  parent: InterfaceModel,
  { leaves, quirks }: Pick<Known, 'leaves'> & Pick<GraphModel, 'quirks'>,
): InterfaceModel | null {
  const [value, ...others] = random.some(
    parent.implementers.filter(({ kind }) => kind === 'value'),
    2,
  );
  if (!value) return null;
  const entities = random.some(
    parent.implementers.filter(({ kind }) => kind === 'entity'),
    random.int(3),
  );
  const implementers = [value, ...others, ...entities];
  const nextName = createFieldNames(name.toLowerCase());
  const own = Array.from({ length: random.int(2) }, () =>
    drawField(random, nextName(), drawLeafType(random, leaves), leaves),
  );
  for (const implementer of implementers)
    for (const field of own)
      implementer.fields.push(implemented(random, field, implementer, quirks.has('SURER_TYPES')));
  return {
    name,
    fields: [...parent.fields, ...own],
    implementers,
    fieldsIn: new Map(),
    ...NO_INTERFACE_OBJECTS,
    parent,
    added: [],
  };
}

/** What no subgraph refers to but through its interface or union, and no client may see. */
export function drawHiddenValue(random: Random, leaves: Leaves): ObjectModel {
  const field = drawField(random, 'secret', drawLeafType(random, leaves), leaves);
  return { name: 'Hidden', kind: 'value', fields: [field], keys: new Map(), inaccessible: true };
}

export function drawUnion(
  random: Random,
  name: string,
  { values, entities }: Omit<Known, 'leaves'>,
): UnionModel {
  const some = [...random.some(entities, random.between(1, 3)), ...random.some(values, random.between(0, 2))];
  return { name, members: some };
}

/**
 * An interface that is an entity itself: one subgraph has all that implement it, others know it as an object
 * and add fields to all of them.
 */
export function drawEntityInterface(
  random: Random,
  implementers: readonly ObjectModel[],
  place: { readonly home: string; readonly others: readonly string[]; readonly leaves: Leaves },
): InterfaceModel {
  const { home, others, leaves } = place;
  const id = drawField(random, 'id', { name: 'ID', wrappers: ['!'] }, leaves);
  const nextName = createFieldNames('known');
  const fields = Array.from({ length: random.int(3) }, () =>
    drawField(random, nextName(), drawLeafType(random, leaves), leaves),
  );
  for (const implementer of implementers)
    for (const field of fields) implementer.fields.push({ ...field, declarations: new Map([[home, {}]]) });
  const nextAdded = createFieldNames('added');
  const added = Array.from({ length: random.between(1, 3) }, () =>
    drawField(random, nextAdded(), drawLeafType(random, leaves), leaves, [random.pick(others)]),
  );
  return {
    name: 'Known',
    parent: null,
    fields: [{ ...id, arguments: [] }, ...fields],
    implementers,
    fieldsIn: new Map([[home, ['id', ...fields.map(({ name }) => name)]]]),
    entity: { home, keyField: 'id' },
    interfaceObjects: new Set(others),
    added,
  };
}

function implemented(
  random: Random,
  field: FieldModel,
  { kind, keys }: ObjectModel,
  mayBeSurer: boolean,
): FieldModel {
  const isSurer = mayBeSurer && field.type.wrappers.at(-1) !== '!' && random.chance(0.3);
  const type = isSurer ? { ...field.type, wrappers: [...field.type.wrappers, '!' as const] } : field.type;
  const homes = [...keys].filter(([, own]) => own.some(({ resolvable }) => resolvable)).map(([home]) => home);
  const chosen = kind === 'value' ? [] : random.some(homes, random.chance(0.3) ? 2 : 1);
  const shared = chosen.length > 1 ? { shareable: true } : {};
  return { ...field, type, declarations: new Map(chosen.map((home) => [home, { ...shared }])) };
}

const isLeafField = ({ type }: FieldModel): boolean => /^(?:Int|Float|String|ID|Boolean)$/.test(type.name);
