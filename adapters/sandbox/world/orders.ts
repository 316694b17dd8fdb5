import { parseInstitutionCode, type InstitutionCode } from '../../core/ids';
import { packageRows } from './archive-packages';
import { orderRows } from './catalogue-orders';
import type { InstitutionYear } from './institution-year';
import { workUnitRows } from './work-units';

/** Rows of one institution and fiscal year, as the INAPROC gateway gives them. */
export type OrderRows = (klpd: string, year: number) => readonly object[];

/** What has been ordered on e-Katalog: v5 packages, v6 orders and the work units that ordered. */
export interface OrderWorld {
  readonly institutions: readonly InstitutionCode[];
  readonly years: readonly number[];
  readonly packages: OrderRows;
  readonly orders: OrderRows;
  readonly workUnits: OrderRows;
}

/** Kota Malang, Kota Kediri, and the regencies around them. */
const INSTITUTIONS = ['D180', 'D187', 'D166', 'D173'].flatMap((code) => parseInstitutionCode(code) ?? []);
const YEARS = [2024, 2025, 2026];
/** Per institution and year, at full size. */
const PACKAGES = 250;
const ORDERS = 400;
/** Of each at any size, so that several pages are needed. */
const AT_LEAST = 12;
const DEFAULT_SEED = 35;

/** Computed anew whenever it is asked for, and at one time always the same. */
export function createOrderWorld({
  seed = DEFAULT_SEED,
  scale = 1,
  sellers,
  now = () => new Date(),
}: {
  seed?: number;
  scale?: number;
  sellers: readonly string[];
  /** What is dated after it hasn't been ordered yet. */
  now?: () => Date;
}): OrderWorld {
  const scaled = (n: number): number => Math.max(AT_LEAST, Math.round(n * scale));
  const book = (klpd: string, year: number): InstitutionYear | null =>
    INSTITUTIONS.some((known) => known === klpd) && YEARS.includes(year)
      ? {
          seed: seed + 3,
          klpd,
          year,
          packages: scaled(PACKAGES),
          orders: scaled(ORDERS),
          sellers,
          now: now(),
        }
      : null;
  const rowsOf =
    (rows: (book: InstitutionYear) => readonly object[]): OrderRows =>
    (klpd, year) => {
      const found = book(klpd, year);
      return found ? rows(found) : [];
    };
  return {
    institutions: INSTITUTIONS,
    years: YEARS,
    packages: rowsOf(packageRows),
    orders: rowsOf(orderRows),
    workUnits: workUnitRows,
  };
}
