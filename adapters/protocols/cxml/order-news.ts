import type { Decimal } from '../../core/decimal';
import { parseInstant } from '../../core/jakarta-time';
import type { SourceStatus } from '../../core/order/order';
import { readMoney, readQuantity, type CxmlMoney } from './amounts';
import type { CxmlCredentials } from './credentials';
import { readEnvelope, type CxmlEnvelope } from './envelope';
import { orderOfPayloadId } from './payload-id';
import { CxmlRefused } from './refused';
import { confirmationStatus, shipNoticeStatus } from './statuses';
import { find, findAll, need, needAttribute, readableText, type XmlElement } from './xml-element';

/** What a supplier reports of one order. */
export interface OrderNews {
  /** The document's: the same when it is sent again. */
  readonly payloadId: string;
  /** Our reference, as the supplier repeats it: to be parsed and looked up, not believed. */
  readonly orderId: string;
  readonly kind: 'CONFIRMATION' | 'SHIP_NOTICE';
  readonly status: SourceStatus;
  /** By the supplier's clock; null where it is none. */
  readonly at: Date | null;
  readonly lines: readonly OrderNewsLine[];
  /** Of a ship notice. */
  readonly shipment: Shipment | null;
  /** To be checked with `areCredentialsOf` before anything else is believed. */
  readonly credentials: CxmlCredentials;
}

export interface OrderNewsLine {
  /** Of the order's lines, counted from one. */
  readonly lineNumber: number;
  readonly quantity: Decimal;
  /** The line's own type where the document gives one, as it writes it: accept, detail, reject, … */
  readonly status: string | null;
  /** Where the supplier names another price than was ordered at. */
  readonly unitPrice: CxmlMoney | null;
}

export interface Shipment {
  readonly id: string;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly carrier: string | null;
  readonly tracking: string | null;
}

const MAX_ORDER_ID = 120;

/**
 * A ConfirmationRequest or a ShipNoticeRequest, as news of each order that it is about: a shipment may
 * hold several. Throws `CxmlRefused`.
 */
export function readOrderNews(text: string): readonly OrderNews[] {
  const envelope = readEnvelope(text);
  switch (envelope.body.name) {
    case 'ConfirmationRequest':
      return [confirmation(envelope)];
    case 'ShipNoticeRequest':
      return shipNotices(envelope);
    default:
      throw new CxmlRefused('NOT_CXML', 'neither a ConfirmationRequest nor a ShipNoticeRequest');
  }
}

function confirmation({ payloadId, credentials, body }: CxmlEnvelope): OrderNews {
  const header = need(body, 'ConfirmationHeader');
  const lines = findAll(body, 'ConfirmationItem').flatMap((item) => {
    const lineNumber = readLineNumber(item);
    return findAll(item, 'ConfirmationStatus').map((status): OrderNewsLine => {
      const price = find(status, 'UnitPrice') ?? find(status, 'ItemIn', 'ItemDetail', 'UnitPrice');
      return {
        lineNumber,
        quantity: readQuantity(status),
        status: needAttribute(status, 'type'),
        unitPrice: price === null ? null : readMoney(price),
      };
    });
  });
  return {
    payloadId,
    credentials,
    kind: 'CONFIRMATION',
    orderId: readOrderId(need(body, 'OrderReference')),
    status: confirmationStatus(needAttribute(header, 'type'), lines),
    at: parseInstant(header.attributes.get('noticeDate')),
    lines,
    shipment: null,
  };
}

function shipNotices({ payloadId, credentials, body }: CxmlEnvelope): OrderNews[] {
  const header = need(body, 'ShipNoticeHeader');
  const { attributes } = header;
  const control = find(body, 'ShipControl');
  const operation = attributes.get('operation')?.trim() ?? 'new'; // the DTD's default
  const shipment: Shipment = {
    id: needAttribute(header, 'shipmentID'),
    shippedAt: parseInstant(attributes.get('shipmentDate')),
    deliveredAt: parseInstant(attributes.get('deliveryDate')),
    carrier: readableText(find(control, 'CarrierIdentifier')),
    tracking: readableText(find(control, 'ShipmentIdentifier')),
  };
  return findAll(body, 'ShipNoticePortion').map((portion) => ({
    payloadId,
    credentials,
    kind: 'SHIP_NOTICE',
    orderId: readOrderId(need(portion, 'OrderReference')),
    status: shipNoticeStatus(operation, attributes.get('shipmentType')?.trim() ?? null),
    at: parseInstant(attributes.get('noticeDate')),
    lines: findAll(portion, 'ShipNoticeItem').map((item) => ({
      lineNumber: readLineNumber(item),
      quantity: readQuantity(item),
      status: null,
      unitPrice: null,
    })),
    shipment,
  }));
}

/** By its number; or, where the supplier repeats only the document that placed it, by that. */
function readOrderId(reference: XmlElement): string {
  const placedBy = find(reference, 'DocumentReference')?.attributes.get('payloadID') ?? '';
  const orderId = reference.attributes.get('orderID')?.trim() || orderOfPayloadId(placedBy);
  if (orderId === null || orderId.length > MAX_ORDER_ID) {
    throw new CxmlRefused('FIELD', 'OrderReference: names no order of ours');
  }
  return orderId;
}

function readLineNumber(item: XmlElement): number {
  const text = needAttribute(item, 'lineNumber');
  if (!/^\d{1,6}$/.test(text)) throw new CxmlRefused('FIELD', `${item.name}@lineNumber: is not a number`);
  return Number(text);
}
