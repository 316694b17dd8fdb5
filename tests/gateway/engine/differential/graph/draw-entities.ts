import type { Random } from '../random';
import type { Leaves } from './draw-leaves';
import { drawOwnFields } from './draw-objects';
import type { FieldModel, Key, ObjectModel, TypeReference } from './model';

export interface EntityPlace {
  readonly name: string;
  /** Where it has keys that can be resolved; the first one has all of them, and leads from each to each. */
  readonly homes: readonly string[];
  /** Some interface finds it by a single `id`, which is the same for all that implement it. */
  readonly foundByInterface: boolean;
}

interface KeyCandidate {
  readonly key: Key;
  readonly types: readonly TypeReference[];
}

const given = (name: string): TypeReference => ({ name, wrappers: ['!'] });

/** An entity, and the value types that its keys are nested in. */
export function drawEntity(
  random: Random,
  { name, homes, foundByInterface }: EntityPlace,
  known: { readonly leaves: Leaves; readonly values: readonly ObjectModel[] },
): { readonly entity: ObjectModel; readonly nested: ObjectModel[] } {
  const ref = nestedValue(`${name}Ref`, refFields(random));
  const unit = nestedValue(`${name}Unit`, [plainField('id', given('ID'))]);
  const isDeep = random.chance(0.5);
  const org = nestedValue(`${name}Org`, [
    plainField('id', given('ID')),
    ...(isDeep ? [plainField('unit', given(unit.name))] : []),
  ]);
  const single: KeyCandidate = {
    key: keyOf('id'),
    types: [given(foundByInterface ? 'ID' : random.pick(['ID', 'ID', 'String', 'Int']))],
  };
  const others: KeyCandidate[] = [
    // A key may be missing: its representations then have a null.
    { key: keyOf('sku'), types: [random.chance(0.3) ? { name: 'String', wrappers: [] } : given('String')] },
    { key: keyOf('code region'), types: [given('Int'), given('Colour')] },
    { key: { text: 'ref { code }', fields: ['ref'], resolvable: true }, types: [given(ref.name)] },
    {
      key: {
        text: isDeep ? 'batch org { unit { id } id }' : 'batch org { id }',
        fields: ['batch', 'org'],
        resolvable: true,
      },
      types: [given('Int'), given(org.name)],
    },
  ];
  const candidates = foundByInterface
    ? [single, ...random.some(others, random.int(2))]
    : random.some([single, ...others], random.between(1, 3));
  const keys = new Map(
    homes.map((home, i) => {
      const all = candidates.map(({ key }) => key);
      return [home, i === 0 ? all : random.some(all, random.between(1, all.length))];
    }),
  );
  const fields = candidates.flatMap(({ key, types }) =>
    key.fields.map((field, i) => keyField(field, types[i], keys)),
  );
  // A key that only subgraphs use.
  const [first, ...hidden] = fields;
  for (const field of random.each(foundByInterface ? hidden : [], 0.2)) field.inaccessible = true;
  if (!foundByInterface && first && random.chance(0.1)) first.inaccessible = true;
  const isKey = (name: string): boolean => candidates.some(({ key }) => key.fields.includes(name));
  return {
    entity: { name, kind: 'entity', fields: [...fields, ...drawOwnFields(random, homes, known)], keys },
    nested: [...(isKey('ref') ? [ref] : []), ...(isKey('org') ? [org, ...(isDeep ? [unit] : [])] : [])],
  };
}

const keyOf = (text: string): Key => ({ text, fields: text.split(' '), resolvable: true });

function refFields(random: Random): FieldModel[] {
  const code = plainField('code', given('ID'));
  return random.chance(0.5) ? [code, plainField('part', { name: 'Int', wrappers: [] })] : [code];
}

const plainField = (name: string, type: TypeReference): FieldModel => ({
  name,
  type,
  arguments: [],
  declarations: new Map(),
});

const nestedValue = (name: string, fields: FieldModel[]): ObjectModel => ({
  name,
  kind: 'value',
  fields,
  keys: new Map(),
});

function keyField(
  name: string,
  type: TypeReference | undefined,
  keys: ReadonlyMap<string, readonly Key[]>,
): FieldModel {
  const subgraphs = [...keys].filter(([, own]) => own.some(({ fields }) => fields.includes(name)));
  return {
    name,
    type: type ?? given('ID'),
    arguments: [],
    // Fields of keys are shareable without being told.
    declarations: new Map(subgraphs.map(([subgraph]) => [subgraph, {}])),
  };
}
