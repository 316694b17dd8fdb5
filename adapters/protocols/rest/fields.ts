import { cleanText } from '../../core/clean-text';
import type { Variables } from './exchange';
import { compileExpression } from './expression';
import { pathBelow, plainPath, type Step } from './json-path';
import type { AmountMapping, FieldMapping, Scalar } from './manifest';
import type { ShopRecord } from './records';
import { isNothing, Unreadable, type AmountNotation } from './values';

/** A record, and what expressions find: `product`, `variant`, and what was looked up. */
export interface MappedRecord {
  readonly record: ShopRecord;
  readonly context: Variables;
}

/** A field of the mapping, ready to be read. */
export interface Field {
  /** As the manifest has it: `mapping.price`. */
  readonly name: string;
  readonly notation: AmountNotation;
  /** Out of what its expression looks at: what is known of a record, or an answer itself. */
  valueOf(context: unknown): unknown;
  /** Where the value is in the answer, for people. */
  placeOf(record: ShopRecord): string;
}

type Mapping = FieldMapping | AmountMapping;

/** `flag`: false is an answer there, and not Odoo's way to write nothing. */
export function compileField(name: string, mapping: Mapping, kind: 'flag' | 'value' = 'value'): Field {
  if (typeof mapping === 'object' && 'constant' in mapping) {
    const { constant } = mapping;
    return { name, notation: {}, valueOf: () => constant, placeOf: () => 'the constant' };
  }
  const { from, values, default: otherwise = null, ...notation } = expanded(mapping);
  const evaluate = compileExpression(from);
  const steps = plainPath(from);
  return {
    name,
    notation,
    placeOf: (record) => placeOf(record, from, steps),
    valueOf(context) {
      const value = evaluate(context);
      if (values !== undefined) return inTable(value, values) ?? otherwise;
      const isMissing = isNothing(value) && !(kind === 'flag' && value === false);
      return isMissing ? otherwise : value;
    },
  };
}

/** Reads a field. What can't be read is thrown with the field, the value and its place. */
export function readField<T>(
  field: Field,
  { record, context }: MappedRecord,
  read: (value: unknown, notation: AmountNotation) => T,
): T {
  const value = field.valueOf(context);
  try {
    return read(value, field.notation);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Unreadable(`${field.name}: ${shown(value)} at ${field.placeOf(record)} ${error.message}`);
  }
}

/** The same for what an offer can't be without. */
export function readRequired<T>(
  field: Field,
  mapped: MappedRecord,
  read: (value: unknown, notation: AmountNotation) => T | null,
): T {
  const value = readField(field, mapped, read);
  if (value === null) throw new Unreadable(`${field.name}: nothing at ${field.placeOf(mapped.record)}`);
  return value;
}

const LONGEST_SHOWN = 40;

/** A value in a reason: short, on one line, and never a whole record. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    const text = cleanText(value.slice(0, 2 * LONGEST_SHOWN));
    return `"${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text}"`;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : value === null ? 'nothing' : 'an object';
}

interface Expanded extends AmountNotation {
  readonly from: string;
  readonly values?: Readonly<Record<string, Scalar>> | undefined;
  readonly default?: Scalar | undefined;
}

function expanded(mapping: Exclude<Mapping, { readonly constant: Scalar }>): Expanded {
  return typeof mapping === 'string' ? { from: mapping } : mapping;
}

/** Keys of a table are texts; a number or a yes or no is looked up as its text. */
function inTable(value: unknown, values: Readonly<Record<string, Scalar>>): Scalar {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const text = String(value);
  const key = Object.hasOwn(values, text) ? text : cleanText(text.slice(0, 200));
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}

function placeOf(record: ShopRecord, expression: string, steps: readonly Step[] | null): string {
  const [head, ...rest] = steps ?? [];
  if (head === 'product') return pathBelow(record.productPath(), rest);
  if (head === 'variant') return pathBelow(record.variantPath(), rest);
  return steps === null ? record.variantPath() : `${expression} of ${record.variantPath()}`;
}
