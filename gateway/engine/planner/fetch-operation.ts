import type { FetchNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { REPRESENTATIONS } from '../../data-sources/entity-fetch';
import { inlineFragments } from './inline-fragments';

/** What a fetch asks for, its fragments written out. */
export function operationOf({ operation: text }: FetchNode): OperationDefinitionNode {
  const { definitions } = parse(text, { noLocation: true });
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('a fetch without an operation');
  return inlineFragments(operation, definitions);
}

/** What a fetch asks for of entities. */
export function entitiesOf({ selectionSet: { selections } }: OperationDefinitionNode): SelectionSetNode {
  const [entities] = selections;
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet) throw new Error('a fetch of no entities');
  return entities.selectionSet;
}

export function withEntities(
  operation: OperationDefinitionNode,
  selectionSet: SelectionSetNode,
): OperationDefinitionNode {
  const selections = operation.selectionSet.selections.map((node) => ({ ...node, selectionSet }));
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

/** A fetch that asks for something else, with the variables of that. */
export function withOperation(fetch: FetchNode, operation: OperationDefinitionNode): FetchNode {
  const used = variablesOf(operation);
  const { variableDefinitions = [] } = operation;
  const definitions = variableDefinitions.filter(({ variable }) => used.has(variable.name.value));
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print({ ...operation, variableDefinitions: definitions })),
    variableUsages: [...used].filter((name) => name !== REPRESENTATIONS),
  };
}

function variablesOf(operation: OperationDefinitionNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(operation, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  return used;
}
