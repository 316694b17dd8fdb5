/** Indonesia's western time (WIB), which East Java and LKPP's systems live in; it has no summer time. */
const OFFSET = '+07:00';
const OFFSET_MS = 7 * 60 * 60 * 1000;

const DATE = /^(\d{4}-\d{2}-\d{2})$/;
const DATE_AS_UTC_MIDNIGHT = /^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?Z$/;
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/;
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** What lies outside is a zero date or a slip, and some of it no database takes. NaN lies outside too. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2200;

/**
 * An instant from any of the five ways these systems write one: `YYYY-MM-DD`; the same as
 * `T00:00:00Z`, which means that day in Jakarta and not that instant; `Y-m-d H:i:s` without a zone,
 * which is Jakarta time; ISO with a zone; epoch milliseconds. Null when it is none of them.
 */
export function parseInstant(value: string | number | null | undefined): Date | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return validDate(new Date(value));
  const text = value.trim();
  const day = DATE.exec(text) ?? DATE_AS_UTC_MIDNIGHT.exec(text);
  if (day) return validDate(new Date(`${day[1]}T00:00:00${OFFSET}`));
  const local = LOCAL_TIME.exec(text);
  if (local) return validDate(new Date(`${local[1]}T${local[2]}${OFFSET}`));
  return WITH_ZONE.test(text) ? validDate(new Date(text)) : null;
}

/** `Y-m-d H:i:s` in Jakarta, as the seller feed writes its clocks. */
export function formatLocalTime(instant: Date): string {
  return shifted(instant).slice(0, 19).replace('T', ' ');
}

/** The Jakarta calendar day, `YYYY-MM-DD`. */
export function formatDay(instant: Date): string {
  return shifted(instant).slice(0, 10);
}

function shifted(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString();
}

function validDate(date: Date): Date | null {
  const year = date.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? date : null;
}
