import { setImmediate as nextTurn } from 'node:timers/promises';
import { charsetProblem } from './cif-charset';
import { readHeader, type CifHeader } from './cif-header';
import { failure, type CifFailure } from './cif-problem';
import { isAlone, scanRow } from './cif-rows';

/** A row by the names of its fields. */
export interface CifRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Has it values beyond the last name? Then some comma stands where none belongs, and no value is sure. */
  readonly overflows: boolean;
}

export interface CifFile {
  readonly header: CifHeader;
  readonly rows: readonly CifRow[];
}

/** As much as the transport lets in; a row of a real catalogue has 200 to 500 characters. */
export const MAX_CIF_CHARACTERS = 16 * 1024 * 1024;
const MAX_ROWS = 200_000;

/** A large file takes a fifth of a second: others get their turn after so many rows. */
const ROWS_AT_ONCE = 2_000;

/**
 * A whole CIF 3.0 catalogue, or the first thing that is wrong with it. What breaks off anywhere is a failure
 * and never a shorter catalogue: goods would seem to be gone. The text was decoded as UTF-8.
 */
export async function readCif(text: string): Promise<CifFile | CifFailure> {
  if (text.length > MAX_CIF_CHARACTERS) {
    return failure('TOO_LARGE', 1, `over ${MAX_CIF_CHARACTERS} characters`);
  }
  const whole = text.startsWith('\ufeff') ? text.slice(1) : text;
  const read = readHeader(whole);
  if ('problem' in read) return read;
  const { header } = read;
  const charset = charsetProblem(header.charset, whole);
  if (charset !== null) return charset;
  const rows: CifRow[] = [];
  let at = read.next;
  let line = read.nextLine;
  while (at < whole.length) {
    const row = scanRow(whole, at, line);
    if ('problem' in row) return row;
    at = row.next;
    line = row.nextLine;
    if (isAlone(row, 'ENDOFDATA')) return finished(header, rows, { rest: whole.slice(at), end: row.line });
    if (isAlone(row, '')) continue;
    if (rows.length === MAX_ROWS) return failure('TOO_LARGE', row.line, `over ${MAX_ROWS} rows`);
    rows.push(rowOf(header.fieldNames, row.line, row.values));
    if (rows.length % ROWS_AT_ONCE === 0) await nextTurn();
  }
  return failure('INCOMPLETE', line, 'breaks off without ENDOFDATA');
}

function finished(
  header: CifHeader,
  rows: readonly CifRow[],
  { rest, end }: { readonly rest: string; readonly end: number },
): CifFile | CifFailure {
  if (/[^\s,]/.test(rest)) return failure('AFTER_END', end + 1, 'goes on after ENDOFDATA');
  const { itemCount } = header;
  if (itemCount !== null && itemCount !== rows.length) {
    return failure('ITEMCOUNT', end, `ITEMCOUNT: says ${itemCount} and ${rows.length} rows came`);
  }
  return { header, rows };
}

function rowOf(names: readonly string[], line: number, values: readonly string[]): CifRow {
  return {
    line,
    fields: Object.fromEntries(names.map((name, i) => [name, values[i] ?? ''])),
    overflows: values.some((value, i) => i >= names.length && value !== ''),
  };
}
