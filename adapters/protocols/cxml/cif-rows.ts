import { failure, type CifFailure } from './cif-problem';

/** One row as it is written, and where the next begins. */
export interface ScannedRow {
  /** Where it begins; a row whose quotes hold line breaks goes on over several. */
  readonly line: number;
  readonly values: readonly string[];
  readonly next: number;
  readonly nextLine: number;
}

/** The richest catalogue known has 81 columns. */
const MAX_VALUES = 300;

const QUOTE = '"';
const LINE_BREAK = /\r\n|\n|\r/g;

/**
 * Reads one row: values between commas, blanks around them dropped. A value in quotes may hold commas and
 * line breaks, and quotes when they are doubled; a quote within an unquoted value (`Pipa 4"`) is a character.
 */
export function scanRow(text: string, from: number, line: number): ScannedRow | CifFailure {
  const values: string[] = [];
  let at = from;
  let breaks = 0;
  for (;;) {
    if (values.length === MAX_VALUES) return failure('TOO_LARGE', line, `a row of over ${MAX_VALUES} values`);
    at = skipBlanks(text, at);
    if (text[at] === QUOTE) {
      const close = closingQuote(text, at);
      if (close === null) return failure('QUOTES', line + breaks, 'a quote that opens here never closes');
      const quoted = text.slice(at + 1, close);
      breaks += countBreaks(quoted);
      values.push(quoted.replaceAll('""', QUOTE).trim());
      at = skipBlanks(text, close + 1);
      if (!endsValue(text, at)) {
        return failure(
          'QUOTES',
          line + breaks,
          'text behind a closing quote: quotes within a value are doubled',
        );
      }
    } else {
      const begin = at;
      while (!endsValue(text, at)) at += 1;
      values.push(text.slice(begin, at).trimEnd());
    }
    if (text[at] === ',') {
      at += 1;
      continue;
    }
    const next = afterBreak(text, at);
    return { line, values, next, nextLine: line + breaks + 1 };
  }
}

/** Behind the line break at this place, which may be one character, two, or the text's end. */
export function afterBreak(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}

/** Is this the row's only value? Spreadsheets fill every line up with commas. */
export function isAlone(row: ScannedRow, value: string): boolean {
  return row.values[0] === value && row.values.every((each, i) => i === 0 || each === '');
}

function closingQuote(text: string, open: number): number | null {
  let at = text.indexOf(QUOTE, open + 1);
  while (at !== -1 && text[at + 1] === QUOTE) at = text.indexOf(QUOTE, at + 2);
  return at === -1 ? null : at;
}

function endsValue(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const character = text.charCodeAt(at);
  return character === 44 || character === 10 || character === 13; // comma, LF, CR
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

function countBreaks(text: string): number {
  return text.match(LINE_BREAK)?.length ?? 0;
}
