import { isResponseObject, setOwn, type ResponseObject } from './response-object';
import type { TypeConditions } from './type-conditions';

/**
 * Adds what a subgraph answered to what is known of an object. Objects are merged, lists of the same length
 * item by item; whatever else came later counts. Parts of `source` become parts of `target`, uncopied. Of two
 * types the one that the other allows for counts: a subgraph with an `@interfaceObject` knows no other name.
 */
export function mergeInto(target: ResponseObject, source: ResponseObject, meets: TypeConditions): void {
  for (const key in source) {
    const value = source[key];
    if (value === undefined) continue;
    const known = key === '__proto__' && !Object.hasOwn(target, key) ? undefined : target[key];
    if (known === value) continue;
    if (key === '__typename' && isOtherType(known, value, meets)) continue;
    if (isResponseObject(value) && isResponseObject(known)) mergeInto(known, value, meets);
    else if (Array.isArray(value) && Array.isArray(known) && known.length === value.length)
      mergeItems(known, value, meets);
    else setOwn(target, key, value);
  }
}

function mergeItems(target: unknown[], source: readonly unknown[], meets: TypeConditions): void {
  for (let i = 0; i < source.length; i++) {
    const known = target[i];
    const value = source[i];
    if (isResponseObject(known) && isResponseObject(value)) mergeInto(known, value, meets);
    else if (Array.isArray(known) && Array.isArray(value) && known.length === value.length)
      mergeItems(known, value, meets);
    else target[i] = value;
  }
}

function isOtherType(known: unknown, value: unknown, meets: TypeConditions): boolean {
  return typeof known === 'string' && typeof value === 'string' && !meets(known, value);
}
