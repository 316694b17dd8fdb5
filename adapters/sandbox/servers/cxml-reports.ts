import type { CxmlAccess } from '../../protocols/cxml/access';
import { CXML_CONTENT_TYPE, cxmlTime, header, writeDocument } from '../../protocols/cxml/document';
import { xml, xmlText, type XmlOutput } from '../../protocols/cxml/write-xml';
import type { BookedOrder } from './order-book';
import type { ReportTarget } from './report-target';

/** What a supplier tells its buyer of orders, one report after the other. */
export interface CxmlReports {
  confirm(order: BookedOrder, type: 'accept' | 'reject'): void;
  ship(order: BookedOrder): void;
}

export const CXML_PATH = '/cxml';
export const SANDBOX_SHOP_AGENT = 'Pasar sandbox';
const ARRIVES_AFTER_MS = 3 * 24 * 60 * 60 * 1000;

/** `access` as the supplier sees it: the identity is its own. */
export function createCxmlReports(access: CxmlAccess, target: ReportTarget, now: () => Date): CxmlReports {
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;

  function report(request: XmlOutput): void {
    count += 1;
    const stamp = {
      payloadId: `${now().getTime()}.${count}@${access.identity}`,
      at: now(),
      dtd: 'Fulfill',
    } as const;
    const sender = header(access, access.sharedSecret, SANDBOX_SHOP_AGENT);
    const body = writeDocument(stamp, sender, xml('Request', {}, request));
    // In turn, so that no shipment is told before its confirmation. Fails only when the sandbox closes.
    last = last
      .then(() => target.post(CXML_PATH, { body, headers: { 'content-type': CXML_CONTENT_TYPE } }))
      .catch(() => undefined);
  }

  return {
    confirm: (order, type) => report(confirmation(order, type, now())),
    ship: (order) => report(shipNotice(order, now())),
  };
}

function orderReference({ reference, payloadId }: BookedOrder): XmlOutput {
  return xml('OrderReference', { orderID: reference }, xml('DocumentReference', { payloadID: payloadId }));
}

function confirmation(order: BookedOrder, type: 'accept' | 'reject', at: Date): XmlOutput {
  return xml(
    'ConfirmationRequest',
    {},
    xml('ConfirmationHeader', { confirmID: `C-${order.reference}`, type, noticeDate: cxmlTime(at) }),
    orderReference(order),
    ...order.lines.map(({ quantity }, i) =>
      xml(
        'ConfirmationItem',
        { quantity, lineNumber: String(i + 1) },
        xmlText('UnitOfMeasure', 'EA'),
        xml('ConfirmationStatus', { quantity, type }, xmlText('UnitOfMeasure', 'EA')),
      ),
    ),
  );
}

function shipNotice(order: BookedOrder, at: Date): XmlOutput {
  return xml(
    'ShipNoticeRequest',
    {},
    xml('ShipNoticeHeader', {
      shipmentID: `S-${order.reference}`,
      operation: 'new',
      noticeDate: cxmlTime(at),
      shipmentDate: cxmlTime(at),
      deliveryDate: cxmlTime(new Date(at.getTime() + ARRIVES_AFTER_MS)),
    }),
    xml(
      'ShipControl',
      {},
      xml('CarrierIdentifier', { domain: 'companyName' }, 'Arjuna Logistik'),
      xml('ShipmentIdentifier', {}, `AJL-${order.reference}`),
    ),
    xml(
      'ShipNoticePortion',
      {},
      orderReference(order),
      ...order.lines.map(({ quantity }, i) =>
        xml('ShipNoticeItem', { quantity, lineNumber: String(i + 1) }, xmlText('UnitOfMeasure', 'EA')),
      ),
    ),
  );
}
