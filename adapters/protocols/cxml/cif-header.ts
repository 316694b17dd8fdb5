import { withoutEnd } from '../../core/clean-text';
import { DEFAULT_FIELD_NAMES, fieldName, REQUIRED_FIELD_NAMES } from './cif-fields';
import { failure, type CifFailure } from './cif-problem';
import { afterBreak, scanRow } from './cif-rows';

/** What a catalogue says of itself before its rows. */
export interface CifHeader {
  readonly fieldNames: readonly string[];
  readonly charset: string | null;
  /** ISO 4217, of rows that name none of their own. */
  readonly currency: string | null;
  /** How goods are classified, e.g. `UNSPSC`, `UNSPSC_V13.5`. */
  readonly codeFormat: string | null;
  /** Are units written in words (`UNUOM: FALSE`), and not as UN/ECE codes? */
  readonly unitsInWords: boolean;
  readonly itemCount: number | null;
}

export interface ReadHeader {
  readonly header: CifHeader;
  /** Where the first row begins. */
  readonly next: number;
  readonly nextLine: number;
}

const MAX_HEADER_LINES = 200;
const LINE_END = /[\r\n]|$/g;

interface Setting {
  readonly value: string;
  readonly line: number;
}

/** Reads up to the line DATA. Keys that say nothing of offers (TIMESTAMP, COMMENTS, …) are passed over. */
export function readHeader(text: string): ReadHeader | CifFailure {
  const settings = new Map<string, Setting>();
  let at = 0;
  for (let line = 1; line <= MAX_HEADER_LINES && at < text.length; line += 1) {
    LINE_END.lastIndex = at;
    const end = LINE_END.exec(text)?.index ?? text.length;
    const written = withoutPadding(text.slice(at, end));
    at = afterBreak(text, end);
    if (line === 1) {
      if (written.toUpperCase() !== 'CIF_I_V3.0') return failure('NOT_CIF', 1, 'is not CIF_I_V3.0');
    } else if (written === 'DATA') {
      const header = headerOf(settings, line);
      return 'problem' in header ? header : { header, next: at, nextLine: line + 1 };
    } else if (written !== '') {
      const setting = /^([^:]{1,60}):(.*)$/.exec(written);
      const key = setting?.[1]?.trim().toUpperCase();
      if (key === undefined) return failure('HEADER', line, 'is not KEY: value');
      if (settings.has(key)) return failure('HEADER', line, 'says again what the header said already');
      settings.set(key, { value: withoutPadding(setting?.[2] ?? ''), line });
    }
  }
  return text === '' ? failure('NOT_CIF', 1, 'is empty') : failure('NO_DATA', 1, 'has no line DATA');
}

const PADDING = /[\s,]/;

/** Spreadsheets write `CHARSET:,UTF-8,,,`. */
function withoutPadding(written: string): string {
  return withoutEnd(written, PADDING).replace(/^[\s,]+/, '');
}

function headerOf(settings: ReadonlyMap<string, Setting>, end: number): CifHeader | CifFailure {
  const valueOf = (key: string): string | null => settings.get(key)?.value ?? null;
  const lineOf = (key: string): number => settings.get(key)?.line ?? end;
  const loadMode = loadModeProblem(valueOf('LOADMODE'), lineOf('LOADMODE'));
  if (loadMode !== null) return loadMode;
  const itemCount = valueOf('ITEMCOUNT');
  if (itemCount !== null && !/^\d{1,9}$/.test(itemCount)) {
    return failure('ITEMCOUNT', lineOf('ITEMCOUNT'), 'ITEMCOUNT: is not a number');
  }
  const columns = fieldNamesOf(valueOf('FIELDNAMES'), lineOf('FIELDNAMES'));
  if ('problem' in columns) return columns;
  const fieldNames = columns.names;
  const currency = valueOf('CURRENCY')?.toUpperCase() ?? null;
  // Where rows have a currency of their own each is looked at by itself.
  if (currency !== 'IDR' && !fieldNames.includes('Currency')) {
    const problem = currency === null ? 'is missing; write IDR' : 'is not IDR';
    return failure('CURRENCY', lineOf('CURRENCY'), `CURRENCY: ${problem}`);
  }
  return {
    fieldNames,
    charset: valueOf('CHARSET'),
    currency,
    codeFormat: valueOf('CODEFORMAT'),
    unitsInWords: valueOf('UNUOM')?.toUpperCase() === 'FALSE',
    itemCount: itemCount === null ? null : Number(itemCount),
  };
}

/** One that is not there is read as F by some and as I by others: it has to be. */
function loadModeProblem(written: string | null, line: number): CifFailure | null {
  switch (written?.toUpperCase()) {
    case 'F':
    case 'FULL':
      return null;
    case 'I':
    case 'INCREMENTAL':
      return failure('INCREMENTAL', line, 'LOADMODE: I gives changes only; a whole catalogue says F');
    default:
      return failure(
        'HEADER',
        line,
        `LOADMODE: is ${written === null ? 'missing' : 'neither F nor I'}; write F`,
      );
  }
}

function fieldNamesOf(
  written: string | null,
  line: number,
): { readonly names: readonly string[] } | CifFailure {
  const row = written === null ? null : scanRow(written, 0, line);
  if (row !== null && 'problem' in row) return row;
  const names = (row?.values ?? DEFAULT_FIELD_NAMES).map(fieldName);
  if (names.some((name, i) => name !== '' && names.indexOf(name) !== i)) {
    return failure('FIELDNAMES', line, 'FIELDNAMES: names a column twice');
  }
  const lacking = REQUIRED_FIELD_NAMES.find((name) => !names.includes(name));
  return lacking === undefined ? { names } : failure('FIELDNAMES', line, `FIELDNAMES: lacks ${lacking}`);
}
