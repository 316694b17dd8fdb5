import { compileExpression } from './expression';
import { plainPath } from './json-path';
import type { Expression } from './manifest';

/** Where an expression does more to a list than to name it: filters it, or takes something out of each of it. */
const PROJECTION = /\s*(?:\|\s*)?\[(?:\?|\*\]|\])/;

/** The list that an expression begins at: `data` of `data[?stock]`. Null where it does not begin at one. */
export function listBehind(at: Expression): Expression | null {
  const projection = PROJECTION.exec(at);
  const list = (projection === null ? at : at.slice(0, projection.index)).trim() || '@';
  // A bracket in a text, or in a call, leaves what is no path.
  return plainPath(list) === null ? null : (list as Expression);
}

/**
 * How many records the marketplace itself gave, before `records.at` left any out: pages and offsets are counted in
 * these. Null where the expression does not show it.
 */
export function compileRecordsTold(at: Expression): (body: unknown) => number | null {
  const list = listBehind(at);
  if (list === null) return () => null;
  const evaluate = compileExpression(list);
  return (body) => {
    const told = evaluate(body);
    return Array.isArray(told) ? told.length : 0;
  };
}
