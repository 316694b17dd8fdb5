import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputType,
} from 'graphql';
import type { Random } from '../random';
import type { Draft } from './draft';

const DEEPEST = 3;

/** A value of a type, as JSON carries it. Fields that can be left out sometimes are. */
export function drawValue(random: Random, type: GraphQLInputType, depth = 0): unknown {
  if (isNonNullType(type)) return drawGiven(random, type.ofType, depth);
  return random.chance(0.15) ? null : drawGiven(random, type, depth);
}

function drawGiven(random: Random, type: GraphQLInputType, depth: number): unknown {
  if (isListType(type)) {
    const items = Array.from({ length: random.int(3) }, () => drawValue(random, type.ofType, depth));
    // GraphQL takes a single value for a list of one.
    return items.length === 1 && items[0] !== null && random.chance(0.2) ? items[0] : items;
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        (isNonNullType(field.type) && field.defaultValue === undefined) ||
        (depth < DEEPEST && random.chance(0.5)),
    );
    return Object.fromEntries(fields.map((field) => [field.name, drawValue(random, field.type, depth + 1)]));
  }
  switch ('name' in type ? type.name : '') {
    case 'Int':
      return random.int(5);
    case 'Float':
      return random.chance(0.5) ? random.int(5) : random.int(5) + 0.5;
    case 'Boolean':
      return random.chance(0.5);
    case 'ID':
      return random.chance(0.3) ? random.int(5) : `w${random.int(5)}`;
    case 'String':
      return `w${random.int(5)}`;
    default:
      return random.pick([
        `s${random.int(3)}`,
        random.int(3),
        true,
        { at: 1, of: ['x', null] },
        [1, 'y'],
        {},
      ]);
  }
}

/** An argument's value as the operation writes it: literals, variables, and variables within literals. */
export function drawArgument(draft: Draft, { type, defaultValue }: GraphQLArgument): string {
  return drawInput(draft, type, { hasDefault: defaultValue !== undefined, depth: 0 });
}

function drawInput(
  draft: Draft,
  type: GraphQLInputType,
  place: { readonly hasDefault: boolean; readonly depth: number },
): string {
  const { random } = draft;
  if (random.chance(place.depth === 0 ? 0.5 : 0.2)) return useVariable(draft, type, place.hasDefault);
  if (isNonNullType(type)) return drawGivenInput(draft, type.ofType, place.depth);
  return random.chance(0.1) ? 'null' : drawGivenInput(draft, type, place.depth);
}

function drawGivenInput(draft: Draft, type: GraphQLInputType, depth: number): string {
  const { random } = draft;
  if (isListType(type)) {
    const place = { hasDefault: false, depth: depth + 1 };
    const items = Array.from({ length: random.int(3) }, () => drawInput(draft, type.ofType, place));
    return `[${items.join(', ')}]`;
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        (isNonNullType(field.type) && field.defaultValue === undefined) ||
        (depth < DEEPEST && random.chance(0.5)),
    );
    const given = fields.map((field) => {
      const place = { hasDefault: field.defaultValue !== undefined, depth: depth + 1 };
      return `${field.name}: ${drawInput(draft, field.type, place)}`;
    });
    return `{ ${given.join(', ')} }`;
  }
  const value = drawGiven(random, type, depth);
  return isEnumType(type) ? String(value) : printLiteral(value);
}

/** JSON as GraphQL writes it: names of fields have no quotes. */
export function printLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, own]) => `${name}: ${printLiteral(own)}`)
    .join(', ')} }`;
}

/** A variable that may stand where a value of this type is wanted: one that is there already, or a new one. */
export function useVariable(draft: Draft, type: GraphQLInputType, hasDefault: boolean): string {
  const { random, variables } = draft;
  const wanted = String(type);
  const known = variables.filter((variable) => variable.type === wanted);
  if (known.length > 0 && random.chance(0.4)) return `$${random.pick(known).name}`;
  const inner = getNullableType(type);
  // A nullable variable may stand where non-null is wanted, if either of the two has a default.
  const isLoose = isNonNullType(type) && random.chance(0.4);
  const isStrict = !isNonNullType(type) && random.chance(0.3);
  const declared = isLoose ? String(inner) : isStrict ? `${inner}!` : wanted;
  const needsDefault = isLoose && !hasDefault;
  const defaultValue =
    needsDefault || random.chance(0.25)
      ? drawDefault(random, isLoose || isStrict ? inner : type, isLoose)
      : null;
  const variable = { name: `v${variables.length}`, type: declared, defaultValue };
  variables.push(variable);
  return `$${variable.name}`;
}

function drawDefault(random: Random, type: GraphQLInputType, isGiven: boolean): string {
  const inner = getNullableType(type);
  // A default in a draft without variables: constants alone.
  return isGiven || isNonNullType(type) || random.chance(0.9) ? constant(random, inner) : 'null';
}

function constant(random: Random, type: GraphQLInputType): string {
  if (isNonNullType(type)) return constant(random, type.ofType);
  if (isListType(type))
    return `[${Array.from({ length: random.int(3) }, () => constant(random, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (!isInputObjectType(type)) return printLiteral(drawGiven(random, type, 0));
  const fields = Object.values(type.getFields()).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined,
  );
  return `{ ${fields.map((field) => `${field.name}: ${constant(random, field.type)}`).join(', ')} }`;
}
