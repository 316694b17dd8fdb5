import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  print,
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from 'graphql';

export type TypeKind = 'object type' | 'interface' | 'union' | 'enum' | 'input type' | 'scalar';

/** One type of an SDL, with what its extensions add: to composition both are the same. */
export interface SdlType {
  readonly name: string;
  readonly kind: TypeKind;
  readonly interfaces: readonly string[];
  readonly directives: readonly ConstDirectiveNode[];
  /** Of object types and interfaces. */
  readonly fields: readonly FieldDefinitionNode[];
  readonly inputFields: readonly InputValueDefinitionNode[];
  readonly values: readonly EnumValueDefinitionNode[];
  readonly members: readonly string[];
}

const KINDS = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'object type',
  [Kind.OBJECT_TYPE_EXTENSION]: 'object type',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'interface',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.UNION_TYPE_EXTENSION]: 'union',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.ENUM_TYPE_EXTENSION]: 'enum',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input type',
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: 'input type',
  [Kind.SCALAR_TYPE_DEFINITION]: 'scalar',
  [Kind.SCALAR_TYPE_EXTENSION]: 'scalar',
} as const satisfies Record<(TypeDefinitionNode | TypeExtensionNode)['kind'], TypeKind>;

/** The types of an SDL by their names, in the order in which they come first. */
export function typesOf({ definitions }: DocumentNode): ReadonlyMap<string, SdlType> {
  const types = new Map<string, SdlType>();
  for (const node of definitions) {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) continue;
    const added = typeOf(node);
    const known = types.get(added.name);
    types.set(added.name, known === undefined ? added : joined(known, added));
  }
  return types;
}

function typeOf(node: TypeDefinitionNode | TypeExtensionNode): SdlType {
  const hasFields =
    node.kind === Kind.OBJECT_TYPE_DEFINITION ||
    node.kind === Kind.OBJECT_TYPE_EXTENSION ||
    node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    node.kind === Kind.INTERFACE_TYPE_EXTENSION;
  const isInput =
    node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION;
  const isEnum = node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_EXTENSION;
  const isUnion = node.kind === Kind.UNION_TYPE_DEFINITION || node.kind === Kind.UNION_TYPE_EXTENSION;
  return {
    name: node.name.value,
    kind: KINDS[node.kind],
    interfaces: hasFields ? namesOf(node.interfaces) : [],
    directives: node.directives ?? [],
    fields: hasFields ? (node.fields ?? []) : [],
    inputFields: isInput ? (node.fields ?? []) : [],
    values: isEnum ? (node.values ?? []) : [],
    members: isUnion ? namesOf(node.types) : [],
  };
}

function joined(known: SdlType, added: SdlType): SdlType {
  return {
    ...known,
    interfaces: [...known.interfaces, ...added.interfaces],
    directives: [...known.directives, ...added.directives],
    fields: [...known.fields, ...added.fields],
    inputFields: [...known.inputFields, ...added.inputFields],
    values: [...known.values, ...added.values],
    members: [...known.members, ...added.members],
  };
}

function namesOf(nodes: readonly { readonly name: { readonly value: string } }[] = []): readonly string[] {
  return nodes.map(({ name }) => name.value);
}

/** The type that a type reference is about, without lists and exclamation marks. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** A field as one line, `amount(in: String): Decimal!`: what must be equal for two to be the same. */
export function fieldText({ name, arguments: args = [], type }: FieldDefinitionNode): string {
  const taken = args.map((arg) => `${arg.name.value}: ${print(arg.type)}`);
  return `${name.value}${taken.length === 0 ? '' : `(${taken.join(', ')})`}: ${print(type)}`;
}

/** Directives as text, in an order of their own. */
export function directivesText(directives: readonly ConstDirectiveNode[] = []): string {
  return directives.map(print).sort().join(' ');
}
