import { formatDay, parseInstant } from '../../core/jakarta-time';

/** Are these goods on sale today, or why can that not be told? */
export type Validity = 'ON_SALE' | 'WITHDRAWN' | { readonly reason: string };

const YES = /^(?:t|true|y|yes|1)$/i;
/** `2026-3-2` occurs beside `2026-03-02`, and either with a time behind it: goods change with the day. */
const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$/;

/**
 * Goods that are marked as deleted, whose last day (Expiration Date) is over, or whose first (Effective Date)
 * has not come, are none that can be bought today. Days are Jakarta's.
 */
export function validityOf(fields: Readonly<Record<string, string>>, now: Date): Validity {
  if (YES.test(fields['Delete'] ?? '')) return 'WITHDRAWN';
  const today = formatDay(now);
  const first = dayIn(fields['Effective Date']);
  const last = dayIn(fields['Expiration Date']);
  if (first === undefined) return { reason: 'Effective Date: is not a day (YYYY-MM-DD)' };
  if (last === undefined) return { reason: 'Expiration Date: is not a day (YYYY-MM-DD)' };
  const isOver = last !== null && last < today;
  const isToCome = first !== null && first > today;
  return isOver || isToCome ? 'WITHDRAWN' : 'ON_SALE';
}

/** Null where none is written; undefined for what is no day. */
function dayIn(written = ''): string | null | undefined {
  if (written === '') return null;
  const [, year, month = '', day = ''] = DAY.exec(written) ?? [];
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = parseInstant(text);
  // A 31st of February would be taken for a day of March.
  return instant !== null && formatDay(instant) === text ? text : undefined;
}
