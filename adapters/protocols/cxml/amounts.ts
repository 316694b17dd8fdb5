import { compareDecimals, isPositive, parseDecimal, ZERO, type Decimal } from '../../core/decimal';
import { CxmlRefused } from './refused';
import { need, needAttribute, type XmlElement } from './xml-element';
import { xml, type XmlOutput } from './write-xml';

/** A sum and what it is in. */
export interface CxmlMoney {
  readonly amount: Decimal;
  /** ISO 4217; whoever reads it decides what to do with one that is not IDR. */
  readonly currency: string;
}

export function money(amount: Decimal): XmlOutput {
  return xml('Money', { currency: 'IDR' }, amount);
}

/** The Money inside an element, e.g. of a UnitPrice. Nothing is given away and nothing is paid out here. */
export function readMoney(parent: XmlElement): CxmlMoney {
  const element = need(parent, 'Money');
  const amount = parseDecimal(element.text);
  if (amount === null || compareDecimals(amount, ZERO) < 0) {
    throw new CxmlRefused('FIELD', `${parent.name}/Money: is not a sum`);
  }
  return { amount, currency: needAttribute(element, 'currency').toUpperCase() };
}

/** `quantity` of a line. */
export function readQuantity(line: XmlElement): Decimal {
  const quantity = parseDecimal(needAttribute(line, 'quantity'));
  if (quantity === null || !isPositive(quantity)) {
    throw new CxmlRefused('FIELD', `${line.name}@quantity: is not a quantity`);
  }
  return quantity;
}
