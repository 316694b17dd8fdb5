import type { Random } from '../random';
import {
  isResolvedIn,
  type GraphModel,
  type InterfaceModel,
  type ObjectModel,
  type UnionModel,
} from './model';

/** The types that implement an interface in a subgraph: those that resolve all that it has there. */
export function implementersIn(abstract: InterfaceModel, subgraph: string): readonly ObjectModel[] {
  const wanted = abstract.fieldsIn.get(subgraph);
  if (wanted === undefined) return [];
  return abstract.implementers.filter(
    ({ kind, keys, fields }) =>
      kind === 'value' ||
      (keys.has(subgraph) &&
        wanted.every((name) => fields.some((field) => field.name === name && isResolvedIn(field, subgraph)))),
  );
}

export const membersIn = ({ members }: UnionModel, subgraph: string): readonly ObjectModel[] =>
  members.filter(({ kind, keys }) => kind === 'value' || keys.has(subgraph));

export const objectsOf = ({ values, entities, query, mutation }: GraphModel): readonly ObjectModel[] => [
  ...values,
  ...entities,
  query,
  mutation,
];

/** Whether a subgraph may speak of a type: it can't where it knows the type's interface as an object. */
export function canRefer(graph: GraphModel, name: string, subgraph: string): boolean {
  const entity = graph.entities.find((one) => one.name === name);
  if (entity)
    return !graph.interfaces.some(
      ({ interfaceObjects, implementers }) => interfaceObjects.has(subgraph) && implementers.includes(entity),
    );
  const value = graph.values.find((one) => one.name === name);
  if (value) return value.fields.every(({ type }) => canRefer(graph, type.name, subgraph));
  const union = graph.unions.find((one) => one.name === name);
  if (union)
    return (
      union.members.every((member) => member.kind === 'entity' || canRefer(graph, member.name, subgraph)) &&
      union.members.some((member) => canRefer(graph, member.name, subgraph))
    );
  const abstract = graph.interfaces.find((one) => one.name === name);
  if (!abstract) return true;
  if (abstract.entity) return abstract.entity.home === subgraph || abstract.interfaceObjects.has(subgraph);
  const values = abstract.implementers.filter(({ kind }) => kind === 'value');
  const areValuesKnown = values.every((one) => canRefer(graph, one.name, subgraph));
  return areValuesKnown && (values.length > 0 || resolvedFields(abstract, subgraph).length > 0);
}

/** Makes a subgraph know what it is about to speak of: stubs of entities, and what an interface has there. */
export function refer(graph: GraphModel, name: string, subgraph: string, random: Random): void {
  const entity = graph.entities.find((one) => one.name === name);
  if (entity) return ensureStub(entity, subgraph, random);
  const value = graph.values.find((one) => one.name === name);
  if (value) {
    for (const { type } of value.fields) refer(graph, type.name, subgraph, random);
    return;
  }
  const union = graph.unions.find((one) => one.name === name);
  const members = union?.members.filter((member) => canRefer(graph, member.name, subgraph)) ?? [];
  for (const member of members) if (member.kind === 'value') refer(graph, member.name, subgraph, random);
  if (union && (membersIn(union, subgraph).length === 0 || random.chance(0.4)))
    for (const member of random.some(members, random.between(1, 2)))
      refer(graph, member.name, subgraph, random);
  const abstract = graph.interfaces.find((one) => one.name === name);
  if (!abstract || abstract.entity || abstract.fieldsIn.has(subgraph)) return;
  const values = abstract.implementers.filter(({ kind }) => kind === 'value');
  for (const { name: implementer } of values) refer(graph, implementer, subgraph, random);
  const all = abstract.fields.map((field) => field.name);
  if (abstract.parent) refer(graph, abstract.parent.name, subgraph, random);
  const known = values.length > 0 && random.chance(0.6) ? all : resolvedFields(abstract, subgraph);
  const possible = known.length > 0 ? known : all;
  const some = random.chance(0.5) ? possible : [random.pick(possible)];
  abstract.fieldsIn.set(subgraph, abstract.parent ? all : some);
  for (const { type, name: field } of abstract.fields)
    if (abstract.fieldsIn.get(subgraph)?.includes(field)) refer(graph, type.name, subgraph, random);
}

/** Fields of an interface that one of its entities resolves here, all of them the same one's. */
function resolvedFields({ implementers, fields }: InterfaceModel, subgraph: string): readonly string[] {
  const names = new Set(fields.map(({ name }) => name));
  const byEntity = implementers
    .filter(({ kind, keys }) => kind === 'entity' && keys.has(subgraph))
    .map((entity) =>
      entity.fields
        .filter((field) => names.has(field.name) && isResolvedIn(field, subgraph))
        .map(({ name }) => name),
    );
  return byEntity.find((own) => own.length > 0) ?? [];
}

function ensureStub(entity: ObjectModel, subgraph: string, random: Random): void {
  if (entity.keys.has(subgraph)) return;
  const [ofHub] = entity.keys.values();
  const key = { ...random.pick(ofHub ?? []), resolvable: false };
  entity.keys.set(subgraph, [key]);
  for (const field of entity.fields)
    if (key.fields.includes(field.name)) field.declarations.set(subgraph, {});
}
