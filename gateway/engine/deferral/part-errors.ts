import type { GraphQLError } from 'graphql';
import { unexplained, type Postponed } from '../response/completion';
import { isResponseObject, type ResponseObject, type ResponsePath } from '../response-object';

/** The errors of what was told, and those of what will be. */
export interface DividedErrors {
  readonly now: readonly GraphQLError[];
  readonly later: readonly GraphQLError[];
}

/**
 * Divides errors of fetches for what was completed at a path: a fetch may have asked for what is told later, too,
 * and an error stands beside the value that it is the reason of.
 */
export function divideErrors(
  errors: readonly GraphQLError[],
  data: ResponseObject | null,
  { path: above, postponed }: { readonly path: ResponsePath; readonly postponed: readonly Postponed[] },
): DividedErrors {
  const isLater = ({ path = [] }: GraphQLError): boolean =>
    postponed.some((place) => {
      if (!isWithin(path, place.path) || path.length === place.path.length) return false;
      const object = valueAt(data, place.path.slice(above.length));
      return isResponseObject(object) && !Object.hasOwn(object, path[place.path.length] ?? '');
    });
  const later = new Set(errors.filter(isLater));
  return { now: errors.filter((error) => !later.has(error)), later: [...later] };
}

/**
 * What is told of a part beside its own errors: those that were told before and are the reason of a null in it,
 * and faults that have none.
 */
export function otherErrors(
  data: ResponseObject | null,
  {
    path: above,
    own,
    before,
    faults,
  }: {
    readonly path: ResponsePath;
    readonly own: readonly GraphQLError[];
    readonly before: readonly GraphQLError[];
    readonly faults: readonly GraphQLError[];
  },
): readonly GraphQLError[] {
  const reasons = before.filter(({ path }) =>
    path === undefined
      ? faults.length > 0
      : isWithin(path, above) && valueAt(data, path.slice(above.length)) === null,
  );
  return [...reasons, ...unexplained(faults, [...reasons, ...own])];
}

/** Errors by the innermost of some places that they are at; those that are at none, by the first. */
export function errorsByPlace(
  errors: readonly GraphQLError[],
  places: readonly Postponed[],
): ReadonlyMap<Postponed, readonly GraphQLError[]> {
  const byPlace = new Map<Postponed, GraphQLError[]>();
  for (const error of errors) {
    const around = places.filter((place) => isWithin(error.path ?? [], place.path));
    const place = around.sort((a, b) => b.path.length - a.path.length)[0] ?? places[0];
    if (!place) continue;
    const others = byPlace.get(place);
    if (others) others.push(error);
    else byPlace.set(place, [error]);
  }
  return byPlace;
}

export const isWithin = (path: ResponsePath, above: ResponsePath): boolean =>
  above.every((key, i) => path[i] === key);

/** Null as soon as there is one on the way. */
function valueAt(data: unknown, path: ResponsePath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return value;
    return Object.hasOwn(value, key) ? (Reflect.get(value, key) as unknown) : undefined;
  }, data);
}
