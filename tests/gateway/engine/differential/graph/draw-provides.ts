import type { Random } from '../random';
import { isKeyField, isLeaf, isOverridden } from './draw-dependencies';
import { isResolvedIn, type FieldModel, type GraphModel, type ObjectModel } from './model';
import { canRefer, implementersIn, membersIn, refer } from './presence';

/** Where a set of provided fields stands: which subgraph provides them. */
interface Place {
  readonly graph: GraphModel;
  readonly subgraph: string;
}

/** Fields that come along with the entity that an edge leads to, though their home is another subgraph. */
export function drawProvides(random: Random, graph: GraphModel): void {
  for (const holder of [...graph.entities, graph.query])
    for (const edge of holder.fields) {
      const [[subgraph, declaration] = [], ...others] = edge.declarations;
      if (subgraph === undefined || !declaration || others.length > 0 || isOverridden(edge)) continue;
      if (declaration.requires || declaration.external) continue;
      if (!random.chance(0.35)) continue;
      const provided = providedOf(random, edge, { graph, subgraph });
      if (provided !== null) declaration.provides = provided;
    }
}

/** What an edge provides of the entity that it leads to, or of some that it may lead to; null for nothing. */
function providedOf(random: Random, edge: FieldModel, place: Place): string | null {
  const { graph, subgraph } = place;
  const entity = graph.entities.find(({ name }) => name === edge.type.name);
  if (entity) return entityFields(random, entity, place, true);
  const union = graph.unions.find(({ name }) => name === edge.type.name);
  const abstract = graph.interfaces.find(({ name, entity: own }) => name === edge.type.name && !own);
  const members = union ? membersIn(union, subgraph) : abstract ? implementersIn(abstract, subgraph) : [];
  const branches = members.flatMap((member) => {
    const fields = member.kind === 'entity' ? entityFields(random, member, place, true) : null;
    return fields === null ? [] : [`... on ${member.name} { ${fields} }`];
  });
  return branches.length === 0 ? null : branches.join(' ');
}

function entityFields(random: Random, entity: ObjectModel, place: Place, mayNest: boolean): string | null {
  const { subgraph } = place;
  const known = entity.fields.filter(
    (field) =>
      field.arguments.length === 0 &&
      !isKeyField(entity, field) &&
      [...field.declarations.values()].every(
        ({ requires, provides, override }) => !requires && provides === undefined && override === undefined,
      ) &&
      !isResolvedIn(field, subgraph),
  );
  const texts = random.some(known, random.between(1, 3)).flatMap((field) => {
    const text = fieldText(random, field, place, mayNest);
    if (text === null) return [];
    provide(field, subgraph);
    return [text];
  });
  return texts.length === 0 ? null : texts.join(' ');
}

/** A leaf, a value with some of its leaves, or a further entity with what comes along with that. */
function fieldText(random: Random, field: FieldModel, place: Place, mayNest: boolean): string | null {
  const { graph, subgraph } = place;
  if (isLeaf(graph, field)) return field.name;
  if (!mayNest || !canRefer(graph, field.type.name, subgraph)) return null;
  const value = graph.values.find(({ name }) => name === field.type.name);
  const entity = graph.entities.find(({ name }) => name === field.type.name);
  const leaves = (value?.fields ?? []).filter(
    (one) => isLeaf(graph, one) && one.arguments.length === 0 && one.inaccessible !== true,
  );
  const nested = entity
    ? entityFields(random, entity, place, false)
    : random
        .some(leaves, random.between(1, 2))
        .map(({ name }) => name)
        .join(' ');
  if (nested === null || nested === '') return null;
  refer(graph, field.type.name, subgraph, random);
  return `${field.name} { ${nested} }`;
}

function provide(field: FieldModel, subgraph: string): void {
  for (const other of field.declarations.values()) if (other.external !== true) other.shareable = true;
  if (!field.declarations.has(subgraph)) field.declarations.set(subgraph, { external: true });
}
