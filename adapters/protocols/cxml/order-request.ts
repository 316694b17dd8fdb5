import type { OrderReference } from '../../core/ids';
import { addDecimals, ZERO } from '../../core/decimal';
import type { PurchaseOrder } from '../../core/order/ordering-port';
import type { CxmlAccess } from './access';
import { money } from './amounts';
import { cxmlTime, writeRequest } from './document';
import { extrinsic, itemOut } from './item-out';
import { billTo, buyerContact, shipTo } from './parties';
import { orderPayloadId } from './payload-id';
import { xml, xmlText, type XmlOutput } from './write-xml';

const LANGUAGE = { 'xml:lang': 'id' };

/** A new order. Total is that of the lines alone: by the standard tax and shipping stand beside it. */
export function writeOrder(access: CxmlAccess, order: PurchaseOrder, now: Date): string {
  const { reference, orderedAt, shippingFee, lines } = order;
  const header = xml(
    'OrderRequestHeader',
    { orderID: reference, orderDate: cxmlTime(orderedAt), type: 'new' },
    xml('Total', {}, money(addDecimals(...lines.map(({ subtotal }) => subtotal)))),
    shipTo(order),
    billTo(order.institution),
    shippingFee === null
      ? null
      : xml('Shipping', {}, money(shippingFee), xml('Description', LANGUAGE, 'Ongkos kirim')),
    xml('Tax', {}, money(order.tax), xml('Description', LANGUAGE, 'PPN')),
    buyerContact(order.buyer),
    order.note === null ? null : xml('Comments', LANGUAGE, order.note),
    ...budget(order),
  );
  const stamp = { payloadId: orderPayloadId(reference, 'new'), at: now };
  return writeRequest(access, stamp, xml('OrderRequest', {}, header, ...lines.map(itemOut)));
}

/**
 * Takes an order back. It names the order by its number and by the document that placed it. The DTD asks
 * for a sum, a payer and a line as well; they are nought, for the order as such is meant.
 */
export function writeCancellation(access: CxmlAccess, reference: OrderReference, now: Date): string {
  const header = xml(
    'OrderRequestHeader',
    { orderID: reference, orderDate: cxmlTime(now), type: 'delete' },
    xml('Total', {}, money(ZERO)),
    xml('BillTo', {}, xml('Address', {}, xml('Name', LANGUAGE, access.identity))),
    xml('DocumentReference', { payloadID: orderPayloadId(reference, 'new') }),
  );
  const nothing = xml(
    'ItemOut',
    { quantity: ZERO, lineNumber: '1', operation: 'delete' },
    xml('ItemID', {}, xmlText('SupplierPartID', reference)),
  );
  const stamp = { payloadId: orderPayloadId(reference, 'delete'), at: now };
  return writeRequest(access, stamp, xml('OrderRequest', {}, header, nothing));
}

/** What a government order is booked on: codes as references, in words what has no code. */
function budget({ institution, workUnit, rupCode, fundingSource }: PurchaseOrder): (XmlOutput | null)[] {
  const idReference = (domain: string, identifier: string): XmlOutput =>
    xml('IdReference', { identifier, domain });
  return [
    idReference('KLPD', institution.code),
    workUnit.code === null ? null : idReference('satker', workUnit.code),
    rupCode === null ? null : idReference('RUP', rupCode),
    workUnit.name === null ? null : extrinsic('satker', workUnit.name),
    fundingSource === null ? null : extrinsic('sumber dana', fundingSource),
  ];
}
