import {
  getOperationAST,
  Kind,
  parse,
  print,
  validate,
  visit,
  type DirectiveNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { checkDefers } from '../../../../../gateway/check-defers';
import type { Question } from '../engine-request';
import { createRandom, hashOf } from '../random';

/** How likely it is for a fragment, and for a field, to be deferred. */
const OF_FRAGMENTS = 0.5;
const OF_FIELDS = 0.1;
/** Planning takes several times as long with many. */
const MOST = 6;
/** The share of questions that stay as they are. */
const WHOLE = 0.5;

/**
 * The same question with `@defer`s in places of chance, the same ones each time; null where it has none, or where
 * they may not be.
 */
export function deferSome(question: Question, schema: GraphQLSchema): Question | null {
  const random = createRandom(hashOf(question.text));
  if (random.chance(WHOLE)) return null;
  let deferred = 0;
  const isDeferred = (share: number): boolean => random.chance(share) && (deferred += 1) <= MOST;
  const asked = getOperationAST(question.document, question.operationName);
  const conditions = ['true', 'false', ...(asked ? booleanVariables(asked) : [])];
  let labels = 0;

  function defer(): DirectiveNode {
    const given = [
      ...(random.chance(0.5) ? [`label: "part ${(labels += 1)}"`] : []),
      ...(random.chance(0.3) ? [`if: ${random.pick(conditions)}`] : []),
    ];
    return directive(given.length === 0 ? '@defer' : `@defer(${given.join(', ')})`);
  }
  const deferFragment = <Node extends InlineFragmentNode | FragmentSpreadNode>(
    node: Node,
  ): Node | undefined =>
    isDeferred(OF_FRAGMENTS) ? { ...node, directives: [...(node.directives ?? []), defer()] } : undefined;

  const changed = visit(question.document, {
    InlineFragment: { leave: deferFragment },
    FragmentSpread: { leave: deferFragment },
    Field: {
      leave: (field): InlineFragmentNode | undefined =>
        isDeferred(OF_FIELDS)
          ? {
              kind: Kind.INLINE_FRAGMENT,
              directives: [defer()],
              selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
            }
          : undefined,
    },
  });
  const text = print(changed);
  const document = parse(text);
  if (deferred === 0) return null;
  return validate(schema, document, [checkDefers]).length > 0 ? null : { ...question, text, document };
}

function booleanVariables({ variableDefinitions = [] }: OperationDefinitionNode): readonly string[] {
  return variableDefinitions
    .filter(({ type }) => print(type).replace('!', '') === 'Boolean')
    .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE || defaultValue !== undefined)
    .map(({ variable }) => print(variable));
}

function directive(text: string): DirectiveNode {
  const [definition] = parse(`query ${text} { __typename }`).definitions;
  const [read] = definition?.kind === Kind.OPERATION_DEFINITION ? (definition.directives ?? []) : [];
  if (!read) throw new Error(`${text} is no directive`);
  return read;
}
