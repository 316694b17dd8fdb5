/** Units of sale (satuan) whose code in UN/ECE's Recommendations 20 and 21 is beyond doubt. */
const UNIT_CODES: Readonly<Record<string, string>> = {
  buah: 'EA',
  unit: 'EA',
  biji: 'EA',
  lusin: 'DZN',
  rim: 'RM',
  set: 'SET',
  pasang: 'PR',
  lembar: 'ST',
  gram: 'GRM',
  kilogram: 'KGM',
  kg: 'KGM',
  ton: 'TNE',
  mililiter: 'MLT',
  liter: 'LTR',
  sentimeter: 'CMT',
  meter: 'MTR',
  m2: 'MTK',
  m3: 'MTQ',
  jam: 'HUR',
  hari: 'DAY',
  bulan: 'MON',
  tahun: 'ANN',
};

const EACH = 'EA';

/** The code of a unit; EA ("each") where the offer names none, or one that has no code. */
export function unitCode(unit: string | null): string {
  const name = unit?.trim().toLowerCase() ?? '';
  return Object.hasOwn(UNIT_CODES, name) ? (UNIT_CODES[name] ?? EACH) : EACH;
}
