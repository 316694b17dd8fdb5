import Big from 'big.js';

/** Divides to 60 places; the usual Big, which only adds and multiplies here, never needs to. */
const Exact = Big();
Exact.DP = 60;

declare const brand: unique symbol;
/**
 * An exact decimal as text, e.g. `334180.55`: no exponent, no leading zeros, no trailing zeros after the
 * point. Money and quantities are this and never a float: fractional rupiah and fractional quantities
 * occur in real procurement rows.
 */
export type Decimal = string & { readonly [brand]: 'Decimal' };

/** More digits than any real amount; a longer text is refused rather than carried around. */
const MAX_LENGTH = 40;
const DECIMAL_TEXT = /^-?\d+(?:\.\d+)?$/;

/** The text as an exact decimal, or null when it is not a plain decimal number. */
export function parseDecimal(text: string): Decimal | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH || !DECIMAL_TEXT.test(trimmed)) return null;
  return format(new Big(trimmed));
}

/**
 * A JSON number as an exact decimal. By the time JSON is parsed the number is a double; a double's
 * shortest text equals what was written as long as that had at most 15 significant digits, so numbers
 * with more are refused (null) instead of being silently rounded.
 */
export function decimalFromNumber(value: number): Decimal | null {
  if (!Number.isFinite(value)) return null;
  const exact = new Big(value);
  return exact.c.length <= 15 ? format(exact) : null;
}

/** For numbers written in this code. */
export function decimal(value: string | number): Decimal {
  const parsed = typeof value === 'number' ? decimalFromNumber(value) : parseDecimal(value);
  if (parsed === null) throw new Error(`"${value}" is not an exact decimal`);
  return parsed;
}

export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return new Big(a).cmp(b);
}

export function isPositive(value: Decimal): boolean {
  return new Big(value).gt(0);
}

export const ZERO = '0' as Decimal;

export function addDecimals(...values: readonly Decimal[]): Decimal {
  return format(values.reduce((sum, value) => sum.plus(value), new Big(0)));
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return format(new Big(a).minus(b));
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return format(new Big(a).times(b));
}

/** Rounded to so many places, halves away from zero. The divisor is never zero. */
export function divideDecimals(a: Decimal, b: Decimal, places: number): Decimal {
  // big.js rounds what it divides to a number of places of its own: enough of them that ours decide.
  return roundDecimal(format(new Exact(a).div(b)), places);
}

/** To so many places after the point, halves away from zero, as Indonesian tax and invoice sums are. */
export function roundDecimal(value: Decimal, places = 0): Decimal {
  return format(new Big(value).round(places, Big.roundHalfUp));
}

/** Part of whole in percent of the whole; null of nothing. */
export function percentOf(part: Decimal, whole: Decimal): Decimal | null {
  const divisor = new Big(whole);
  return divisor.eq(0) ? null : format(new Exact(part).times(100).div(divisor));
}

export function absoluteDecimal(value: Decimal): Decimal {
  return format(new Big(value).abs());
}

function format(value: Big): Decimal {
  const text = value.toFixed();
  return (text === '-0' ? '0' : text) as Decimal;
}
