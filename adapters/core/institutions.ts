import type { InstitutionCode } from './ids';
import { REGIONS } from './regions';

/** The province itself; LKPP's code of 2015, as those of the regions. */
const PROVINCE = 'D158';

const names = new Map<string, string>([
  [PROVINCE, 'Pemerintah Provinsi Jawa Timur'],
  ...REGIONS.map(({ klpd, name }): [string, string] => [klpd, `Pemerintah ${name}`]),
]);

/** The institution's name; null outside East Java, whose codes and names Pasar doesn't keep. */
export function institutionName(code: InstitutionCode): string | null {
  return names.get(code) ?? null;
}
