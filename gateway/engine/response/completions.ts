import type { GraphQLSchema, OperationTypeNode } from 'graphql';
import { assigned, type BooleanDefaults } from '../variables';
import { compileCompletion, type CompleteAnswer } from './complete-value';
import type { Selections } from './selections';

/** How answers are completed for a request with these variables. */
export type CompletionFor = (variables: Readonly<Record<string, unknown>>) => CompleteAnswer;

/** Assignments of Boolean variables whose completion is kept. Clients use few; an attacker could use all. */
const ASSIGNMENTS_KEPT = 32;

/** The completions of an operation: one for each assignment of the variables in its `@skip`s and `@include`s. */
export function createCompletions(
  schema: GraphQLSchema,
  {
    kind,
    selections,
    conditions,
    defaults,
  }: {
    readonly kind: OperationTypeNode;
    readonly selections: Selections;
    readonly conditions: readonly string[];
    readonly defaults: BooleanDefaults;
  },
): { readonly completionFor: CompletionFor; readonly introspects: boolean } {
  const kept = new Map<string, CompleteAnswer>();

  function completionFor(given: Readonly<Record<string, unknown>>): CompleteAnswer {
    const assignment = assigned(conditions, given, defaults);
    const key = [...assignment].join();
    const known = kept.get(key);
    if (known) return known;
    const rootType = schema.getRootType(kind);
    if (!rootType) throw new Error(`the schema has no root type for a ${kind}`);
    const completion = compileCompletion(schema, rootType, { selections, assignment });
    if (kept.size >= ASSIGNMENTS_KEPT) kept.clear();
    kept.set(key, completion);
    return completion;
  }

  return { completionFor, introspects: introspects(selections) };
}

/** Whether any assignment selects `__schema` or `__type`. */
function introspects(selections: Selections): boolean {
  return selections.some((selection) =>
    selection.kind === 'field'
      ? selection.name === '__schema' || selection.name === '__type'
      : introspects(selection.selections),
  );
}
