/** A type's name and what is wrapped around it, from the inside outwards. */
export interface TypeReference {
  readonly name: string;
  readonly wrappers: readonly ('!' | '[]')[];
}

export interface ArgumentModel {
  readonly name: string;
  readonly type: TypeReference;
  /** As it stands in the SDL. */
  readonly defaultValue: string | null;
}

/** What one subgraph says of a field. */
export interface Declaration {
  shareable?: boolean;
  external?: boolean;
  /** The subgraph that the field is taken over from. */
  override?: string;
  requires?: Requirement;
  provides?: string;
  /** Its outermost non-null is missing here: composition merges to what is nullable. */
  nullable?: boolean;
}

export interface Requirement {
  readonly text: string;
  readonly fields: readonly string[];
}

export interface FieldModel {
  readonly name: string;
  readonly type: TypeReference;
  readonly arguments: readonly ArgumentModel[];
  readonly declarations: Map<string, Declaration>;
  inaccessible?: boolean;
}

export interface Key {
  readonly text: string;
  readonly fields: readonly string[];
  readonly resolvable: boolean;
}

export interface ObjectModel {
  readonly name: string;
  /** A value is shareable and whole wherever it is; an entity is found by its keys. */
  readonly kind: 'entity' | 'value' | 'root';
  readonly fields: FieldModel[];
  /** The entity's keys by subgraph: where there are only those that can't be resolved, it is a stub. */
  readonly keys: Map<string, Key[]>;
  inaccessible?: boolean;
}

export interface InterfaceModel {
  readonly name: string;
  readonly fields: readonly FieldModel[];
  readonly implementers: readonly ObjectModel[];
  /** The interface that it implements itself: all that has its fields has those of the parent. */
  readonly parent: InterfaceModel | null;
  /** Which of its fields a subgraph's interface has, where there is one. */
  readonly fieldsIn: Map<string, readonly string[]>;
  /** The one subgraph in which it has a @key, and those that know it as an object. */
  readonly entity: { readonly home: string; readonly keyField: string } | null;
  readonly interfaceObjects: ReadonlySet<string>;
  /** What @interfaceObject adds to all its implementers. */
  readonly added: FieldModel[];
}

export interface UnionModel {
  readonly name: string;
  readonly members: readonly ObjectModel[];
}

export interface EnumModel {
  readonly name: string;
  readonly values: readonly string[];
  readonly inaccessible: readonly string[];
}

export interface InputModel {
  readonly name: string;
  readonly fields: readonly ArgumentModel[];
}

/**
 * What the reference is known to get wrong, so that few graphs have it, and the comparison allows for it in
 * these: fields of objects that are non-null where their interface's may be null; lists in lists
 * that two subgraphs share, and those of objects that a field requires.
 */
export const QUIRKS = ['SURER_TYPES', 'SHARED_GRIDS', 'REQUIRED_GRIDS'] as const;
export type Quirk = (typeof QUIRKS)[number];

export interface GraphModel {
  readonly seed: number;
  readonly subgraphs: readonly string[];
  readonly quirks: ReadonlySet<Quirk>;
  readonly enums: readonly EnumModel[];
  readonly scalars: readonly string[];
  readonly inputs: readonly InputModel[];
  readonly values: ObjectModel[];
  readonly entities: ObjectModel[];
  readonly interfaces: InterfaceModel[];
  readonly unions: UnionModel[];
  readonly query: ObjectModel;
  readonly mutation: ObjectModel;
}

export const printType = ({ name, wrappers }: TypeReference): string =>
  wrappers.reduce((inner, wrapper) => (wrapper === '!' ? `${inner}!` : `[${inner}]`), name);

/** A list in a list. */
export const isGrid = ({ wrappers }: Pick<TypeReference, 'wrappers'>): boolean =>
  wrappers.filter((one) => one === '[]').length > 1;

export const isNonNull = ({ wrappers }: TypeReference): boolean => wrappers.at(-1) === '!';

export const nullable = (type: TypeReference): TypeReference =>
  isNonNull(type) ? { ...type, wrappers: type.wrappers.slice(0, -1) } : type;

/** A subgraph's declaration of a field that it can resolve itself. */
export function isResolvedIn(field: FieldModel, subgraph: string): boolean {
  const declaration = field.declarations.get(subgraph);
  return declaration !== undefined && declaration.external !== true;
}
