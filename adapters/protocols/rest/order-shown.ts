import { compileExpression } from './expression';
import { plainPath, saysNothing } from './json-path';
import type { Expression } from './manifest';
import { holds } from './truth';

/**
 * Does an answer show the order that was asked for? `AMONG_OTHERS`: it does, but what is taken out of the answer
 * may be of another one. `UNCLEAR`: the answer lacks what would tell.
 */
export type Shown = 'YES' | 'AMONG_OTHERS' | 'NO' | 'UNCLEAR';

export interface ShownBy {
  readonly found?: Expression | undefined;
  readonly reference?: Expression | undefined;
}

/**
 * An answer that lacks what is looked at tells nothing: taken for a no it would order twice. Where the answer
 * itself says null, or ends its list before, it does say no.
 */
export function compileShown({ found, reference }: ShownBy): (body: unknown, asked: string) => Shown {
  const foundIn = found === undefined ? null : compileLook(found, false);
  const referenceIn = reference === undefined ? null : compileLook(reference, true);
  return (body, asked) => {
    if (foundIn !== null) {
      const { value, saysNo } = foundIn(body);
      if (value === null && !saysNo) return 'UNCLEAR';
      if (!holds(value)) return 'NO';
    }
    if (referenceIn === null) return 'YES';
    const { value, saysNo } = referenceIn(body);
    if (value === null || value === false) return saysNo ? 'NO' : 'UNCLEAR';
    // Orders that did not come through Pasar have none.
    const told = (Array.isArray(value) ? (value as unknown[]) : [value]).filter((each) => each !== null);
    if (!told.every(isReference)) return 'UNCLEAR';
    const isIt = told.map((each) => String(each).trim() === asked);
    return isIt.every((is) => !is) ? 'NO' : isIt.every((is) => is) ? 'YES' : 'AMONG_OTHERS';
  };
}

interface Look {
  readonly value: unknown;
  /** The answer says in so many words that there is nothing. */
  readonly saysNo: boolean;
}

/** `orWhole`: an order that is null has no reference either. */
function compileLook(expression: Expression, orWhole: boolean): (body: unknown) => Look {
  const evaluate = compileExpression(expression);
  const path = plainPath(expression);
  const paths = path === null ? [] : orWhole ? path.map((_, i) => path.slice(0, i + 1)) : [path];
  return (body) => ({ value: evaluate(body), saysNo: paths.some((steps) => saysNothing(body, steps)) });
}

function isReference(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
