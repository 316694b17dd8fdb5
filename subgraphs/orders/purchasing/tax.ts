import {
  addDecimals,
  compareDecimals,
  decimal,
  divideDecimals,
  multiplyDecimals,
  roundDecimal,
  subtractDecimals,
  ZERO,
  type Decimal,
} from '../../../adapters/core/decimal';
import type { TaxTreatment } from '../../../adapters/core/offer';
import type { RegionCode } from '../../../adapters/core/regions';
import type { TaxMode, TaxPer } from '../../../schema/enums';
import { inForce, type ProcurementRules } from './procurement-rules';

export interface TaxedLine {
  readonly mode: TaxMode;
  /** Percent of the subtotal. */
  readonly rate: Decimal;
  /** Whether the price holds the tax already. */
  readonly isIncluded: boolean;
}

/** Which tax a line bears on a day: what the buyer chose, unless the good itself is exempt. */
export function taxOf(
  chosen: TaxMode,
  treatment: TaxTreatment,
  region: RegionCode,
  rules: ProcurementRules,
  at: Date,
): TaxedLine {
  const isIncluded = treatment === 'INCLUDED';
  if (chosen === 'NONE' || treatment === 'EXEMPT') return { mode: 'NONE', rate: ZERO, isIncluded };
  if (chosen === 'PPN') {
    return { mode: 'PPN', rate: inForce(rules.ppn, at).at(-1)?.percent ?? ZERO, isIncluded };
  }
  const inForceHere = inForce(rules.regionalTax, at);
  const own = inForceHere.find(({ regions }) => regions?.includes(region) === true);
  const general = inForceHere.find(({ regions }) => regions === null);
  return { mode: 'REGIONAL', rate: (own ?? general)?.percent ?? ZERO, isIncluded };
}

const HUNDRED = decimal(100);

/** The tax on an amount, not rounded: on top of it, or the share that is in it. */
function exactTax(amount: Decimal, { rate, isIncluded }: TaxedLine): Decimal {
  const product = multiplyDecimals(amount, rate);
  return isIncluded
    ? divideDecimals(product, addDecimals(HUNDRED, rate), 12)
    : divideDecimals(product, HUNDRED, 12);
}

/**
 * Taxes of lines in whole rupiah. Per line each is rounded. Per order the sum is rounded, and its lines get
 * their shares so that they add up to it: whole rupiah downwards, then one more where most was cut off.
 */
export function taxesOf(
  lines: readonly (TaxedLine & { readonly subtotal: Decimal })[],
  per: TaxPer,
): readonly Decimal[] {
  const exact = lines.map((line) => exactTax(line.subtotal, line));
  if (per === 'LINE') return exact.map((tax) => roundDecimal(tax));
  const whole = exact.map((tax) => decimal(tax.split('.')[0] ?? '0'));
  const sum = roundDecimal(addDecimals(...exact, ZERO));
  const missing = Number(subtractDecimals(sum, addDecimals(...whole, ZERO)));
  const byCutOff = exact
    .map((tax, index) => ({ index, cut: subtractDecimals(tax, whole[index] ?? ZERO) }))
    .sort((a, b) => compareDecimals(b.cut, a.cut) || a.index - b.index);
  const rounded = new Set(byCutOff.slice(0, missing).map(({ index }) => index));
  return whole.map((tax, index) => (rounded.has(index) ? addDecimals(tax, decimal(1)) : tax));
}
