import { cleanText } from '../../core/clean-text';
import { decimal, decimalFromNumber, multiplyDecimals, parseDecimal, type Decimal } from '../../core/decimal';
import { foreignCode, foreignText } from '../../core/foreign-text';
import { parseInstant } from '../../core/jakarta-time';
import { flag } from '../../core/wire-fields';

/** What can't be read. Its message completes the name of the field and the value. */
export class Unreadable extends Error {}

export interface AmountNotation {
  /** 12345 is 123.45 where this is 2. */
  readonly minorUnits?: number | undefined;
  /** 1.234,50 is 1234.50. */
  readonly decimalComma?: boolean | undefined;
}

/** Absent, null, an empty text or list, "-". False too, in place of anything but a yes or no (Odoo writes it so). */
export function isNothing(value: unknown): boolean {
  if (typeof value === 'string') return value === '-' || cleanText(value.slice(0, 100)) === '';
  return value === null || value === undefined || value === false || isEmptyList(value);
}

/** PHP writes an object without fields as an empty list. */
function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Clean text of at most so many characters; what is longer is cut. */
export function readText(value: unknown, longest: number): string | null {
  return foreignText(textOf(value), longest);
}

/** Text that names something, and would name another if it were cut. */
export function readCode(value: unknown, longest: number): string | null {
  const code = foreignCode(textOf(value), longest);
  if (code === null) throw new Unreadable(`is longer than ${longest} characters`);
  return code === '' || code === '-' ? null : code;
}

function textOf(value: unknown): string {
  if (isNothing(value)) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') throw new Unreadable('is no text');
  const digits = Number.isSafeInteger(value) ? String(value) : decimalFromNumber(value);
  if (digits === null) throw new Unreadable('is a number whose digits JSON does not keep; give it as a text');
  return digits;
}

/** Longer is no amount; also of JSON numbers, where 1e300 is one. */
const LONGEST_AMOUNT = 40;
const WITH_COMMA = /^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/;

/** An exact decimal out of a number or a text. */
export function readAmount(value: unknown, { minorUnits = 0, decimalComma }: AmountNotation): Decimal | null {
  if (isNothing(value)) return null;
  const amount = typeof value === 'number' ? fromNumber(value) : fromText(value, decimalComma ?? false);
  if (amount.length > LONGEST_AMOUNT) throw new Unreadable('is no amount');
  return minorUnits === 0 ? amount : multiplyDecimals(amount, decimal(`0.${'1'.padStart(minorUnits, '0')}`));
}

function fromNumber(value: number): Decimal {
  const amount = decimalFromNumber(value);
  if (amount === null)
    throw new Unreadable('is a number with more digits than JSON keeps; give it as a text');
  return amount;
}

function fromText(value: unknown, decimalComma: boolean): Decimal {
  const text = typeof value === 'string' ? cleanText(value.slice(0, 100)) : '';
  const plain = !decimalComma
    ? text
    : WITH_COMMA.test(text)
      ? text.replaceAll('.', '').replace(',', '.')
      : '';
  const amount = parseDecimal(plain);
  if (amount !== null) return amount;
  const remedy =
    !decimalComma && WITH_COMMA.test(text) ? ' (decimalComma: true, if that is how it is written)' : '';
  throw new Unreadable(`is no exact decimal${remedy}`);
}

/** A yes or no in the spellings of marketplaces; null for anything else. */
export function readFlag(value: unknown): boolean | null {
  return typeof value === 'object' ? null : flag.parse(value);
}

/** Epoch seconds stay below this for some thousand years; epoch milliseconds passed it in 1973. */
const LARGEST_EPOCH_SECONDS = 100_000_000_000;
const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * A day, an ISO time, or seconds or milliseconds since 1970. What has no zone is Jakarta time. Null for
 * anything else: a clock that can't be read costs its time, not the offer.
 */
export function readInstant(value: unknown): Date | null {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return null;
  const text = value.slice(0, 60).trim();
  if (/^\d{9,13}$/.test(text)) return fromEpoch(Number(text));
  const match = ISO.exec(text);
  if (match === null) return parseInstant(text);
  const [, day = '', minute = '', second = '00', , zone] = match;
  if (zone === undefined) return parseInstant(`${day} ${minute}:${second}`);
  // By its number: LKPP's systems write a day as midnight in UTC, a shop that does means that instant.
  return parseInstant(Date.parse(`${day}T${minute}:${second}${withMinutes(zone.toUpperCase())}`));
}

function fromEpoch(value: number): Date | null {
  return parseInstant(value < LARGEST_EPOCH_SECONDS ? value * 1000 : value);
}

function withMinutes(zone: string): string {
  if (zone === 'Z') return zone;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone.charAt(0)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
