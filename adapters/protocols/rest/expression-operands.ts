/** An expression can't be worked out: a function was given what it doesn't take, or it costs too much. */
export class CannotWorkOut extends Error {}

/** What an evaluation may still cost. Throws once that is used up. */
export type Spend = (steps: number) => void;

/**
 * Some 50 to 100 ns each, so that an expression has a tenth of a second or so, whatever it is given. An answer
 * of ten thousand records (more are refused) leaves it a hundred steps for each.
 */
const MOST_STEPS = 1_000_000;
/** So many characters are looked at in the time of a step. */
const CHARACTERS_PER_STEP = 32;

/** Of all expressions that look at the same answer, or at the same record: there may be dozens of them. */
const MOST_STEPS_TOGETHER = 3_000_000;
const spentOn = new WeakMap<object, { steps: number }>();

/** What one expression may spend on what it looks at, and all of them together. */
export function createBudget(root: unknown): Spend {
  let left = MOST_STEPS;
  const together = spentBy(root);
  return (steps) => {
    left -= steps;
    together.steps += steps;
    if (left < 0 || together.steps > MOST_STEPS_TOGETHER) throw new CannotWorkOut();
  };
}

function spentBy(root: unknown): { steps: number } {
  if (typeof root !== 'object' || root === null) return { steps: 0 };
  const known = spentOn.get(root) ?? { steps: 0 };
  spentOn.set(root, known);
  return known;
}

/** Steps that it takes to read a text once. */
export function reading(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_STEP);
}

/** Each by itself, which takes longer than to read them. */
export function charactersOf(text: string, spend: Spend): readonly string[] {
  spend(text.length);
  return Array.from(text);
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new CannotWorkOut();
  return value;
}

export function number(value: unknown): number {
  if (typeof value !== 'number') throw new CannotWorkOut();
  return value;
}

/** A number that JSON can write. */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new CannotWorkOut();
  return value;
}

export function list(value: unknown): readonly unknown[] {
  if (!isList(value)) throw new CannotWorkOut();
  return value;
}

export function listOf<T>(value: unknown, each: (item: unknown) => T, spend: Spend): readonly T[] {
  const items = list(value);
  spend(items.length);
  return items.map(each);
}

/** The fields of an object. Listing them is work in itself. */
export function entries(value: unknown, spend: Spend): readonly (readonly [string, unknown])[] {
  if (!isObject(value)) throw new CannotWorkOut();
  return fieldNames(value, spend).map((name) => [name, value[name]] as const);
}

export function fieldNames(value: JsonObject, spend: Spend): readonly string[] {
  const names = Object.keys(value);
  spend(2 * names.length);
  return names;
}

/** What JMESPath takes for false: nothing, and what is empty. */
export function isFalse(value: unknown, spend: Spend): boolean {
  if (isObject(value)) return fieldNames(value, spend).length === 0;
  return value === null || value === false || value === '' || (isList(value) && value.length === 0);
}

export function isEqual(a: unknown, b: unknown, spend: Spend): boolean {
  spend(1);
  if (a === b) return true;
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((item, i) => isEqual(item, b[i], spend));
  if (!isObject(a) || !isObject(b)) return false;
  const names = fieldNames(a, spend);
  return (
    names.length === fieldNames(b, spend).length &&
    names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name], spend))
  );
}

/** By UTF-16, which is the order of code points but for the rarest signs. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
