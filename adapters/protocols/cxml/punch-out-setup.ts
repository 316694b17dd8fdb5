import type { PunchOutStart } from '../../core/order/ordering-port';
import type { CxmlAccess } from './access';
import { writeRequest } from './document';
import { extrinsic, itemId, itemOut } from './item-out';
import { buyerContact, shipTo } from './parties';
import { freshPayloadId } from './payload-id';
import { xml, xmlText } from './write-xml';

/**
 * Opens a session in which the buyer fills a basket. The lines to begin with go as ItemOut, which shops
 * may ignore at `create`, and the first also as SelectedItem, the page to open.
 */
export function writePunchOutSetup(
  access: CxmlAccess,
  { order, cookie, returnUrl }: PunchOutStart,
  now: Date,
): string {
  const [first] = order.lines;
  const request = xml(
    'PunchOutSetupRequest',
    { operation: 'create' },
    xmlText('BuyerCookie', cookie),
    extrinsic('KLPD', order.institution.code),
    xml('BrowserFormPost', {}, xmlText('URL', returnUrl)),
    buyerContact(order.buyer),
    xml('SupplierSetup', {}, xmlText('URL', access.url)),
    shipTo(order),
    first === undefined ? null : xml('SelectedItem', {}, itemId(first.offer)),
    ...order.lines.map(itemOut),
  );
  return writeRequest(access, { payloadId: freshPayloadId(), at: now }, request);
}
