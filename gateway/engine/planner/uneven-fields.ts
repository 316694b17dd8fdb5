import {
  baseType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  possibleRuntimeTypes,
  type FieldDefinition,
  type CompositeType,
  type Supergraph,
} from '@apollo/federation-internals';
import { ENTITIES } from '../../data-sources/entity-fetch';

/** Fields whose values have other types in one of their subgraphs than in another. */
export interface UnevenFields {
  has(type: string, field: string): boolean;
  /** Their names, whatever their types. */
  readonly names: ReadonlySet<string>;
}

export function unevenFields(supergraph: Supergraph): UnevenFields {
  const typesOf = new Map<string, string>();
  const uneven = new Set<string>();
  const names = new Set<string>();
  for (const subgraph of supergraph.subgraphs()) {
    const metadata = subgraph.metadata();
    for (const parent of subgraph.schema.types()) {
      if (!isObjectType(parent) && !isInterfaceType(parent)) continue;
      for (const field of parent.fields()) {
        const types = typesIn(field);
        if (types === null || field.name === ENTITIES || metadata.isFieldExternal(field)) continue;
        const { coordinate, name } = field;
        if ((typesOf.get(coordinate) ?? types) !== types) {
          uneven.add(coordinate);
          names.add(name);
        }
        typesOf.set(coordinate, types);
      }
    }
  }
  return { has: (type, field) => uneven.has(`${type}.${field}`), names };
}

function typesIn({ type }: FieldDefinition<CompositeType>): string | null {
  const named = type && baseType(type);
  if (!named || !isCompositeType(named)) return null;
  const types = isAbstractType(named) ? possibleRuntimeTypes(named) : [named];
  return types
    .map(({ name }) => name)
    .sort()
    .join();
}
