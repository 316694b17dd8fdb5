import type { InstitutionCode } from '../../core/ids';

/** LKPP's ids of the e-procurement offices (LPSE) of East Java that are known, by the institution that runs them. */
const LPSE: Readonly<Record<string, number>> = {
  D158: 15,
  D159: 72,
  D160: 111,
  D161: 204,
  D166: 247,
  D168: 122,
  D169: 203,
  D170: 300,
  D172: 200,
  D173: 207,
  D174: 57,
  D177: 201,
  D178: 205,
  D179: 164,
  D180: 192,
  D181: 10,
  D182: 319,
  D184: 324,
  D185: 380,
  D187: 590,
  D188: 410,
  D191: 419,
};

export function lpseOf(institution: InstitutionCode): number | null {
  return LPSE[institution] ?? null;
}
