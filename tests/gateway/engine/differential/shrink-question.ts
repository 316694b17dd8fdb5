import {
  parse,
  print,
  validate,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { BothEngines, Comparison } from './ask-both';
import type { Question, Variables } from './engine-request';

interface Shrunk {
  readonly question: Question;
  readonly variables: Variables;
  readonly comparison: Comparison;
}

/** Leaves out one selection or directive after another, as long as the engines still differ. */
export async function shrinkQuestion(
  question: Question,
  variables: Variables,
  both: BothEngines,
): Promise<Shrunk> {
  let smallest: Shrunk = { question, variables, comparison: await both.ask(question, variables) };
  for (let i = 0; ;) {
    const document = without(smallest.question.document, i);
    if (document === null) return smallest;
    const tried = questionOf(document, smallest.question, both.apiSchema);
    const comparison = tried && (await both.ask(tried, variables));
    // What was left out moved the others up: the next one has the same number.
    if (tried && comparison && comparison.differences.length > 0)
      smallest = { question: tried, variables, comparison };
    else i += 1;
  }
}

/** The document without its n-th part that could be missing; null where there are fewer. */
function without(document: DocumentNode, number: number): DocumentNode | null {
  let seen = -1;
  const chosen = (): null | undefined => ((seen += 1) === number ? null : undefined);
  const emptied = ({ selectionSet }: { selectionSet?: SelectionSetNode | undefined }): null | undefined =>
    selectionSet?.selections.length === 0 ? null : undefined;
  const smaller = visit(document, {
    Field: { enter: chosen, leave: emptied },
    InlineFragment: { enter: chosen, leave: emptied },
    FragmentSpread: chosen,
    Directive: chosen,
  });
  return seen < number ? null : smaller;
}

/** As a question again, without the variables and fragments that no one uses now; null where it isn't valid. */
function questionOf(
  document: DocumentNode,
  { operationName }: Question,
  schema: GraphQLSchema,
): Question | null {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(`$${name.value}`),
    FragmentSpread: ({ name }) => void used.add(`...${name.value}`),
  });
  const pruned = visit(document, {
    VariableDefinition: ({ variable }) => (used.has(`$${variable.name.value}`) ? undefined : null),
    FragmentDefinition: ({ name }) => (used.has(`...${name.value}`) ? undefined : null),
  });
  if (!isWhole(pruned)) return null;
  const text = print(pruned);
  const parsed = parse(text);
  return validate(schema, parsed).length > 0 ? null : { text, document: parsed, operationName };
}

const isWhole = ({ definitions }: DocumentNode): boolean =>
  definitions.every((one) => 'selectionSet' in one && one.selectionSet.selections.length > 0);
