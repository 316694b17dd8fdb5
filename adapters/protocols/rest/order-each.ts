import type { Variables } from './exchange';
import { compileExpression } from './expression';
import type { Expression } from './manifest';
import type { CallVariables } from './order-captures';

/** More lines than any order has: what is beyond it is another list than was meant. */
const MOST_ITEMS = 100;

/** One sending of a step: with nothing more to know, or with its `item`. */
export type Turn = Variables;
/** The turns of a step, or why they are not known. */
export type Turns = (
  variables: CallVariables,
) => { readonly turns: readonly Turn[] } | { readonly problem: string };

const ONCE = { turns: [{}] };

/** A step is sent once, or once for each element of a list. */
export function compileEach(each: Expression | undefined): Turns {
  if (each === undefined) return () => ONCE;
  const listIn = compileExpression(each);
  return (variables) => {
    const list = listIn(variables);
    if (!Array.isArray(list)) return { problem: 'each gave no list' };
    if (list.length > MOST_ITEMS) return { problem: `each gave more than ${MOST_ITEMS} elements` };
    const items = list as unknown[];
    if (items.some((item) => item === null || item === '')) return { problem: 'each gave an empty element' };
    return { turns: items.map((item) => ({ item })) };
  };
}

/**
 * What a step with `each` captured: lists, in the order of its elements. Where one answer gave nothing there is no
 * list, for a part of it would pass for the whole.
 */
export function gather(names: readonly string[], captured: readonly Variables[]): Variables {
  return Object.fromEntries(
    names.map((name) => {
      const values = captured.map((each) => each[name] ?? null);
      return [name, values.includes(null) ? null : values];
    }),
  );
}
