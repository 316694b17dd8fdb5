/** Control characters and the marks that spreadsheets and scrapers leave behind (U+FFFD: a lost character). */
// eslint-disable-next-line no-control-regex
const UNREADABLE = /[\u0000-\u001f\u007f-\u009f\u00a0\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffd]+/g;
const HTML_TAG = /<[^>]*>/g;

/**
 * Text as a person would read it: CR LF, control characters, no-break spaces and runs of blanks become
 * one blank, the ends are trimmed, and a list's dangling comma goes. Real rows hold all of these.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed() // half of a surrogate pair, as a cut-off emoji leaves it, is refused by PostgreSQL
    .replace(UNREADABLE, ' ')
    .replace(/\s{2,}/g, ' ')
    .replace(/[\s,;]+$/, '')
    .trim();
}

/** The same, or null when nothing is left: sources write "nothing" as `""`, `"-"`, or a masked `"****"`. */
export function textOrNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const clean = cleanText(text);
  return clean === '' || clean === '-' || /^\*+/.test(clean) ? null : clean;
}

/** Plain text from a field that may carry HTML markup (e-Katalog descriptions do). */
export function textFromHtml(html: string | null | undefined): string | null {
  return html === null || html === undefined ? null : textOrNull(html.replace(HTML_TAG, ' '));
}
