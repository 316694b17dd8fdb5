/** An object of an answer, as a subgraph sent it and as more is merged into it. */
export type ResponseObject = Record<string, unknown>;

/** Where something is in an answer: response keys and indices of lists. */
export type ResponsePath = readonly (string | number)[];

export function isResponseObject(value: unknown): value is ResponseObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads what an object has of its own. A client may call an alias `constructor` or `__proto__`; then what
 * every object inherits must not be taken for an answer.
 */
export function ownReader(key: string): (object: ResponseObject) => unknown {
  return key in Object.prototype
    ? (object) => (Object.hasOwn(object, key) ? object[key] : undefined)
    : (object) => object[key];
}

/** Sets what an object has of its own, `__proto__` included. */
export function setOwn(object: ResponseObject, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}
