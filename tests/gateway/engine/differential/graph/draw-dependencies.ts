import type { Random } from '../random';
import { drawLeafType, drawLiteral, type Leaves } from './draw-leaves';
import { homesOf } from './draw-edges';
import { drawField } from './draw-objects';
import { isGrid, type FieldModel, type GraphModel, type ObjectModel, type Requirement } from './model';
import { canRefer, implementersIn, membersIn, refer } from './presence';

/** Fields taken over by another subgraph: the old one's stay in its schema, and nobody asks for them. */
export function drawOverrides(random: Random, graph: GraphModel): void {
  const { entities, interfaces } = graph;
  const ofInterfaces = new Set(interfaces.flatMap(({ fields }) => fields.map(({ name }) => name)));
  for (const entity of entities)
    for (const field of random.each(entity.fields, 0.12)) {
      const [from, ...others] = field.declarations.keys();
      const homes = homesOf(entity).filter(
        (home) => !field.declarations.has(home) && canRefer(graph, field.type.name, home),
      );
      if (!isPlain(field) || others.length > 0 || from === undefined || homes.length === 0) continue;
      if (ofInterfaces.has(field.name) || isKeyField(entity, field)) continue;
      const home = random.pick(homes);
      refer(graph, field.type.name, home, random);
      field.declarations.set(home, { override: from });
    }
}

/** Fields that need others' values: `@requires` with arguments, nested, and by type where these are abstract. */
export function drawRequires(random: Random, graph: GraphModel, leaves: Leaves): void {
  for (const entity of graph.entities)
    for (const home of random.each(homesOf(entity), 0.5)) {
      const known = entity.fields.filter(
        (field) => !field.declarations.has(home) && !isOverridden(field) && isSelectable(graph, field, home),
      );
      const requires = drawRequired(random, graph, { known, home, leaves });
      if (requires === null) continue;
      const added = drawField(random, `needs${entity.fields.length}`, drawLeafType(random, leaves), leaves);
      added.declarations.set(home, { requires });
      entity.fields.push(added);
    }
}

/** Some of the fields that others know, as `@requires` in a subgraph names them; null where there are none. */
export function drawRequired(
  random: Random,
  graph: GraphModel,
  {
    known,
    home,
    leaves,
  }: { readonly known: readonly FieldModel[]; readonly home: string; readonly leaves: Leaves },
): Requirement | null {
  const required = random.some(known, random.between(1, 2));
  if (required.length === 0) return null;
  for (const field of required) {
    field.declarations.set(home, { external: true });
    refer(graph, field.type.name, home, random);
  }
  const text = required.map((field) => selectionOf(random, graph, field, home, leaves)).join(' ');
  return { text, fields: required.map(({ name }) => name) };
}

/** What composition knows and clients don't see; what interfaces promise stays. */
export function drawInaccessible(random: Random, { entities, interfaces }: GraphModel): void {
  const promised = new Set(interfaces.flatMap(({ fields }) => fields.map(({ name }) => name)));
  for (const entity of entities)
    for (const field of random.each(entity.fields, 0.07))
      if (!promised.has(field.name) && !isKeyField(entity, field)) field.inaccessible = true;
}

/** A field as a set of fields names it, with arguments and with some of what is below it. */
function selectionOf(
  random: Random,
  graph: GraphModel,
  field: FieldModel,
  home: string,
  leaves: Leaves,
): string {
  const given = field.arguments
    .filter(({ type }) => type.wrappers.at(-1) === '!' || random.chance(0.7))
    .map(({ name, type }) => `${name}: ${drawLiteral(random, type, leaves)}`);
  const own = `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
  const nested = (fields: readonly FieldModel[]): string =>
    random
      .some(
        fields.filter((one) => isLeaf(graph, one) && one.inaccessible !== true),
        2,
      )
      .map((one) => selectionOf(random, graph, one, home, leaves))
      .join(' ');
  const value = graph.values.find(({ name }) => name === field.type.name);
  if (value) return `${own} { ${nested(value.fields)} }`;
  const possible = possibleValues(graph, field.type.name, home);
  if (possible.length === 0) return own;
  const branches = possible.map(({ name, fields }) => `... on ${name} { ${nested(fields)} }`);
  return `${own} { __typename ${branches.join(' ')} }`;
}

/** Values among the types that an abstract type stands for in a subgraph. */
function possibleValues(graph: GraphModel, name: string, home: string): readonly ObjectModel[] {
  const abstract = graph.interfaces.find((one) => one.name === name);
  const union = graph.unions.find((one) => one.name === name);
  const all = abstract ? implementersIn(abstract, home) : union ? membersIn(union, home) : [];
  return all.filter((one) => one.kind === 'value' && one.fields.some((field) => isLeaf(graph, field)));
}

function isSelectable(graph: GraphModel, field: FieldModel, home: string): boolean {
  const { name } = field.type;
  if (isLeaf(graph, field)) return true;
  if (isGrid(field.type) && !graph.quirks.has('REQUIRED_GRIDS')) return false;
  if (graph.entities.some((one) => one.name === name) || !canRefer(graph, name, home)) return false;
  const value = graph.values.find((one) => one.name === name);
  if (value) return value.fields.some((one) => isLeaf(graph, one) && one.inaccessible !== true);
  const members = [...graph.interfaces, ...graph.unions].find((one) => one.name === name);
  const possible = members && ('members' in members ? members.members : members.implementers);
  return (
    possible?.some(({ kind, fields }) => kind === 'value' && fields.some((one) => isLeaf(graph, one))) ===
    true
  );
}

export const isLeaf = (graph: GraphModel, { type }: FieldModel): boolean =>
  ![...graph.values, ...graph.entities, ...graph.interfaces, ...graph.unions].some(
    ({ name }) => name === type.name,
  );

export const isOverridden = ({ declarations }: FieldModel): boolean =>
  [...declarations.values()].some(({ override }) => override !== undefined);

const isPlain = ({ declarations }: FieldModel): boolean =>
  [...declarations.values()].every((one) => !one.requires && one.provides === undefined && !one.shareable);

export const isKeyField = ({ keys }: ObjectModel, { name }: FieldModel): boolean =>
  [...keys.values()].some((own) => own.some(({ fields }) => fields.includes(name)));
