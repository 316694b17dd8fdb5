import type { FieldModel, GraphModel, ObjectModel } from '../graph/model';
import { implementersIn, membersIn } from '../graph/presence';
import { hashOf } from '../random';
import { canonical } from './canonical';
import { errorAt, faultAt } from './faults';
import { distinctValue, leafValue } from './leaf-values';

/** An object of the world: subgraphs that show it say the same of it. */
export interface Instance {
  readonly __typename: string;
  /** What its values are drawn from: those of an entity are the same wherever it is met. */
  readonly identity: string;
  /** What the gateway told of it: its key, and what fields require. */
  readonly representation?: Readonly<Record<string, unknown>>;
}

export interface World {
  /** Errors are values here; GraphQL throws them where it meets them, in lists too. */
  valueOf(owner: Instance, field: FieldModel, given: Readonly<Record<string, unknown>>): unknown;
  entity(type: ObjectModel, number: number): Instance;
  entitiesOf(type: ObjectModel): readonly Instance[];
}

/** Few, so that the same ones are met again and again. */
const ENTITIES_PER_TYPE = 4;
const LONGEST_LIST = 4;
/** Keys are told in subgraphs one from another, and never fail. */
const IDENTIFYING: ReadonlySet<string> = new Set(['id', 'sku', 'code']);
const NEVER_FAILING: ReadonlySet<string> = new Set([...IDENTIFYING, 'region', 'ref', 'batch', 'org', 'unit']);

export function createWorld(graph: GraphModel): World {
  const objects = new Map([...graph.entities, ...graph.values].map((one) => [one.name, one]));
  const possible = new Map<FieldModel, readonly ObjectModel[]>();

  /** The types that all subgraphs which resolve a field could answer with. */
  function possibleTypes(field: FieldModel): readonly ObjectModel[] {
    const known = possible.get(field);
    if (known) return known;
    const { name } = field.type;
    const own = objects.get(name);
    const abstract = graph.interfaces.find((one) => one.name === name);
    const union = graph.unions.find((one) => one.name === name);
    const bySubgraph = [...field.declarations]
      .filter(([, { external }]) => external !== true)
      .map(([subgraph]) => {
        if (abstract?.entity) return abstract.implementers;
        return abstract ? implementersIn(abstract, subgraph) : union ? membersIn(union, subgraph) : [];
      });
    const [first = [], ...others] = bySubgraph;
    const found = own ? [own] : first.filter((type) => others.every((types) => types.includes(type)));
    possible.set(field, found);
    return found;
  }

  function inner(field: FieldModel, place: string): unknown {
    const { name } = field.type;
    const hash = hashOf(graph.seed, place);
    const types = possibleTypes(field);
    const type = types[hash % Math.max(1, types.length)];
    if (type?.kind === 'entity') return entity(type, (hash >>> 8) % ENTITIES_PER_TYPE);
    if (type) return { __typename: type.name, identity: `${type.name}#${hash.toString(36)}` };
    if ([...graph.interfaces, ...graph.unions].some((one) => one.name === name)) return null;
    return IDENTIFYING.has(field.name) ? distinctValue(name, hash) : leafValue(graph, name, hash);
  }

  function wrapped(field: FieldModel, wrappers: readonly ('!' | '[]')[], place: string): unknown {
    const outermost = wrappers.at(-1);
    if (!NEVER_FAILING.has(field.name) || (field.name === 'sku' && outermost !== '!')) {
      const hash = hashOf(graph.seed, 'fault', place);
      const fault = faultAt(hash, outermost !== '!');
      if (fault === 'null') return null;
      if (fault === 'error' && field.name !== 'sku') return errorAt(field.name, hash >>> 10);
    }
    const within = outermost === '!' ? wrappers.slice(0, -1) : wrappers;
    if (within.at(-1) !== '[]') return inner(field, place);
    const length = hashOf(graph.seed, 'length', place) % (LONGEST_LIST + 1);
    return Array.from({ length }, (_, i) => wrapped(field, within.slice(0, -1), `${place}/${i}`));
  }

  function entity({ name }: ObjectModel, number: number): Instance {
    return { __typename: name, identity: `${name}#${number}` };
  }

  return {
    entity,
    entitiesOf: (type) => Array.from({ length: ENTITIES_PER_TYPE }, (_, i) => entity(type, i)),
    valueOf(owner, field, given) {
      const place = `${owner.identity}.${field.name}(${canonical(given)})`;
      return wrapped(field, field.type.wrappers, place);
    },
  };
}
