import type { FetchDataKeyRenamer } from '@apollo/query-planner';
import { isResponseObject } from '../response-object';
import type { TypeConditions } from '../type-conditions';
import type { Place } from './flatten-path';
import { stepInto } from './path-element';

const ABOVE = '..';

/** Values that a fetch's arguments take from the objects above an entity (`@fromContext`), by variable. */
export type ContextArguments = (place: Place) => Readonly<Record<string, unknown>>;

/** Where the values of contexts are to be found; null for a fetch that takes none. */
export function compileContextArguments(
  rewrites: readonly FetchDataKeyRenamer[] | undefined,
  meets: TypeConditions,
): ContextArguments | null {
  if (rewrites === undefined || rewrites.length === 0) return null;
  const sources = rewrites.map(({ path, renameKeyTo }) => ({
    variable: renameKeyTo,
    up: path.filter((element) => element === ABOVE).length,
    find: compileFind(
      path.filter((element) => element !== ABOVE),
      meets,
    ),
  }));
  return ({ object, above }) => {
    const values: Record<string, unknown> = {};
    for (const { variable, up, find } of sources) {
      // Of several sources of one variable, for several types, at most one applies.
      if (values[variable] !== undefined) continue;
      const value = find(up === 0 ? object : above.at(-up));
      if (value !== undefined) values[variable] = value;
    }
    return values;
  };
}

function compileFind(path: readonly string[], meets: TypeConditions): (object: unknown) => unknown {
  return path.reduceRight<(value: unknown) => unknown>(
    (inner, element) => {
      const into = stepInto(element, inner, meets);
      return function visit(value): unknown {
        if (Array.isArray(value)) return value.map(visit);
        return isResponseObject(value) ? into(value) : value === null ? null : undefined;
      };
    },
    (value) => value,
  );
}
