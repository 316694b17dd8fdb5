import type { Random } from '../random';
import type { ArgumentModel, EnumModel, GraphModel, InputModel, TypeReference } from './model';

export type Leaves = Pick<GraphModel, 'enums' | 'scalars' | 'inputs'>;

const BUILT_IN = ['Int', 'Float', 'String', 'ID', 'Boolean'] as const;
/** Input objects may hold themselves; their literals end somewhere. */
const DEEPEST_LITERAL = 3;

export function drawLeaves(random: Random): Leaves {
  const enums = ['Colour', 'Size'].map((name): EnumModel => {
    const values = Array.from({ length: random.between(2, 5) }, (_, i) => `${name.toUpperCase()}_${i}`);
    // What subgraphs answer and clients may not see: at least one value stays.
    return { name, values, inaccessible: random.each(values.slice(1), 0.2) };
  });
  const scalars = random.some(['Anything', 'Stamp'], random.between(1, 2));
  const inputs: InputModel[] = [];
  for (const name of random.some(['Filter', 'Range', 'Paging'], random.between(1, 3)))
    inputs.push(drawInput(random, name, { enums, scalars, inputs }));
  return { enums, scalars, inputs };
}

export function drawLeafType(random: Random, { enums, scalars }: Leaves): TypeReference {
  const kinds = [...BUILT_IN, ...BUILT_IN, ...enums.map(({ name }) => name), ...scalars];
  return { name: random.pick(kinds), wrappers: drawWrappers(random) };
}

/** Lists, lists in lists, and non-null at each level. */
export function drawWrappers(random: Random, nonNull = 0.35): TypeReference['wrappers'] {
  const lists = random.chance(0.65) ? 0 : random.chance(0.8) ? 1 : 2;
  return Array.from({ length: lists + 1 }, (_, level) => [
    ...(level > 0 ? (['[]'] as const) : []),
    ...(random.chance(nonNull) ? (['!'] as const) : []),
  ]).flat();
}

export function drawArguments(random: Random, leaves: Leaves, share = 0.25): ArgumentModel[] {
  if (!random.chance(share)) return [];
  const names = random.some(['first', 'text', 'filter', 'unit'], random.between(1, 2));
  return names.map((name) => drawArgument(random, name, leaves));
}

function drawArgument(random: Random, name: string, leaves: Leaves): ArgumentModel {
  const { enums, scalars, inputs } = leaves;
  const kinds = [...BUILT_IN, ...enums.map((one) => one.name), ...scalars, ...inputs.map((one) => one.name)];
  const type = { name: random.pick(kinds), wrappers: drawWrappers(random, 0.25) };
  return { name, type, defaultValue: random.chance(0.4) ? drawLiteral(random, type, leaves) : null };
}

function drawInput(random: Random, name: string, leaves: Leaves): InputModel {
  const names = ['least', 'most', 'words', 'sort', 'also'].slice(0, random.between(1, 5));
  const fields = names.map((field) => drawArgument(random, field, leaves));
  const itself: ArgumentModel = { name: 'within', type: { name, wrappers: [] }, defaultValue: null };
  return { name, fields: random.chance(0.3) ? [...fields, itself] : fields };
}

/** A constant as an SDL or a set of fields writes it. */
export function drawLiteral(random: Random, type: TypeReference, leaves: Leaves, depth = 0): string {
  const outermost = type.wrappers.at(-1);
  const inner = { ...type, wrappers: type.wrappers.slice(0, -1) };
  if (outermost !== '!' && random.chance(0.1)) return 'null';
  if (outermost === '!') return drawGivenLiteral(random, inner, leaves, depth);
  return drawGivenLiteral(random, type, leaves, depth);
}

function drawGivenLiteral(random: Random, type: TypeReference, leaves: Leaves, depth: number): string {
  const { name, wrappers } = type;
  if (wrappers.at(-1) === '[]') {
    const inner = { name, wrappers: wrappers.slice(0, -1) };
    const items = Array.from({ length: random.int(3) }, () => drawLiteral(random, inner, leaves, depth));
    return `[${items.join(', ')}]`;
  }
  const input = leaves.inputs.find((one) => one.name === name);
  if (input) {
    const fields = input.fields.filter(
      (field) => field.type.wrappers.at(-1) === '!' || (depth < DEEPEST_LITERAL && random.chance(0.5)),
    );
    return `{ ${fields.map((field) => `${field.name}: ${drawLiteral(random, field.type, leaves, depth + 1)}`).join(', ')} }`;
  }
  const { values = [], inaccessible = [] } = leaves.enums.find((one) => one.name === name) ?? {};
  if (values.length > 0) return random.pick(values.filter((value) => !inaccessible.includes(value)));
  if (name === 'Int') return String(random.int(5));
  if (name === 'Float') return `${random.int(5)}.5`;
  if (name === 'Boolean') return String(random.chance(0.5));
  return JSON.stringify(`w${random.int(5)}`);
}
