import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import type { DirectOrdering, OrderTaking, PunchOutOrdering, Refused } from '../../core/order/ordering-port';
import { MAX_CXML_BYTES, type CxmlAccess } from './access';
import { CXML_CONTENT_TYPE } from './document';
import { writeCancellation, writeOrder } from './order-request';
import { writeOrderStatusRequest } from './order-status-request';
import { writePunchOutSetup } from './punch-out-setup';
import { isAccepted, refusalOf, type Asked } from './refusals';
import { CxmlRefused } from './refused';
import { readResponse, readStartPage, type CxmlResponse } from './response';

export interface CxmlOrderingOptions {
  readonly marketplace: MarketplaceId;
  readonly access: CxmlAccess;
  readonly mode: 'DIRECT' | 'PUNCHOUT';
  readonly http: HttpSource;
  readonly now?: () => Date;
}

const HEADERS = { 'content-type': CXML_CONTENT_TYPE, accept: 'text/xml, application/xml' };

/** Ordering at a supplier that speaks cXML. A basket that comes back from PunchOut is placed like any order. */
export function createCxmlOrdering(options: CxmlOrderingOptions): DirectOrdering | PunchOutOrdering {
  const { marketplace, access, mode, http, now = () => new Date() } = options;

  /** What cannot be read may still have been carried out: that is BAD_RESPONSE, which is never sent again blindly. */
  function understand<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof CxmlRefused)) throw error;
      throw new AdapterError('BAD_RESPONSE', { marketplace, detail: `cXML answer: ${error.message}` });
    }
  }

  /** The answer when it is yes, a refusal when it is no; throws when it is neither. */
  async function ask(asked: Asked, body: string, call: Call): Promise<CxmlResponse | Refused> {
    const { text } = await http.text(
      { url: access.url, method: 'POST', headers: HEADERS, body, maxBytes: MAX_CXML_BYTES },
      call,
    );
    const response = understand(() => readResponse(text));
    if (isAccepted(response)) return response;
    const refusal = refusalOf(response, asked, marketplace);
    if (refusal instanceof AdapterError) throw refusal;
    return refusal;
  }

  const taking: OrderTaking = {
    async place(order, call) {
      const answer = await ask('ORDER', writeOrder(access, order, now()), call);
      return 'outcome' in answer ? answer : { outcome: 'PLACED' };
    },
    async has(reference, call) {
      return !('outcome' in (await ask('STATUS', writeOrderStatusRequest(access, reference, now()), call)));
    },
    async cancel(reference, call) {
      const answer = await ask('CANCELLATION', writeCancellation(access, reference, now()), call);
      return 'outcome' in answer ? answer : { outcome: 'CANCELLED' };
    },
  };

  const start: PunchOutOrdering['start'] = async (request, call) => {
    const answer = await ask('SETUP', writePunchOutSetup(access, request, now()), call);
    return 'outcome' in answer ? answer : { url: understand(() => readStartPage(answer)) };
  };
  return mode === 'DIRECT' ? { mode, ...taking } : { mode, ...taking, start };
}
