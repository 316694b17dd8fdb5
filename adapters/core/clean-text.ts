/** Control characters and the marks that spreadsheets and scrapers leave behind (U+FFFD: a lost character). */
// eslint-disable-next-line no-control-regex
const UNREADABLE = /[\u0000-\u001f\u007f-\u009f\u00a0\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffd]+/g;
const DANGLING = /[\s,;]/;
/** Asterisks alone, or what stands in the place of a value: `****@gmail.com`. `*PROMO* Kertas` is neither. */
const MASKED = /^(?:\*+|\*{3}\S*)$/;

/**
 * Text as a person would read it: CR LF, control characters, no-break spaces and runs of blanks become
 * one blank, the ends are trimmed, and a list's dangling comma goes. Real rows hold all of these.
 */
export function cleanText(text: string): string {
  const spaced = text
    .toWellFormed() // half of a surrogate pair, as a cut-off emoji leaves it, is refused by PostgreSQL
    .replace(UNREADABLE, ' ')
    .replace(/\s{2,}/g, ' ');
  return withoutEnd(spaced, DANGLING).trim();
}

/** The same, or null when nothing is left: sources write "nothing" as `""`, `"-"`, or a masked `"****"`. */
export function textOrNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const clean = cleanText(text);
  return clean === '' || clean === '-' || MASKED.test(clean) ? null : clean;
}

/**
 * Text without such characters at its end. A pattern that is anchored there is tried anew from every one of them,
 * which takes a stranger's forty thousand commas seconds.
 */
export function withoutEnd(text: string, dropped: RegExp): string {
  let end = text.length;
  while (end > 0 && dropped.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
