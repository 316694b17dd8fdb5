import type { OrderReference } from '../../core/ids';
import type { CxmlAccess } from './access';
import { cxmlTime, writeRequest } from './document';
import { freshPayloadId } from './payload-id';
import { xml } from './write-xml';

/** Asks whether the supplier knows an order. */
export function writeOrderStatusRequest(access: CxmlAccess, reference: OrderReference, now: Date): string {
  const payloadId = freshPayloadId();
  const request = xml(
    'OrderStatusRequest',
    {},
    xml(
      'OrderStatusRequestHeader',
      { orderStatusRequestID: payloadId, orderStatusRequestDate: cxmlTime(now) },
      xml('OrderIDInfo', { orderID: reference }),
      xml('Contact', { role: 'technicalSupport' }, xml('Name', { 'xml:lang': 'id' }, 'Pasar')),
    ),
  );
  return writeRequest(access, { payloadId, at: now, dtd: 'Fulfill' }, request);
}
