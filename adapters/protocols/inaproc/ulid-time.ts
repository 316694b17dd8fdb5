/** Crockford's base 32, of which the first ten digits of a ULID count milliseconds. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
/** e-Katalog 6 began then; a number of an earlier time is a ULID by chance. */
const FIRST = Date.UTC(2020, 0, 1);
const LAST = Date.UTC(2100, 0, 1);

/**
 * When an order of e-Katalog 6 was begun: its number is a ULID. In 1,406 real orders that have a date as
 * well the two lie at most fourteen days apart, mostly none. Null for a number that is no ULID.
 */
export function ulidTime(number: string): Date | null {
  if (!ULID.test(number)) return null;
  const at = Array.from(number.slice(0, 10)).reduce((sum, digit) => sum * 32 + DIGITS.indexOf(digit), 0);
  return at >= FIRST && at < LAST ? new Date(at) : null;
}
