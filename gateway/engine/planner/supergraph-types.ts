import {
  Kind,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { textArgument } from './directive-arguments';

/** A type of a supergraph that has fields. */
export type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export interface SupergraphTypes {
  fieldOf(type: string, field: string): FieldDefinitionNode | undefined;
  /** A type and, for an interface, all types that implement it. */
  withImplementers(type: string): readonly string[];
  readonly fieldNames: ReadonlySet<string>;
}

export function hasFields(node: DefinitionNode): node is FieldsType {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

export function readTypes({ definitions }: DocumentNode): SupergraphTypes {
  const types = definitions.filter(hasFields);
  const fields = new Map(
    types.map((type) => [
      type.name.value,
      new Map((type.fields ?? []).map((field) => [field.name.value, field])),
    ]),
  );
  return {
    fieldOf: (type, field) => fields.get(type)?.get(field),
    withImplementers: (type) => [
      type,
      ...types
        .filter(({ interfaces = [] }) => interfaces.some(({ name }) => name.value === type))
        .map(({ name }) => name.value),
    ],
    fieldNames: new Set([...fields.values()].flatMap((ofType) => [...ofType.keys()])),
  };
}

/** The type of a field's values in one subgraph, which may be narrower than the supergraph's. */
export function typeIn(graph: string | undefined, { type, directives = [] }: FieldDefinitionNode): string {
  const own = directives.find(
    (directive) => isJoinField(directive) && textArgument(directive, 'graph') === graph,
  );
  const text = own && textArgument(own, 'type');
  return text?.replace(/[[\]!]/g, '') ?? namedType(type);
}

export function isJoinField({ name }: ConstDirectiveNode): boolean {
  return name.value === 'join__field';
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** The names of subgraphs, by how the supergraph's directives call them. */
export function subgraphNames({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const graphs = definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (graphs.values ?? []).map(({ name, directives = [] }) => {
      const joined = directives.find((directive) => directive.name.value === 'join__graph');
      return [name.value, (joined && textArgument(joined, 'name')) ?? name.value];
    }),
  );
}
