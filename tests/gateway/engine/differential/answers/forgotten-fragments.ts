import {
  Kind,
  parse,
  print,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { inlineFragments } from '../../../../../gateway/engine/planner/inline-fragments';
import { withClientKeys } from './client-keys';
import type { Fetched } from './compare-requests';

/**
 * Where an interface or a union has other types in one subgraph than in another, the reference's planner drops
 * fragments on the types that one of them lacks, even from queries to the one that has them: clients lose what
 * they selected. The engine adds them again, each at the end of what is selected of the field. Here they
 * are taken out: all else of such a query is still held to the reference's.
 */
export function withoutForgotten(
  engine: readonly Fetched[],
  reference: readonly Fetched[],
  uneven: ReadonlySet<string>,
): readonly Fetched[] {
  return engine.map((own) => {
    const known = queryWithout(own, reference, uneven);
    return known === null ? own : { ...own, query: known.query, variables: sharedVariables(own, known) };
  });
}

/** Where one of two such queries gets a faulty answer, the other gets another: faults depend on the text. */
export function isForgottenFaultily(
  engine: readonly Fetched[],
  reference: readonly Fetched[],
  uneven: ReadonlySet<string>,
): boolean {
  return engine.some((own) => {
    const known = queryWithout(own, reference, uneven);
    return known !== null && (own.isTampered === true || known.isTampered === true);
  });
}

/** The reference's query that one of the engine's has more fragments than; null where there is none. */
function queryWithout(
  own: Fetched,
  reference: readonly Fetched[],
  uneven: ReadonlySet<string>,
): Fetched | null {
  const query = withClientKeys(own.query);
  const same = reference.filter(({ subgraph }) => subgraph === own.subgraph);
  if (uneven.size === 0 || same.some((one) => one.query === query)) return null;
  const operation = operationOf(query);
  return same.find((one) => hasMore(operation, operationOf(one.query), uneven)) ?? null;
}

function sharedVariables({ variables }: Fetched, known: Fetched): Fetched['variables'] {
  const declared = new Set(operationOf(known.query).variableDefinitions?.map(nameOf));
  return Object.fromEntries(Object.entries(variables).filter(([name]) => declared.has(name)));
}

const nameOf = ({ variable }: VariableDefinitionNode): string => variable.name.value;

/** What a query asks for, its fragments written out: the engine writes those out to which it adds something. */
function operationOf(query: string): OperationDefinitionNode {
  const { definitions } = parse(query, { noLocation: true });
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('a query without an operation');
  return inlineFragments(operation, definitions);
}

function hasMore(
  own: OperationDefinitionNode,
  known: OperationDefinitionNode,
  uneven: ReadonlySet<string>,
): boolean {
  const definitions = own.variableDefinitions ?? [];
  return (
    own.operation === known.operation &&
    own.name?.value === known.name?.value &&
    (known.variableDefinitions ?? []).every((one) =>
      definitions.some((definition) => print(definition) === print(one)),
    ) &&
    addsFragments(own.selectionSet, known.selectionSet, uneven)
  );
}

function addsFragments(own: SelectionSetNode, known: SelectionSetNode, uneven: ReadonlySet<string>): boolean {
  const added = own.selections.slice(known.selections.length);
  return (
    own.selections.length >= known.selections.length &&
    added.every(
      (node) => node.kind === Kind.INLINE_FRAGMENT && uneven.has(node.typeCondition?.name.value ?? ''),
    ) &&
    known.selections.every((node, i) => {
      const other = own.selections[i];
      return (
        other !== undefined &&
        headOf(other) === headOf(node) &&
        addsFragments(selectionSetOf(other) ?? NONE, selectionSetOf(node) ?? NONE, uneven)
      );
    })
  );
}

const NONE: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

const selectionSetOf = (node: SelectionNode): SelectionSetNode | undefined =>
  node.kind === Kind.FRAGMENT_SPREAD ? undefined : node.selectionSet;

/** Its name, arguments, directives or type condition. */
function headOf(node: SelectionNode): string {
  return print(node.kind === Kind.FRAGMENT_SPREAD ? node : { ...node, selectionSet: NONE });
}
