import type { FieldModel, GraphModel, InterfaceModel, ObjectModel } from '../graph/model';
import { fieldsIn } from '../graph/print-subgraph';
import { hashOf } from '../random';
import { canonical } from './canonical';
import { errorAt } from './faults';
import type { Instance, World } from './world';

type Given = Readonly<Record<string, unknown>>;
type Resolver = (parent: Instance | undefined, given: Given) => unknown;
type ReferenceResolver = (representation: Given) => unknown;
export type Resolvers = Record<string, Record<string, Resolver | ReferenceResolver>>;

/** Per thousand. */
const UNKNOWN = 50;
const REFUSED = 25;

/** What answers in one subgraph: the world's values, as far as the subgraph declares them. */
export function resolversOf(graph: GraphModel, subgraph: string, world: World): Resolvers {
  const find = createFinder(graph, subgraph, world);
  const resolvers: Resolvers = {};
  for (const object of [...graph.entities, ...graph.values, graph.query, graph.mutation]) {
    const fields = fieldsIn(object, subgraph);
    if (fields.length === 0) continue;
    const own = Object.fromEntries(fields.map((field) => [field.name, resolverOf(field, subgraph, world)]));
    const isFound = object.keys.get(subgraph)?.some(({ resolvable }) => resolvable);
    resolvers[object.name] = {
      ...own,
      ...(isFound ? { __resolveReference: find([object], keyFieldsOf(object, subgraph)) } : {}),
    };
  }
  for (const abstract of graph.interfaces) {
    const fields = entityInterfaceFields(abstract, subgraph);
    if (!fields) continue;
    const own = fields.map((field) => [field.name, resolverOf(field, subgraph, world)] as const);
    resolvers[abstract.name] = {
      ...(abstract.interfaceObjects.has(subgraph) ? Object.fromEntries(own) : {}),
      __resolveReference: find(abstract.implementers, new Set(['id'])),
    };
  }
  return resolvers;
}

function resolverOf(field: FieldModel, subgraph: string, world: World): Resolver {
  const requires = field.declarations.get(subgraph)?.requires;
  return (parent, given) => {
    const owner = parent ?? { __typename: '', identity: 'root' };
    if (!requires) return world.valueOf(owner, field, given);
    // Whatever is told wrongly of what a field requires is seen in its value.
    const told = requires.fields.map((name) => owner.representation?.[name]);
    return world.valueOf({ ...owner, identity: `${owner.identity}<${canonical(told)}>` }, field, given);
  };
}

/** Fields of an interface that can be found by its key here: as an interface, or as an object. */
function entityInterfaceFields(
  { entity, interfaceObjects, fields, added }: InterfaceModel,
  subgraph: string,
): readonly FieldModel[] | null {
  if (entity?.home === subgraph) return fields;
  if (!interfaceObjects.has(subgraph)) return null;
  return [...fields.slice(0, 1), ...added.filter(({ declarations }) => declarations.has(subgraph))];
}

const keyFieldsOf = ({ keys }: ObjectModel, subgraph: string): ReadonlySet<string> =>
  new Set((keys.get(subgraph) ?? []).flatMap(({ fields }) => fields));

function createFinder(graph: GraphModel, subgraph: string, world: World) {
  const valueTypes = new Map(graph.values.map((value) => [value.name, value]));

  function isEqual(owner: Instance, field: FieldModel, told: unknown): boolean {
    const value = world.valueOf(owner, field, {});
    const type = valueTypes.get(field.type.name);
    if (!type) return canonical(value) === canonical(told);
    return Object.entries(told ?? {}).every(([name, one]) => {
      const nested = type.fields.find((candidate) => candidate.name === name);
      return !nested || isEqual(value as Instance, nested, one);
    });
  }

  return (types: readonly ObjectModel[], keys: ReadonlySet<string>): ReferenceResolver =>
    (representation) => {
      const told = Object.entries(representation).filter(([name]) => keys.has(name));
      const found = types
        .flatMap((type) => world.entitiesOf(type).map((instance) => ({ type, instance })))
        .find(({ type, instance }) =>
          told.every(([name, value]) => {
            const field = type.fields.find((one) => one.name === name);
            return field !== undefined && isEqual(instance, field, value);
          }),
        );
      if (!found || told.length === 0) return null;
      const hash = hashOf(graph.seed, subgraph, found.instance.identity);
      if (hash % 1_000 < UNKNOWN) return null;
      if (hash % 1_000 < UNKNOWN + REFUSED) return errorAt(found.instance.__typename, hash >>> 10);
      return { ...found.instance, representation };
    };
}
