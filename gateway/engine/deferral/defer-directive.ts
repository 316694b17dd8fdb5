import {
  BREAK,
  Kind,
  visit,
  type ArgumentNode,
  type DefinitionNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';

/** `@defer`: what it is on may be told later than the rest of the answer. */
export const DEFER = 'defer';

/** A document and one of its operations, as executors get them. */
export interface AskedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

const known = new WeakMap<DocumentNode, boolean>();

/** Whether a document has an `@defer`, whatever its condition. Documents are kept, and looked at again. */
export function usesDefer(document: DocumentNode): boolean {
  const before = known.get(document);
  if (before !== undefined) return before;
  let uses = false;
  visit(document, {
    Directive({ name }) {
      if (name.value !== DEFER) return undefined;
      uses = true;
      return BREAK;
    },
  });
  known.set(document, uses);
  return uses;
}

const wholes = new WeakMap<OperationDefinitionNode, AskedOperation>();

/** The same operation, to be answered in one. It is rewritten once, however often it is asked. */
export function withoutDefer(asked: AskedOperation): AskedOperation {
  const whole = wholes.get(asked.operation) ?? keepDefers(asked, () => false);
  wholes.set(asked.operation, whole);
  return whole;
}

/** The same operation with those of its `@defer`s alone whose condition holds; these have none any more. */
export function keepDefers(
  { document, operation }: AskedOperation,
  holds: (condition: ValueNode | undefined) => boolean,
): AskedOperation {
  const definitions = document.definitions.map((node) => keepIn(node, holds));
  const kept = definitions[document.definitions.indexOf(operation)];
  if (kept?.kind !== Kind.OPERATION_DEFINITION) throw new Error("an operation that isn't in its document");
  return { document: { ...document, definitions }, operation: kept };
}

function keepIn(
  definition: DefinitionNode,
  holds: (condition: ValueNode | undefined) => boolean,
): DefinitionNode {
  return visit(definition, {
    Directive(node) {
      if (node.name.value !== DEFER) return undefined;
      const isCondition = ({ name }: ArgumentNode): boolean => name.value === 'if';
      const given = node.arguments ?? [];
      if (!holds(given.find(isCondition)?.value)) return null;
      return { ...node, arguments: given.filter((argument) => !isCondition(argument)) };
    },
  });
}
