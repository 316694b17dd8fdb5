import { isResponseObject, setOwn, type ResponseObject } from '../response-object';
import type { TypeConditions } from '../type-conditions';
import { objectsAt, valuesAt, type PathStep } from './flatten-path';
import { representationKey } from './representation';

/**
 * The objects at a path, each once. Those that hold the same plain values become one object, in all the places
 * where they stand: a subgraph that lists a thing a hundred times names it a hundred times, and all that is
 * fetched for it from here on is the same. `onShared` is told if there were any.
 */
export function sameObjectsAt(
  root: ResponseObject,
  steps: readonly PathStep[],
  { shared, meets, onShared }: { readonly shared: boolean; readonly meets: TypeConditions; onShared(): void },
): readonly ResponseObject[] {
  const last = steps.at(-1);
  if (last === undefined || last.kind === 'types') return objectsAt(root, steps, { shared, meets });
  const firstLike = createFirstLike();
  const objects = new Set<ResponseObject>();
  let count = 0;

  function sameAs(object: ResponseObject): ResponseObject {
    count += 1;
    const same = firstLike(object);
    objects.add(same);
    return same;
  }

  for (const holder of valuesAt(root, steps.slice(0, -1), { shared, meets })) {
    if (last.kind === 'items') {
      if (!Array.isArray(holder)) continue;
      for (let i = 0; i < holder.length; i++) {
        const item: unknown = holder[i];
        if (isResponseObject(item)) holder[i] = sameAs(item);
      }
    } else if (isResponseObject(holder)) {
      const object = last.read(holder);
      if (!isResponseObject(object)) continue;
      const same = sameAs(object);
      if (same !== object) setOwn(holder, last.planKey, same);
    }
  }
  if (objects.size < count) onShared();
  return [...objects];
}

/** Objects that are compared one by one; the values of more of them are looked up. */
const MOST_COMPARED = 8;

/** Gives the first object that held the same plain values, or the object itself. */
function createFirstLike(): (object: ResponseObject) => ResponseObject {
  /** By one of their values that is likely their own. */
  const known = new Map<unknown, { readonly object: ResponseObject; readonly size: number }[]>();
  const others = new Map<string, ResponseObject>();
  return (object) => {
    let size = 0;
    let own: unknown;
    for (const name in object) {
      const value = object[name];
      if (typeof value === 'object' && value !== null) return object;
      size += 1;
      if (own === undefined && name !== '__typename') own = value;
    }
    const alike = known.get(own);
    if (alike === undefined) {
      known.set(own, [{ object, size }]);
      return object;
    }
    for (const one of alike) if (one.size === size && holdsSame(one.object, object)) return one.object;
    if (alike.length < MOST_COMPARED) {
      alike.push({ object, size });
      return object;
    }
    const key = representationKey(object);
    const same = others.get(key);
    if (same === undefined) others.set(key, object);
    return same ?? object;
  };
}

/** Of two objects with as many members. */
function holdsSame(one: ResponseObject, other: ResponseObject): boolean {
  for (const name in one) if (one[name] !== other[name]) return false;
  return true;
}
