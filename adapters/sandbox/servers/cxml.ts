import type { CxmlAccess } from '../../protocols/cxml/access';
import { areCredentialsOf } from '../../protocols/cxml/credentials';
import { CXML_CONTENT_TYPE } from '../../protocols/cxml/document';
import { readEnvelope, type CxmlEnvelope } from '../../protocols/cxml/envelope';
import { CxmlRefused } from '../../protocols/cxml/refused';
import { ANSWERS, answerToRefused, writeResponse, type CxmlStatus } from '../../protocols/cxml/response';
import { find, need, type XmlElement } from '../../protocols/cxml/xml-element';
import { xml, xmlText, type XmlOutput } from '../../protocols/cxml/write-xml';
import type { WorldCatalogue } from '../world/world';
import { takeOrder } from './cxml-orders';
import { createCxmlReports } from './cxml-reports';
import type { Handler, OrderControl, ReceivedRequest } from './fake-server';
import type { Knobs } from './faults';
import { createOrderBook, type OrderBook } from './order-book';
import { createPunchOutShop } from './punch-out-shop';
import type { ReportTarget } from './report-target';

export interface CxmlSupplierOptions {
  readonly catalogue: WorldCatalogue;
  /** As Pasar has it, without the address. */
  readonly credentials: Omit<CxmlAccess, 'url'>;
  readonly reports: ReportTarget;
  readonly now: () => Date;
}

export interface CxmlSupplier {
  readonly book: OrderBook;
  readonly orders: OrderControl;
  readonly cxml: Handler;
  readonly shop: Handler;
}

/** A supplier's end of cXML: takes orders and takes them back, opens PunchOut sessions, reports what it does. */
export function createCxmlSupplier({
  catalogue,
  credentials,
  reports,
  now,
}: CxmlSupplierOptions): CxmlSupplier {
  const { identity, supplierIdentity, sharedSecret } = credentials;
  // Seen from here the two names change places.
  const own: CxmlAccess = { url: '', identity: supplierIdentity, supplierIdentity: identity, sharedSecret };
  const book = createOrderBook();
  const toPasar = createCxmlReports(own, reports, now);
  const shop = createPunchOutShop(own, catalogue, now);

  function order({ body, payloadId }: CxmlEnvelope, knobs: Knobs): CxmlStatus {
    const { status, added } = takeOrder(body, payloadId, { book, catalogue, now });
    if (added && knobs.confirms) drive(added.reference, 'CONFIRMED');
    return status;
  }

  /** Moves an order on and reports it; does nothing where the move is not possible. */
  function drive(reference: string, to: 'CONFIRMED' | 'REJECTED' | 'SHIPPED'): boolean {
    if (book.move(reference, to) !== 'MOVED') return false;
    const moved = book.find(reference);
    if (moved === null) return false;
    if (to === 'SHIPPED') toPasar.ship(moved);
    else toPasar.confirm(moved, to === 'CONFIRMED' ? 'accept' : 'reject');
    return true;
  }

  function answerTo(request: ReceivedRequest, knobs: Knobs): readonly [CxmlStatus, XmlOutput?] {
    try {
      const envelope = readEnvelope(request.body);
      if (!areCredentialsOf(envelope.credentials, own)) return [ANSWERS.UNAUTHORIZED];
      switch (envelope.body.name) {
        case 'OrderRequest':
          return [order(envelope, knobs)];
        case 'OrderStatusRequest':
          return [book.find(askedFor(envelope.body)) ? ANSWERS.OK : ANSWERS.NOT_FOUND];
        case 'PunchOutSetupRequest': {
          const session = shop.open(envelope.body);
          if (session === null) return [ANSWERS.NOT_FOUND];
          const url = `http://${request.headers['host'] ?? ''}${session.path}`;
          return [ANSWERS.OK, xml('PunchOutSetupResponse', {}, xml('StartPage', {}, xmlText('URL', url)))];
        }
        default:
          return [ANSWERS.NOT_IMPLEMENTED];
      }
    } catch (error) {
      if (!(error instanceof CxmlRefused)) throw error;
      return [answerToRefused(error)];
    }
  }

  return {
    book,
    orders: {
      list: () =>
        book.all().map(({ reference, lines, total, state }) => ({ reference, lines, total, state })),
      change: (reference, { confirm, reject, ship }) => {
        const to =
          ship === true ? 'SHIPPED' : reject === true ? 'REJECTED' : confirm === true ? 'CONFIRMED' : null;
        return to !== null && drive(reference, to);
      },
    },
    cxml: (request, knobs) => {
      const [status, content] = answerTo(request, knobs);
      // Refusals come under HTTP 200 too: that the document arrived is HTTP's, the rest cXML's.
      return { body: writeResponse(status, now(), content ? { content } : {}), type: CXML_CONTENT_TYPE };
    },
    shop: shop.handler,
  };
}

function askedFor(request: XmlElement): string {
  const header = need(request, 'OrderStatusRequestHeader');
  const named = find(header, 'OrderIDInfo') ?? need(header, 'OrderReference');
  return named.attributes.get('orderID') ?? '';
}
