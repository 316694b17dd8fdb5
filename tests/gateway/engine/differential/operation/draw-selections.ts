import {
  getNamedType,
  GraphQLBoolean,
  GraphQLNonNull,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
} from 'graphql';
import type { Draft } from './draft';
import { drawArgument, useVariable } from './draw-input';

const DEEPEST = 6;

/** A selection set on a type, at a path of response names. */
export function drawSelectionSet(draft: Draft, type: GraphQLCompositeType, path: readonly string[]): string {
  const { random } = draft;
  const selections: string[] = [];
  const wanted = random.between(1, path.length === 0 ? 4 : 5);
  for (let i = 0; i < wanted; i++) {
    const selection = drawSelection(draft, type, path);
    if (selection !== null) selections.push(selection);
  }
  if (selections.length === 0) selections.push(drawTypename(draft, path));
  return `{ ${selections.join(' ')} }`;
}

function drawSelection(draft: Draft, type: GraphQLCompositeType, path: readonly string[]): string | null {
  const { random } = draft;
  if (random.chance(0.1)) return `${drawTypename(draft, path)}${drawConditions(draft)}`;
  const isAbstract = isAbstractType(type);
  if (draft.fieldsLeft > 0 && path.length < DEEPEST && random.chance(isAbstract ? 0.5 : 0.12))
    return drawInlineFragment(draft, type, path);
  if (isUnionType(type)) return null;
  return drawField(draft, random.pick(Object.values(type.getFields())), path);
}

function drawField(
  draft: Draft,
  field: GraphQLField<unknown, unknown>,
  path: readonly string[],
): string | null {
  const { random } = draft;
  const named = getNamedType(field.type);
  if (draft.fieldsLeft <= 0) return null;
  if (isCompositeType(named) && path.length >= DEEPEST) return null;
  draft.fieldsLeft -= 1;
  const given = field.args
    .filter((one) => (String(one.type).endsWith('!') && one.defaultValue === undefined) || random.chance(0.6))
    .map((one) => `${one.name}: ${drawArgument(draft, one)}`);
  const called = `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
  const name = nameResponse(draft, field.name, `${called}: ${field.type}`, path);
  const alias = name === field.name ? '' : `${name}: `;
  const conditions = drawConditions(draft);
  const nested = isCompositeType(named) ? ` ${drawSelectionSet(draft, named, [...path, name])}` : '';
  return `${alias}${called}${conditions}${nested}`;
}

function drawTypename(draft: Draft, path: readonly string[]): string {
  const name = nameResponse(draft, '__typename', '__typename', path);
  return name === '__typename' ? name : `${name}: __typename`;
}

/** A response name that means the same wherever it merges: the field's own, or an alias. */
export function nameResponse(draft: Draft, own: string, meaning: string, path: readonly string[]): string {
  const { random, responseNames } = draft;
  // Never the name of a key: the reference's planner would take one for the other.
  const wanted = random.chance(0.18) ? `a${random.int(4)}` : own;
  for (let name = wanted, i = 1; ; name = `${own.replace(/^__/, '')}_${i++}`) {
    const key = [...path, name].join('/');
    const known = responseNames.get(key);
    if (known !== undefined && known !== meaning) continue;
    responseNames.set(key, meaning);
    return name;
  }
}

function drawInlineFragment(draft: Draft, type: GraphQLCompositeType, path: readonly string[]): string {
  const { random, schema } = draft;
  draft.fieldsLeft -= 1;
  const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const abstract = objects.filter(isObjectType).flatMap((one) => one.getInterfaces());
  const unions = Object.values(schema.getTypeMap())
    .filter(isUnionType)
    .filter((one) => objects.some((object) => schema.isSubType(one, object)));
  const conditions: readonly GraphQLCompositeType[] = [...objects, ...objects, ...abstract, ...unions, type];
  const condition = random.pick(conditions);
  const isBare = random.chance(0.08);
  const directives = drawConditions(draft);
  return `...${isBare ? '' : ` on ${condition.name}`}${directives} ${drawSelectionSet(draft, isBare ? type : condition, path)}`;
}

/** `@skip` and `@include`, now and then both. */
export function drawConditions(draft: Draft): string {
  const { random } = draft;
  const drawn = random.each(['skip', 'include'], 0.07);
  return drawn.map((name) => ` @${name}(if: ${condition(draft, name)})`).join('');
}

function condition(draft: Draft, name: string): string {
  const { random } = draft;
  if (random.chance(0.6)) return useVariable(draft, new GraphQLNonNull(GraphQLBoolean), false);
  return String(random.chance(0.7) === (name === 'include'));
}
