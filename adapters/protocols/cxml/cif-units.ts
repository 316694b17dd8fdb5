import { unitCode } from './units';

/** Units as an offer names them, of several with one code the usual one. */
const NAMES = [
  'Buah',
  'Lusin',
  'Rim',
  'Set',
  'Pasang',
  'Lembar',
  'Gram',
  'Kilogram',
  'Ton',
  'Mililiter',
  'Liter',
  'Sentimeter',
  'Meter',
  'M2',
  'M3',
  'Jam',
  'Hari',
  'Bulan',
  'Tahun',
];

/** Built from the table that orders are written with, so that an order says the code that the catalogue said. */
const nameByCode = new Map(NAMES.map((name) => [unitCode(name), name]));

/** The name of a UN/ECE code; the code itself where there is none. */
export function unitName(code: string): string {
  return nameByCode.get(code.toUpperCase()) ?? code;
}
