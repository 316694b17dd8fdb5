export type Path = readonly (string | number)[];

/** How the reference's data may differ where it is known to be wrong. */
export interface Allowance {
  /** It may lack keys of objects. */
  readonly missingKeys: boolean;
  /** It may have a value where the engine has a null. */
  isRisenNull(path: Path): boolean;
  /** It may have a null where the engine has an object. */
  readonly forgottenTypes: boolean;
}

export const NO_ALLOWANCE: Allowance = {
  missingKeys: false,
  isRisenNull: () => false,
  forgottenTypes: false,
};

/** Whether two answers hold the same data, in whatever order of keys. */
export function agree(engine: unknown, reference: unknown, allowed: Allowance, path: Path = []): boolean {
  if (engine === null || typeof engine !== 'object')
    return engine === reference || (engine === null && allowed.isRisenNull(path));
  if (reference === null && allowed.forgottenTypes) return true;
  if (reference === null || typeof reference !== 'object') return false;
  if (Array.isArray(engine) !== Array.isArray(reference)) return false;
  const keys = Object.keys(engine);
  const others = Object.keys(reference);
  if (others.some((key) => !Object.hasOwn(engine, key))) return false;
  if (keys.length !== others.length && (!allowed.missingKeys || Array.isArray(engine))) return false;
  return others.every((key) => {
    const step = Array.isArray(engine) ? Number(key) : key;
    return agree(Reflect.get(engine, key), Reflect.get(reference, key), allowed, [...path, step]);
  });
}
