import {
  CannotWorkOut,
  charactersOf,
  compareTexts,
  entries,
  fieldNames,
  finite,
  isList,
  isObject,
  list,
  listOf,
  number,
  reading,
  text,
  type Spend,
} from './expression-operands';

/** `&expression`, as a function is given it. No data is ever one. */
type PerElement = (element: unknown) => unknown;
type Arguments = readonly unknown[];

/**
 * The functions of JMESPath Community that expressions may use. Each says what it costs before it costs it. The
 * library's own take powers of what they are given: trim() of a row of blanks, replace() with a count, sort() of
 * long texts; and they order numbers as texts.
 */
export const FUNCTIONS: Readonly<Record<string, (given: Arguments, spend: Spend) => unknown>> = {
  abs: ([value]) => Math.abs(number(value)),
  ceil: ([value]) => Math.ceil(number(value)),
  floor: ([value]) => Math.floor(number(value)),
  sum: ([values], spend) => finite(sum(listOf(values, number, spend))),
  avg([values], spend) {
    const numbers = listOf(values, number, spend);
    return numbers.length === 0 ? null : finite(sum(numbers) / numbers.length);
  },

  contains([within, wanted], spend) {
    if (typeof within === 'string')
      return typeof wanted === 'string' ? search(within, wanted, spend).includes(wanted) : null;
    spend(list(within).length);
    return list(within).includes(wanted);
  },
  starts_with: ([value, start]) => text(value).startsWith(text(start)),
  ends_with: ([value, end]) => text(value).endsWith(text(end)),
  find_first: (given, spend) => find(given, spend, (within, wanted) => within.indexOf(wanted)),
  find_last: (given, spend) => find(given, spend, (within, wanted) => within.lastIndexOf(wanted)),
  lower: ([value], spend) => read(value, spend).toLowerCase(),
  upper: ([value], spend) => read(value, spend).toUpperCase(),
  trim: (given, spend) => trim(given, spend, { start: true, end: true }),
  trim_left: (given, spend) => trim(given, spend, { start: true, end: false }),
  trim_right: (given, spend) => trim(given, spend, { start: false, end: true }),
  split([value, separator, count], spend) {
    const parts = split(value, separator, spend);
    return count === undefined ? parts : firstParts(parts, text(separator), count);
  },
  replace([value, old, put, count], spend) {
    const parts = split(value, old, spend);
    const [replaced, rest] = count === undefined ? [parts, []] : halves(parts, count);
    const texts = rest.length === 0 ? replaced : [...replaced, rest.join(text(old))];
    return join(text(put), texts, spend);
  },
  join: ([separator, values], spend) => join(text(separator), listOf(values, text, spend), spend),

  keys: ([value], spend) => entries(value, spend).map(([name]) => name),
  values: ([value], spend) => entries(value, spend).map(([, field]) => field),
  items: ([value], spend) => entries(value, spend).map((entry) => [...entry]),
  from_items: ([pairs], spend) => Object.fromEntries(listOf(pairs, pair, spend)),
  // A product may have no variant to be merged with.
  merge: ([first, ...others], spend) =>
    Object.fromEntries(
      [first, ...others.filter((value) => value !== null)].flatMap((value) => entries(value, spend)),
    ),

  length([value], spend) {
    if (isList(value)) return value.length;
    if (isObject(value)) return fieldNames(value, spend).length;
    return read(value, spend).replace(SURROGATE_PAIR, ' ').length;
  },
  reverse([value], spend) {
    if (typeof value === 'string') return [...charactersOf(value, spend)].reverse().join('');
    return [...listOf(value, (item) => item, spend)].reverse();
  },
  sort: ([values], spend) => sortBy(list(values), (value) => value, spend),
  sort_by: ([values, by], spend) => sortBy(list(values), perElement(by), spend),
  min: ([values], spend) => extreme(list(values), (value) => value, -1, spend),
  max: ([values], spend) => extreme(list(values), (value) => value, 1, spend),
  min_by: ([values, by], spend) => extreme(list(values), perElement(by), -1, spend),
  max_by: ([values, by], spend) => extreme(list(values), perElement(by), 1, spend),
  map: ([by, values], spend) => listOf(values, perElement(by), spend),
  group_by([values, by], spend) {
    const groups = new Map<string, unknown[]>();
    for (const [i, key] of listOf(values, perElement(by), spend).entries()) {
      const group = groups.get(text(key)) ?? [];
      group.push(list(values)[i]);
      groups.set(text(key), group);
    }
    return Object.fromEntries(groups);
  },

  not_null: (values) => values.find((value) => value !== null) ?? null,
  to_array: ([value]) => (isList(value) ? value : [value]),
  to_number: ([value]) => toNumber(value),
  to_string: ([value], spend) => toText(value, spend),
  type: ([value]) => (value === null ? 'null' : isList(value) ? 'array' : typeof value),
};

function perElement(value: unknown): PerElement {
  if (typeof value !== 'function') throw new CannotWorkOut();
  return value as PerElement;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function pair(value: unknown): readonly [string, unknown] {
  const [name, field] = list(value);
  if (list(value).length !== 2) throw new CannotWorkOut();
  return [text(name), field];
}

function read(value: unknown, spend: Spend): string {
  spend(reading(text(value)));
  return text(value);
}

/** Looking for a text in another takes, at worst, as many steps as both have characters, multiplied. */
function search(within: string, wanted: string, spend: Spend): string {
  spend(reading(within) * Math.max(1, wanted.length));
  return within;
}

function find(
  [value, wanted, start = 0, end]: Arguments,
  spend: Spend,
  look: (within: string, wanted: string) => number,
): number | null {
  const [within, sought] = [text(value), text(wanted)];
  const from = Math.max(0, number(start));
  const to = end === undefined ? within.length : number(end);
  if (within === '' || sought === '') return null;
  const found = look(search(within, sought, spend).slice(from, to), sought);
  return found === -1 ? null : found + from;
}

function split(value: unknown, separator: unknown, spend: Spend): readonly string[] {
  if (text(separator) === '') spend(text(value).length);
  const parts = search(text(value), text(separator), spend).split(text(separator));
  spend(parts.length);
  return parts;
}

function halves<T>(parts: readonly T[], count: unknown): [readonly T[], readonly T[]] {
  const at = number(count);
  if (!Number.isInteger(at) || at < 0) throw new CannotWorkOut();
  return [parts.slice(0, at), parts.slice(at)];
}

/** So many parts, and what is left as one. */
function firstParts(parts: readonly string[], separator: string, count: unknown): readonly string[] {
  const [first, rest] = halves(parts, count);
  return rest.length === 0 ? first : [...first, rest.join(separator)];
}

function join(separator: string, texts: readonly string[], spend: Spend): string {
  for (const each of texts) spend(1 + reading(each) + reading(separator));
  return texts.join(separator);
}

/** One character beyond the first 65,536. */
const SURROGATE_PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;
const BLANK = /[\s\u0085]/;

/** Of blanks, or of the characters that are given. Character by character: a pattern would try every row of them. */
function trim(
  [value, characters]: Arguments,
  spend: Spend,
  ends: { readonly start: boolean; readonly end: boolean },
): string {
  const trimmed = text(value);
  const given = characters === undefined || characters === '' ? null : new Set(read(characters, spend));
  const goes = (at: number): boolean =>
    given === null ? BLANK.test(trimmed.charAt(at)) : given.has(trimmed.charAt(at));
  let [start, end] = [0, trimmed.length];
  while (ends.start && start < end && goes(start)) start += 1;
  while (ends.end && start < end && goes(end - 1)) end -= 1;
  spend(start + trimmed.length - end);
  return trimmed.slice(start, end);
}

const SORTING = 10;

/** A list of numbers or of texts, in the order of their keys; what is equal stays in its order. */
function sortBy(values: readonly unknown[], by: PerElement, spend: Spend): readonly unknown[] {
  spend(SORTING * values.length);
  const keyed = values.map((value) => ({ value, key: by(value) }));
  const compare = comparison(
    keyed.map(({ key }) => key),
    spend,
  );
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ value }) => value);
}

function extreme(values: readonly unknown[], by: PerElement, sign: 1 | -1, spend: Spend): unknown {
  spend(values.length);
  const keyed = values.map((value) => ({ value, key: by(value) }));
  const compare = comparison(
    keyed.map(({ key }) => key),
    spend,
  );
  const [first, ...others] = keyed;
  if (first === undefined) return null;
  return others.reduce((best, each) => (sign * compare(each.key, best.key) > 0 ? each : best), first).value;
}

/** Of keys that are all numbers, or all texts. */
function comparison(keys: readonly unknown[], spend: Spend): (a: unknown, b: unknown) => number {
  if (keys.every((key) => typeof key === 'number')) return (a, b) => number(a) - number(b);
  for (const key of keys) spend(reading(text(key)));
  return (a, b) => compareTexts(text(a), text(b));
}

function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const converted = Number(value);
  return Number.isFinite(converted) ? converted : null;
}

/** Times as long as to read it. */
const WRITING = 4;

function toText(value: unknown, spend: Spend): string {
  if (typeof value === 'string') return value;
  const written = JSON.stringify(value);
  spend(WRITING * reading(written));
  return written;
}
