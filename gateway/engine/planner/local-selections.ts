import {
  baseType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  possibleRuntimeTypes,
  type CompositeType,
  type Subgraph,
} from '@apollo/federation-internals';
import { Kind, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';

/** What of a selection a subgraph can resolve by itself. */
export interface LocalSelections {
  /** A field with all that is selected below it; null where some of that needs another subgraph. */
  fieldOf(typename: string, field: FieldNode): FieldNode | null;
  /** The types that the values of a field can have; empty for those of an object's or a leaf's. */
  runtimeTypes(type: string): readonly string[];
  /** The type of a field's values. */
  typeOf(parent: string, field: string): string | null;
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

export function localSelections(subgraph: Subgraph): LocalSelections {
  const { schema } = subgraph;
  const metadata = subgraph.metadata();
  const requires = metadata.requiresDirective();

  function definitionOf(parent: CompositeType | undefined, name: string) {
    return parent && (isObjectType(parent) || isInterfaceType(parent)) ? parent.field(name) : undefined;
  }

  function compositeOf(name: string): CompositeType | undefined {
    const type = schema.type(name);
    return type && isCompositeType(type) ? type : undefined;
  }

  /** An interface's field is resolved where those of all its types are. */
  function isResolved(parent: CompositeType, name: string): boolean {
    return [parent, ...(isAbstractType(parent) ? possibleRuntimeTypes(parent) : [])].every((type) => {
      const definition = definitionOf(type, name);
      return (
        definition !== undefined &&
        !metadata.isFieldExternal(definition) &&
        !definition.hasAppliedDirective(requires)
      );
    });
  }

  function fieldOf(typename: string, field: FieldNode): FieldNode | null {
    if (field.name.value === TYPENAME.name.value) return field;
    const parent = compositeOf(typename);
    const definition = definitionOf(parent, field.name.value);
    if (!parent || !definition?.type || !isResolved(parent, field.name.value)) return null;
    if (!field.selectionSet) return field;
    const selectionSet = setOf(baseType(definition.type).name, field.selectionSet);
    return selectionSet && { ...field, selectionSet };
  }

  function setOf(typename: string, { kind, selections }: SelectionSetNode): SelectionSetNode | null {
    const local: SelectionNode[] = [TYPENAME];
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) return null;
      if (node.kind === Kind.FIELD) {
        const field = fieldOf(typename, node);
        if (!field) return null;
        local.push(field);
        continue;
      }
      const condition = node.typeCondition?.name.value ?? typename;
      if (!compositeOf(condition)) continue; // no value of it comes from this subgraph
      const selectionSet = setOf(condition, node.selectionSet);
      if (!selectionSet) return null;
      local.push({ ...node, selectionSet });
    }
    return { kind, selections: local };
  }

  return {
    fieldOf,
    runtimeTypes(name) {
      const type = compositeOf(name);
      return type && isAbstractType(type) ? possibleRuntimeTypes(type).map((each) => each.name) : [];
    },
    typeOf(parent, name) {
      const type = definitionOf(compositeOf(parent), name)?.type;
      return type ? baseType(type).name : null;
    },
  };
}
