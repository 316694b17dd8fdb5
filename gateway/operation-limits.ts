import {
  GraphQLError,
  Kind,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

/**
 * What one operation may ask for, whoever asks: a kilobyte of text can otherwise mean millions of fields.
 * Far above what portals and the playground send; introspection has some 300 tokens.
 */
export const OPERATION_LIMITS = {
  /** Names, brackets and values in the text. */
  tokens: 10_000,
  /** Fields with every fragment written out where it is spread. */
  selections: 5_000,
  /** Fields of the root: each is a search or a call of its own. */
  rootFields: 50,
} as const;

/** Counts the root's fields with fragments written out, and stops as soon as there are too many. */
export const limitRootFields: ValidationRule = (context) => ({
  OperationDefinition(operation) {
    const { rootFields } = OPERATION_LIMITS;
    if (countFields(operation.selectionSet, (name) => context.getFragment(name), rootFields) <= rootFields)
      return;
    context.reportError(
      new GraphQLError(
        `The operation asks for more than ${rootFields} fields at its root. Send several operations.`,
      ),
    );
  },
});

/** Up to one more than `most`. */
function countFields(
  root: SelectionSetNode,
  fragment: (name: string) => FragmentDefinitionNode | null | undefined,
  most: number,
): number {
  let fields = 0;
  let sets = 0;
  const waiting = [root];
  for (let set = waiting.pop(); set !== undefined && fields <= most; set = waiting.pop()) {
    // Fragments that spread each other endlessly are another rule's to refuse.
    if ((sets += 1) > OPERATION_LIMITS.selections) return most + 1;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) fields += 1;
      else if (selection.kind === Kind.INLINE_FRAGMENT) waiting.push(selection.selectionSet);
      else {
        const spread = fragment(selection.name.value);
        if (spread) waiting.push(spread.selectionSet);
      }
    }
  }
  return fields;
}
