import { Kind, visit, type DirectiveNode } from 'graphql';
import { inlineFragments } from '../planner/inline-fragments';
import { DEFER, type AskedOperation } from './defer-directive';

/**
 * An operation whose every `@defer` has a name of its own, in place of its label. Its fragments are written out:
 * what is deferred in one that is spread twice is deferred twice.
 */
export interface NamedDefers extends AskedOperation {
  readonly labels: DeferLabels;
}

/** The labels that a client gave, by name; null for none. */
export type DeferLabels = ReadonlyMap<string, string | null>;

export function nameDefers({ document, operation }: AskedOperation): NamedDefers {
  const labels = new Map<string, string | null>();
  function named(node: DirectiveNode): DirectiveNode {
    const name = `defer${labels.size}`;
    const label = node.arguments?.find((argument) => argument.name.value === 'label')?.value;
    labels.set(name, label?.kind === Kind.STRING ? label.value : null);
    return {
      ...node,
      arguments: [
        {
          kind: Kind.ARGUMENT,
          name: { kind: Kind.NAME, value: 'label' },
          value: { kind: Kind.STRING, value: name },
        },
      ],
    };
  }
  const inlined = visit(inlineFragments(operation, document.definitions), {
    Directive: (node) => (node.name.value === DEFER ? named(node) : undefined),
  });
  return { document: { kind: Kind.DOCUMENT, definitions: [inlined] }, operation: inlined, labels };
}
