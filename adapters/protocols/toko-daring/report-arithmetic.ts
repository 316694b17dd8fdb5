import {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  decimal,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
  ZERO,
  type Decimal,
} from '../../core/decimal';
import type { ReportItemWire, ReportWire } from './report-wire';

/** Amounts are whole rupiah, so each rounding may be off by one. */
const ROUNDING = decimal(1);

/**
 * What does not add up in a report. It is recorded and not refused: the order stands, whatever its
 * marketplace made of the sums. Whether the tax on shipping is in `ppn_total` differs, so both are right.
 */
export function arithmeticProblems(report: ReportWire): readonly string[] {
  const problems = report.items.flatMap((item, index) => itemProblems(item, index));
  const items = addDecimals(ZERO, ...report.items.map(({ total }) => total));
  const itemTax = addDecimals(ZERO, ...report.items.map(({ ppn }) => ppn ?? ZERO));
  const shipping = report.ongkos_kirim ?? ZERO;
  const shippingTax = report.ongkos_kirim_ppn ?? ZERO;
  const slack = multiplyDecimals(ROUNDING, decimal(report.items.length + 1));
  const told = report.ppn_total;
  if (told != null && !isNear(told, [itemTax, addDecimals(itemTax, shippingTax)], slack)) {
    problems.push(
      `ppn_total: ${told}, the items' ppn and that of shipping come to ${addDecimals(itemTax, shippingTax)}`,
    );
  }
  const tax = told ?? addDecimals(itemTax, shippingTax);
  const sum = addDecimals(items, shipping, tax);
  if (!isNear(report.valuasi, [sum, addDecimals(sum, shippingTax)], slack)) {
    problems.push(`valuasi: ${report.valuasi}, items, shipping and tax come to ${sum}`);
  }
  return problems;
}

function itemProblems(item: ReportItemWire, index: number): string[] {
  const problems: string[] = [];
  const subtotal = multiplyDecimals(item.product_price, item.kuantitas);
  if (!isNear(item.total, [subtotal], ROUNDING)) {
    problems.push(
      `items.${index}.total: ${item.total}, ${item.kuantitas} at ${item.product_price} come to ${subtotal}`,
    );
  }
  if (item.ppn != null && item.ppn_persentase != null) {
    const tax = divideDecimals(multiplyDecimals(item.total, item.ppn_persentase), decimal(100), 2);
    if (!isNear(item.ppn, [tax], ROUNDING))
      problems.push(`items.${index}.ppn: ${item.ppn}, ${item.ppn_persentase} % of ${item.total} are ${tax}`);
  }
  return problems;
}

function isNear(value: Decimal, expected: readonly Decimal[], slack: Decimal): boolean {
  return expected.some((each) => compareDecimals(absoluteDecimal(subtractDecimals(value, each)), slack) <= 0);
}
