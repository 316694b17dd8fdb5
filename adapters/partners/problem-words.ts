import type { z } from 'zod';
import { nearestNames } from '../core/nearest-names';

type RawIssue = z.core.$ZodRawIssue;

/** What a field is to be, in our words. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
  null: 'null',
};
const MISSING = 'is missing';
export const UNKNOWN = 'is not known here';
const EMPTY = 'has no value';

export function kindOf(expected: string): string {
  return KINDS[expected] ?? 'something else';
}

/** Words that complete the name of a field, by what zod found; its own where nothing is to be said better. */
export function wordsFor(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return wordsForType(issue.expected, issue.input);
    case 'invalid_value':
      return chosenFrom(issue.values, issue.input);
    case 'invalid_union':
      return wordsForUnion(issue);
    case 'too_small':
      return amongst(issue, issue.minimum, issue.minimum === 1 ? null : 'least');
    case 'too_big':
      return amongst(issue, issue.maximum, 'most');
    case 'unrecognized_keys':
      return namesKnownTo(issue);
    case 'invalid_format':
      return 'is not written as it has to be';
    default:
      return undefined;
  }
}

/** Between names that are known; none of them holds one. */
const BETWEEN = ', ';

/** Of a group with names that it does not have: those that it has. */
function namesKnownTo({ inst }: RawIssue): string {
  const { def } = (inst as { readonly _zod?: { readonly def?: unknown } } | undefined)?._zod ?? {};
  const { shape = {} } = (def ?? {}) as { readonly shape?: Readonly<Record<string, unknown>> };
  return Object.keys(shape).join(BETWEEN);
}

/** Words for a name that a group does not have; `known`: those that it has, as `wordsFor` told them. */
export function wordsForUnknown(name: string, known: string): string {
  if (known === '') return UNKNOWN;
  return `${UNKNOWN}; known are ${nearestNames(name, known.split(BETWEEN))}`;
}

function wordsForType(expected: string, input: unknown): string {
  if (input === undefined) return MISSING;
  if (input === null) return `${EMPTY}; it must be ${kindOf(expected)}`;
  // YAML makes numbers and truths of texts that look like them.
  const isBare = expected === 'string' && (typeof input === 'number' || typeof input === 'boolean');
  return `must be ${kindOf(expected)}${isBare ? '; write it in quotes' : ''}`;
}

function chosenFrom(values: readonly unknown[], input: unknown): string {
  const [only, ...others] = values;
  const choice = others.length === 0 ? `be ${String(only)}` : `be one of ${values.join(', ')}`;
  if (input === undefined) return `${MISSING}; it must ${choice}`;
  return input === null ? `${EMPTY}; it must ${choice}` : `must ${choice}`;
}

/** Only where a field (`type`, `mode`, `protocol`) decides which of several shapes is meant. */
function wordsForUnion({ input, discriminator, options }: UnionIssue): string | undefined {
  if (discriminator === undefined || options === undefined) return undefined;
  const group = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  return chosenFrom([...options], group[discriminator]);
}

interface UnionIssue {
  readonly input?: unknown;
  readonly discriminator?: string | undefined;
  readonly options?: readonly unknown[] | undefined;
}

interface SizeIssue {
  readonly origin: string;
}

/** `which` null: one of them is enough. */
function amongst({ origin }: SizeIssue, limit: number | bigint, which: 'least' | 'most' | null): string {
  if (origin === 'number' || origin === 'int') return `must be at ${which ?? 'least'} ${limit}`;
  if (which === null) return 'must not be empty';
  return `must have at ${which} ${limit} ${origin === 'string' ? 'characters' : 'entries'}`;
}
