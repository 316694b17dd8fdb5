import { compile, type ExpressionNode } from '@jmespath-community/jmespath';
import { evaluate } from './evaluate';
import { costProblem } from './expression-cost';
import { expressionHint } from './expression-hints';
import { CannotWorkOut, createBudget } from './expression-operands';

/** Longer than any mapping needs. */
const LONGEST = 1_000;

/** Gives a value out of JSON, or null where there is none; never throws and changes nothing. */
export type Evaluate = (root: unknown) => unknown;

/** What is wrong with an expression, in words that complete the name of its field; null when nothing is. */
export function checkExpression(text: string): string | null {
  const parsed = parse(text);
  return 'problem' in parsed ? parsed.problem : null;
}

/**
 * An expression that was checked, ready to be used. What can't be worked out (a text where a function wants a
 * number), or only at too great a cost, is nothing, as a missing field is.
 */
export function compileExpression(text: string): Evaluate {
  const parsed = parse(text);
  if ('problem' in parsed) throw new Error(`an expression that was not checked: ${parsed.problem}`);
  const { tree } = parsed;
  return (root) => {
    try {
      const value = evaluate(tree, root, createBudget(root)) ?? null;
      return typeof value === 'function' ? null : value;
    } catch (error) {
      // JSON that nests without end takes more stack than there is to compare or to write.
      if (error instanceof CannotWorkOut || error instanceof RangeError) return null;
      throw error;
    }
  };
}

function parse(text: string): { readonly tree: ExpressionNode } | { readonly problem: string } {
  if (text.length > LONGEST) return { problem: `must have at most ${LONGEST} characters` };
  if (text.trim() === '') return { problem: 'must not be empty' };
  try {
    const tree = compile(text);
    const problem = costProblem(tree);
    return problem === null ? { tree } : { problem };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'not understood';
    return {
      problem: `${`is no JMESPath expression: ${reason ?? ''}`.slice(0, 200)}${expressionHint(text)}`,
    };
  }
}
