import { AdapterError, type ErrorCode } from '../../../../adapters/core/errors';
import type { HttpSource } from '../../../../adapters/core/http/http-source';
import { marketplaceId } from '../../../../adapters/core/ids';
import { createCxmlOrdering } from '../../../../adapters/protocols/cxml/ordering';
import { ANSWERS, writeResponse } from '../../../../adapters/protocols/cxml/response';
import { xml, xmlText } from '../../../../adapters/protocols/cxml/write-xml';
import { callWithin } from '../../../support/call';
import { offer } from '../../../support/offers';
import { purchaseOrder, reference } from '../../../support/purchase-orders';
import { AT, documentOf, PASAR } from './documents';

const MBIZ = marketplaceId('mbiz');
const ORDER = purchaseOrder([offer({ sku: 'BRS-1', title: 'Beras' })]);

/** Ordering at a supplier that answers everything with this text. */
function answeredWith(text: string) {
  const http: HttpSource = {
    json: () => Promise.reject(new Error('cXML is not JSON')),
    answer: () => Promise.reject(new Error('cXML has texts alone')),
    text: () => Promise.resolve({ status: 200, text }),
    close: () => undefined,
  };
  const ordering = createCxmlOrdering({
    marketplace: MBIZ,
    access: PASAR,
    mode: 'PUNCHOUT',
    http,
    now: () => AT,
  });
  if (ordering.mode !== 'PUNCHOUT') throw new Error('PunchOut was asked for');
  return ordering;
}

const withStatus = (code: number) => answeredWith(writeResponse({ code, text: 'kata mereka' }, AT));
const setup = { order: ORDER, cookie: 'k-1', returnUrl: 'https://pasar.example/cxml/basket' };

async function outcomeOf(
  asked: Promise<boolean | { readonly outcome: string; readonly reason?: string } | { url: string }>,
) {
  try {
    const answer = await asked;
    if (typeof answer === 'boolean') return answer;
    return 'url' in answer ? answer.url : (answer.reason ?? answer.outcome);
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    expect(error.message + error.detail).not.toMatch(/kata mereka|sesame/);
    return error.code;
  }
}

describe('a status of the answer means', () => {
  type Row = readonly [code: number, place: string, cancel: string, has: boolean | ErrorCode, start: string];
  it.each<Row>([
    [200, 'PLACED', 'CANCELLED', true, 'BAD_RESPONSE'], // a setup that is accepted names a page
    [201, 'PLACED', 'CANCELLED', true, 'BAD_RESPONSE'],
    [281, 'PLACED', 'CANCELLED', true, 'BAD_RESPONSE'],
    [400, 'NOT_ACCEPTED', 'NOT_ACCEPTED', 'INVALID_INPUT', 'NOT_ACCEPTED'],
    [401, 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
    [402, 'NOT_ACCEPTED', 'NOT_ACCEPTED', 'INVALID_INPUT', 'NOT_ACCEPTED'],
    [403, 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
    [404, 'UNKNOWN_OFFER', 'UNKNOWN_ORDER', false, 'UNKNOWN_OFFER'],
    [406, 'NOT_ACCEPTED', 'NOT_ACCEPTED', 'INVALID_INPUT', 'NOT_ACCEPTED'],
    [409, 'OUT_OF_STOCK', 'TOO_LATE', 'CONFLICT', 'OUT_OF_STOCK'],
    [412, 'NOT_ACCEPTED', 'TOO_LATE', 'INVALID_INPUT', 'NOT_ACCEPTED'],
    [417, 'NOT_ACCEPTED', 'NOT_ACCEPTED', 'INVALID_INPUT', 'NOT_ACCEPTED'],
    [429, 'RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED'],
    [450, 'UNSUPPORTED', 'UNSUPPORTED', 'UNSUPPORTED', 'UNSUPPORTED'],
    [475, 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
    [500, 'UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
    [560, 'UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
    [302, 'BAD_RESPONSE', 'BAD_RESPONSE', 'BAD_RESPONSE', 'BAD_RESPONSE'],
    [100, 'BAD_RESPONSE', 'BAD_RESPONSE', 'BAD_RESPONSE', 'BAD_RESPONSE'],
  ])('%i', async (code, place, cancel, has, start) => {
    const ordering = withStatus(code);
    expect(await outcomeOf(ordering.place(ORDER, callWithin()))).toBe(place);
    expect(await outcomeOf(ordering.cancel(reference('1'), callWithin()))).toBe(cancel);
    expect(await outcomeOf(ordering.has(reference('1'), callWithin()))).toBe(has);
    expect(await outcomeOf(ordering.start(setup, callWithin()))).toBe(start);
  });
});

describe('what is no answer is BAD_RESPONSE, and no order is taken for placed', () => {
  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><html><body>Checking your browser</body></html>'],
    ['JSON', '{"code":200,"status":true}'],
    ['half an answer', writeResponse(ANSWERS.OK, AT).slice(0, 150)],
    [
      'a request in return',
      documentOf('<Header><From/><To/><Sender/></Header><Request><OrderRequest/></Request>'),
    ],
    ['an answer without status', documentOf('<Response/>')],
    ['a status without code', documentOf('<Response><Status text="OK"/></Response>')],
    ['a code that is none', documentOf('<Response><Status code="OK" text="OK"/></Response>')],
    ['a code with blanks of its own', documentOf('<Response><Status code="2 00" text="OK"/></Response>')],
  ])('%s', async (_, text) => {
    const ordering = answeredWith(text);
    expect(await outcomeOf(ordering.place(ORDER, callWithin()))).toBe('BAD_RESPONSE');
    expect(await outcomeOf(ordering.has(ORDER.reference, callWithin()))).toBe('BAD_RESPONSE');
  });
});

describe('the page that a setup gives', () => {
  const answer = (url: string) =>
    answeredWith(
      writeResponse(ANSWERS.OK, AT, {
        content: xml('PunchOutSetupResponse', {}, xml('StartPage', {}, xmlText('URL', url))),
      }),
    );

  it('is where the buyer is sent', async () => {
    const { start } = answer(' https://shop.example/s?t=1&u=2 ');
    expect(await start(setup, callWithin())).toEqual({ url: 'https://shop.example/s?t=1&u=2' });
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', '/shop/1', 'https://', ''])(
    'is nothing that a browser should not be sent to: %s',
    async (url) => {
      expect(await outcomeOf(answer(url).start(setup, callWithin()))).toBe('BAD_RESPONSE');
    },
  );
});

it('there is no start where orders are sent directly', () => {
  const http = { json: jest.fn(), answer: jest.fn(), text: jest.fn(), close: jest.fn() };
  const ordering = createCxmlOrdering({ marketplace: MBIZ, access: PASAR, mode: 'DIRECT', http });
  expect(ordering).not.toHaveProperty('start');
});
