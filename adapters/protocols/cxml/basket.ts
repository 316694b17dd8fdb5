import type { Decimal } from '../../core/decimal';
import { readMoney, readQuantity, type CxmlMoney } from './amounts';
import { readEnvelope } from './envelope';
import { CxmlRefused } from './refused';
import { find, findAll, need, readableText, type XmlElement } from './xml-element';

/** A basket that a buyer filled on the supplier's pages (PunchOutOrderMessage). */
export interface PunchOutBasket {
  readonly payloadId: string;
  /** Ours, from the setup: what ties the basket to the buyer who left with it. */
  readonly cookie: string;
  /** Empty when the buyer left without one. */
  readonly items: readonly BasketItem[];
  /** As the supplier adds it up. */
  readonly total: CxmlMoney;
  readonly shipping: CxmlMoney | null;
  readonly tax: CxmlMoney | null;
}

export interface BasketItem {
  readonly sku: string;
  readonly sellerCode: string | null;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
  readonly currency: string;
  readonly title: string;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** A cookie of ours is short. */
const MAX_COOKIE = 300;

/**
 * The basket in a form that the buyer's browser posts. It carries no secret (it passes through the
 * browser): its cookie has to be one that Pasar gave out, and its sums are to be checked. Throws `CxmlRefused`.
 */
export function readBasket(form: URLSearchParams): PunchOutBasket {
  const { payloadId, body } = readEnvelope(documentIn(form));
  if (body.name !== 'PunchOutOrderMessage') throw new CxmlRefused('NOT_CXML', 'not a PunchOutOrderMessage');
  const header = need(body, 'PunchOutOrderMessageHeader');
  const cookie = need(body, 'BuyerCookie').text.trim();
  if (cookie === '' || cookie.length > MAX_COOKIE)
    throw new CxmlRefused('FIELD', 'BuyerCookie: is not one of ours');
  const sum = (name: string): CxmlMoney | null => {
    const element = find(header, name);
    return element === null ? null : readMoney(element);
  };
  return {
    payloadId,
    cookie,
    items: findAll(body, 'ItemIn').map(readItem),
    total: readMoney(need(header, 'Total')),
    shipping: sum('Shipping'),
    tax: sum('Tax'),
  };
}

/** The two fields of the standard, whose spelling varies; one of them is enough. */
function documentIn(form: URLSearchParams): string {
  const fields = new Map([...form].map(([name, value]) => [name.toLowerCase(), value]));
  const plain = fields.get('cxml-urlencoded');
  if (plain !== undefined) return plain;
  const encoded = fields.get('cxml-base64');
  if (encoded === undefined) throw new CxmlRefused('NOT_CXML', 'neither cxml-urlencoded nor cxml-base64');
  try {
    const packed = encoded.replace(/\s/g, ''); // lines of 76 characters are usual
    if (!BASE64.test(packed)) throw new TypeError();
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(packed, 'base64'));
  } catch {
    throw new CxmlRefused('ENCODING', 'cxml-base64: is not base64 of UTF-8');
  }
}

function readItem(item: XmlElement): BasketItem {
  const sku = readableText(need(item, 'ItemID', 'SupplierPartID'));
  if (sku === null) throw new CxmlRefused('FIELD', 'ItemIn/ItemID/SupplierPartID: is empty');
  const { amount, currency } = readMoney(need(item, 'ItemDetail', 'UnitPrice'));
  return {
    sku,
    sellerCode: readableText(find(item, 'ItemID', 'SupplierPartAuxiliaryID')),
    quantity: readQuantity(item),
    unitPrice: amount,
    currency,
    title: readableText(find(item, 'ItemDetail', 'Description')) ?? sku,
  };
}
