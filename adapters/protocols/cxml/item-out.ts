import { parseOfferId } from '../../core/ids';
import type { Offer } from '../../core/offer';
import type { PurchaseOrderLine } from '../../core/order/ordering-port';
import { money } from './amounts';
import { unitCode } from './units';
import { xml, xmlText, type XmlOutput } from './write-xml';

/** One line of an order. Lines are counted from one, in the order's own order. */
export function itemOut(line: PurchaseOrderLine, index: number): XmlOutput {
  const { offer, quantity, unitPrice, tax } = line;
  return xml(
    'ItemOut',
    { quantity, lineNumber: String(index + 1) },
    itemId(offer),
    xml(
      'ItemDetail',
      {},
      xml('UnitPrice', {}, money(unitPrice)),
      xml('Description', { 'xml:lang': 'id' }, offer.title),
      xmlText('UnitOfMeasure', unitCode(offer.unit)),
      xml('Classification', { domain: 'Pasar' }, offer.category),
      offer.unit === null ? null : extrinsic('satuan', offer.unit),
    ),
    xml('Tax', {}, money(tax), xml('Description', { 'xml:lang': 'id' }, 'PPN')),
  );
}

/** The seller's article number, and whose it is: a marketplace's SKUs are its sellers' own. */
export function itemId(offer: Offer): XmlOutput {
  return xml(
    'ItemID',
    {},
    xmlText('SupplierPartID', offer.sku),
    xmlText('SupplierPartAuxiliaryID', parseOfferId(offer.id)?.sellerCode ?? ''),
  );
}

export function extrinsic(name: string, value: string): XmlOutput {
  return xml('Extrinsic', { name }, value);
}
