import {
  Kind,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { argumentOf } from './directive-arguments';

/**
 * Puts each type's keys that no subgraph resolves (`resolvable: false`) behind the others. To come back to an
 * entity with what a field requires, Apollo's planner takes the first key that it knows of, without looking.
 */
export function resolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  return { ...supergraph, definitions: supergraph.definitions.map(withResolvableKeysFirst) };
}

function withResolvableKeysFirst(node: DefinitionNode): DefinitionNode {
  return hasKeys(node) ? { ...node, directives: sorted(node.directives ?? []) } : node;
}

function hasKeys(node: DefinitionNode): node is ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function sorted(directives: readonly ConstDirectiveNode[]): readonly ConstDirectiveNode[] {
  return directives.toSorted((one, other) => Number(isUnresolvable(one)) - Number(isUnresolvable(other)));
}

function isUnresolvable(directive: ConstDirectiveNode): boolean {
  const resolvable = argumentOf(directive, 'resolvable');
  return directive.name.value === 'join__type' && resolvable?.kind === Kind.BOOLEAN && !resolvable.value;
}
