import { z } from 'zod';
import { decimalFromNumber, parseDecimal, type Decimal } from './decimal';
import { foreignCode } from './foreign-text';
import { LONGEST } from './offer-limits';

/**
 * zod fields for the spellings that marketplaces use. The same concept comes as a number in one answer
 * and as text in the next; every spelling that was seen is accepted, none is guessed.
 */

/** An amount: `5500000`, `334180.55`, `"5500000"`, `"5500000.00"`. */
export const amount = z.union([z.number(), z.string()]).transform((value, context): Decimal => {
  const parsed = typeof value === 'number' ? decimalFromNumber(value) : parseDecimal(value);
  if (parsed !== null) return parsed;
  context.addIssue({ code: 'custom', message: 'is not an exact decimal' });
  return z.NEVER;
});

/** An amount where "nothing" may be spelt null, absent or empty. */
export const optionalAmount = z.preprocess((value) => (value === '' ? null : value), amount.nullish());

/** Of a yes or no, or of a percentage. */
const LONGEST_WORD = 60;

/** A yes or no: `true`, `1`, `"1"`, `"true"`, `"ya"` and their opposites; anything else is "not said". */
export const flag = z
  .unknown()
  .optional()
  .transform((value): boolean | null => {
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    const text = String(value).slice(0, LONGEST_WORD).trim().toLowerCase();
    if (['1', 'true', 'ya', 'y'].includes(text)) return true;
    if (['0', 'false', 'tidak', 't', 'n'].includes(text)) return false;
    return null;
  });

/** What is said of a code that would name another if it were cut. */
export const TOO_LONG = `is too long: over ${LONGEST.code} characters`;

/** A key that some sources write as a number and others as text. */
export const key = z.union([z.string(), z.number().int()]).transform((value, context) => {
  const code = foreignCode(String(value), LONGEST.code);
  if (code !== null && code !== '') return code;
  context.addIssue({ code: 'custom', message: code === null ? TOO_LONG : 'is empty' });
  return z.NEVER;
});

/** Text or nothing; a number where text belongs is taken as its text. */
export const looseText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : withinReason(String(value))));

/** Text that is there. */
export const someText = z.string().transform(withinReason);

/** A description with all its markup is not longer; what is longer is carried no further. */
const LONGEST_TEXT = 50_000;

function withinReason(text: string): string {
  return text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
}

const PERCENT = /^(\d{1,3})(?:[.,](\d+))?\s*%?$/;

/** A percentage as text: `"45.50"`, `"45,5"`, `"40%"`. Null when absent, dashed or outside 0 to 100. */
export const percentage = z
  .unknown()
  .optional()
  .transform((value): Decimal | null => {
    const match = PERCENT.exec(
      typeof value === 'string' || typeof value === 'number'
        ? String(value).slice(0, LONGEST_WORD).trim()
        : '',
    );
    if (!match) return null;
    const parsed = parseDecimal(match[2] ? `${match[1]}.${match[2]}` : String(match[1]));
    return parsed !== null && Number(parsed) <= 100 ? parsed : null;
  });
