import { randomUUID } from 'node:crypto';
import { addDecimals, decimal, multiplyDecimals, ZERO } from '../../core/decimal';
import type { CxmlAccess } from '../../protocols/cxml/access';
import { money } from '../../protocols/cxml/amounts';
import { header, writeDocument } from '../../protocols/cxml/document';
import { find, findAll, need, type XmlElement } from '../../protocols/cxml/xml-element';
import { xml, xmlText, type XmlOutput } from '../../protocols/cxml/write-xml';
import type { WorldCatalogue } from '../world/world';
import { readLine } from './cxml-orders';
import { SANDBOX_SHOP_AGENT } from './cxml-reports';
import type { Answer, Handler } from './fake-server';
import type { BookedLine } from './order-book';
import { basketPage } from './basket-page';

export const SHOP_PATH = '/shop/';
const SESSIONS_KEPT = 1_000;

interface Session {
  readonly cookie: string;
  readonly returnUrl: string;
  readonly lines: readonly (BookedLine & { readonly title: string })[];
}

export interface PunchOutShop {
  /** Opens a session for a PunchOutSetupRequest; null when nothing it names is sold here. */
  open(setup: XmlElement): { readonly path: string } | null;
  /** Serves the pages of sessions. */
  readonly handler: Handler;
}

/** A shop in which a buyer sees the basket he came with, at today's prices, and leaves with it or without. */
export function createPunchOutShop(
  access: CxmlAccess,
  catalogue: WorldCatalogue,
  now: () => Date,
): PunchOutShop {
  const sessions = new Map<string, Session>();

  function onOffer(line: BookedLine): Session['lines'] {
    const place = catalogue.find(line.sellerCode, line.sku);
    if (place === null) return [];
    const unitPrice = String(catalogue.state(place, now()).price);
    return [{ ...line, unitPrice, title: catalogue.at(place).listing.title }];
  }

  function open(setup: XmlElement): { readonly path: string } | null {
    const lines = findAll(setup, 'ItemOut').map(readLine).flatMap(onOffer);
    const returnUrl = find(setup, 'BrowserFormPost', 'URL')?.text ?? '';
    if (lines.length === 0 || !/^https?:\/\//.test(returnUrl)) return null;
    const id = randomUUID();
    sessions.set(id, { cookie: need(setup, 'BuyerCookie').text, returnUrl, lines });
    const [oldest] = sessions.keys();
    if (sessions.size > SESSIONS_KEPT && oldest !== undefined) sessions.delete(oldest);
    return { path: `${SHOP_PATH}${id}` };
  }

  function page({ cookie, returnUrl, lines }: Session): Answer {
    // No secret in it: the form goes through the buyer's browser.
    const basket = (held: Session['lines']): string => {
      const stamp = { payloadId: `${randomUUID()}@${access.identity}`, at: now() };
      const message = xml('Message', {}, orderMessage(cookie, held));
      const document = writeDocument(stamp, header(access, null, SANDBOX_SHOP_AGENT), message);
      return Buffer.from(document).toString('base64');
    };
    const body = basketPage({ returnUrl, lines, full: basket(lines), empty: basket([]) });
    return { body, type: 'text/html; charset=utf-8' };
  }

  return {
    open,
    handler: ({ path }) => {
      const session = sessions.get(path.slice(SHOP_PATH.length));
      return session ? page(session) : { status: 404, body: 'Sesi tidak ditemukan', type: 'text/plain' };
    },
  };
}

function orderMessage(cookie: string, lines: Session['lines']): XmlOutput {
  const total = lines.reduce(
    (sum, { quantity, unitPrice }) =>
      addDecimals(sum, multiplyDecimals(decimal(quantity), decimal(unitPrice))),
    ZERO,
  );
  return xml(
    'PunchOutOrderMessage',
    {},
    xmlText('BuyerCookie', cookie),
    xml('PunchOutOrderMessageHeader', { operationAllowed: 'create' }, xml('Total', {}, money(total))),
    ...lines.map(({ sku, sellerCode, quantity, unitPrice, title }) =>
      xml(
        'ItemIn',
        { quantity },
        xml('ItemID', {}, xmlText('SupplierPartID', sku), xmlText('SupplierPartAuxiliaryID', sellerCode)),
        xml(
          'ItemDetail',
          {},
          xml('UnitPrice', {}, money(decimal(unitPrice))),
          xml('Description', { 'xml:lang': 'id' }, title),
          xmlText('UnitOfMeasure', 'EA'),
          xml('Classification', { domain: 'Pasar' }, 'other'),
        ),
      ),
    ),
  );
}
