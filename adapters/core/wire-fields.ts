import { z } from 'zod';
import { cleanText } from './clean-text';
import { decimalFromNumber, parseDecimal, type Decimal } from './decimal';

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

/** A yes or no: `true`, `1`, `"1"`, `"true"`, `"ya"` and their opposites; anything else is "not said". */
export const flag = z
  .unknown()
  .optional()
  .transform((value): boolean | null => {
    if (typeof value === 'boolean') return value;
    const text = String(value).trim().toLowerCase();
    if (['1', 'true', 'ya', 'y'].includes(text)) return true;
    if (['0', 'false', 'tidak', 't', 'n'].includes(text)) return false;
    return null;
  });

/** A key that some sources write as a number and others as text. */
export const key = z
  .union([z.string(), z.number().int()])
  .transform((value) => cleanText(String(value)))
  .refine((value) => value !== '', 'is empty');

/** Text or nothing; a number where text belongs is taken as its text. */
export const looseText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value)));

const PERCENT = /^(\d{1,3})(?:[.,](\d+))?\s*%?$/;

/** A percentage as text: `"45.50"`, `"45,5"`, `"40%"`. Null when absent, dashed or outside 0 to 100. */
export const percentage = z
  .unknown()
  .optional()
  .transform((value): Decimal | null => {
    const match = PERCENT.exec(
      typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '',
    );
    if (!match) return null;
    const parsed = parseDecimal(match[2] ? `${match[1]}.${match[2]}` : String(match[1]));
    return parsed !== null && Number(parsed) <= 100 ? parsed : null;
  });
