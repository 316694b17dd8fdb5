/** Catalogues as suppliers write them, for tests that read. */
export const HEADER_LINES = [
  'CIF_I_V3.0',
  'CHARSET: UTF-8',
  'LOADMODE: F',
  'CODEFORMAT: UNSPSC',
  'CURRENCY: IDR',
  'SUPPLIERID_DOMAIN: NetworkID',
  'UNUOM: TRUE',
];

export interface CifSketch {
  /** In place of the line of the same key; null leaves it out. */
  readonly header?: Readonly<Record<string, string | null>>;
  readonly fieldNames?: readonly string[] | null;
  readonly rows?: readonly (readonly string[] | string)[];
  readonly end?: string;
  readonly lineBreak?: string;
}

export const FIELD_NAMES = ['Supplier ID', 'Supplier Part ID', 'Item Description', 'Unit Price'];
export const BERAS = ['M1', 'BRS-1', 'Beras', '72500'];

/** A whole file from what a test cares about. */
export function cifText({ header = {}, fieldNames = FIELD_NAMES, ...rest }: CifSketch = {}): string {
  const { rows = [BERAS], end = 'ENDOFDATA', lineBreak = '\n' } = rest;
  const keys = new Set(Object.keys(header));
  const kept = HEADER_LINES.filter((line) => !keys.has(line.split(':', 1)[0] ?? ''));
  const own = Object.entries(header).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${value}`]));
  const names = fieldNames === null ? [] : [`FIELDNAMES: ${fieldNames.join(',')}`];
  const lines = rows.map((row) => (typeof row === 'string' ? row : row.map(quoted).join(',')));
  return [...kept, ...own, ...names, 'DATA', ...lines, end, ''].join(lineBreak);
}

export function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
