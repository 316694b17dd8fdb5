import { addDecimals, compareDecimals, decimal, multiplyDecimals, ZERO } from '../../core/decimal';
import { readMoney, readQuantity } from '../../protocols/cxml/amounts';
import { ANSWERS, type CxmlStatus } from '../../protocols/cxml/response';
import { find, findAll, need, needAttribute, type XmlElement } from '../../protocols/cxml/xml-element';
import type { WorldCatalogue } from '../world/world';
import type { BookedLine, BookedOrder, OrderBook } from './order-book';

/** An OrderRequest as a supplier takes it: looked up, checked against what is on offer, booked or taken back. */
export function takeOrder(
  request: XmlElement,
  payloadId: string,
  { book, catalogue, now }: { book: OrderBook; catalogue: WorldCatalogue; now: () => Date },
): { readonly status: CxmlStatus; readonly added: BookedOrder | null } {
  const header = need(request, 'OrderRequestHeader');
  const reference = needAttribute(header, 'orderID');
  const answer = (status: CxmlStatus): { status: CxmlStatus; added: null } => ({ status, added: null });
  if (header.attributes.get('type') === 'delete') return answer(takeBack(reference, book));

  const known = book.find(reference);
  if (known !== null) return answer(known.payloadId === payloadId ? ANSWERS.OK : ANSWERS.BAD_REQUEST);
  const lines = findAll(request, 'ItemOut').map(readLine);
  const total = readMoney(need(header, 'Total')).amount;
  const objection = lines.map((line) => objectionTo(line, catalogue, now())).find((each) => each !== null);
  if (objection) return answer(objection);
  const sum = addDecimals(
    ...lines.map(({ quantity, unitPrice }) => multiplyDecimals(decimal(quantity), decimal(unitPrice))),
  );
  if (compareDecimals(sum, total) !== 0) return answer(ANSWERS.NOT_ACCEPTABLE);
  const [tax, shipping] = ['Tax', 'Shipping'].map((name) => {
    const element = find(header, name);
    return element === null ? ZERO : readMoney(element).amount;
  });
  book.add({ reference, payloadId, lines, total: addDecimals(total, tax ?? ZERO, shipping ?? ZERO) });
  return { status: ANSWERS.OK, added: book.find(reference) };
}

/** A line of an order or of a basket to begin with. */
export function readLine(item: XmlElement): BookedLine {
  return {
    sku: need(item, 'ItemID', 'SupplierPartID').text,
    sellerCode: find(item, 'ItemID', 'SupplierPartAuxiliaryID')?.text ?? '',
    quantity: readQuantity(item),
    unitPrice: readMoney(need(item, 'ItemDetail', 'UnitPrice')).amount,
  };
}

function takeBack(reference: string, book: OrderBook): CxmlStatus {
  const outcome = book.move(reference, 'CANCELLED');
  if (outcome === 'UNKNOWN') return ANSWERS.NOT_FOUND;
  return outcome === 'TOO_LATE' ? ANSWERS.CONFLICT : ANSWERS.OK;
}

/** Unknown, sold out, or not at that price any more. */
function objectionTo(line: BookedLine, catalogue: WorldCatalogue, now: Date): CxmlStatus | null {
  const place = catalogue.find(line.sellerCode, line.sku);
  if (place === null) return ANSWERS.NOT_FOUND;
  const { price, quantity } = catalogue.state(place, now);
  if (compareDecimals(decimal(line.quantity), decimal(quantity)) > 0) return ANSWERS.CONFLICT;
  return compareDecimals(decimal(line.unitPrice), decimal(price)) === 0 ? null : ANSWERS.EXPECTATION_FAILED;
}
