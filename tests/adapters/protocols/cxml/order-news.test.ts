import { areCredentialsOf } from '../../../../adapters/protocols/cxml/credentials';
import { readOrderNews, type OrderNews } from '../../../../adapters/protocols/cxml/order-news';
import { CxmlRefused } from '../../../../adapters/protocols/cxml/refused';
import { answerToRefused } from '../../../../adapters/protocols/cxml/response';
import type { OrderState } from '../../../../adapters/core/order/order-states';
import { documentOf, HEADER, PASAR } from './documents';

const REFERENCE =
  '<OrderReference orderID="PSR-1"><DocumentReference payloadID="PSR-1.new@pasar"/></OrderReference>';

function confirmation(type: string, { reference = REFERENCE, lines = '', attributes = '' } = {}): string {
  return documentOf(
    `${HEADER}<Request><ConfirmationRequest><ConfirmationHeader type="${type}" noticeDate="2026-03-02T10:00:00+07:00" ${attributes}/>${reference}${lines}</ConfirmationRequest></Request>`,
  );
}

function line(number: number | string, type: string, inside = ''): string {
  return `<ConfirmationItem quantity="2" lineNumber="${number}"><UnitOfMeasure>EA</UnitOfMeasure><ConfirmationStatus quantity="2" type="${type}"><UnitOfMeasure>EA</UnitOfMeasure>${inside}</ConfirmationStatus></ConfirmationItem>`;
}

function shipNotice(
  attributes: string,
  portions = `<ShipNoticePortion>${REFERENCE}</ShipNoticePortion>`,
): string {
  const control =
    '<ShipControl><CarrierIdentifier domain="companyName"> JNE\u00a0 Reguler </CarrierIdentifier><ShipmentIdentifier>AJL-1</ShipmentIdentifier></ShipControl>';
  return documentOf(
    `${HEADER}<Request><ShipNoticeRequest><ShipNoticeHeader shipmentID="S-1" noticeDate="2026-03-04T01:00:00+00:00" ${attributes}/>${control}${portions}</ShipNoticeRequest></Request>`,
  );
}

function only(text: string): OrderNews {
  const [news, ...more] = readOrderNews(text);
  expect(more).toEqual([]);
  if (!news) throw new Error('no news');
  return news;
}

describe('what a status means', () => {
  it.each<readonly [string, string, OrderState | null]>([
    ['confirmation:accept', confirmation('accept'), 'CONFIRMED'],
    ['confirmation:allDetail', confirmation('allDetail'), 'CONFIRMED'],
    ['confirmation:detail', confirmation('detail'), 'CONFIRMED'],
    ['confirmation:except', confirmation('except'), 'CONFIRMED'],
    ['confirmation:backordered', confirmation('backordered'), 'CONFIRMED'],
    ['confirmation:reject', confirmation('reject'), 'REFUSED'],
    ['confirmation:requestToPay', confirmation('requestToPay'), 'PAYMENT_PENDING'],
    ['confirmation:replace', confirmation('replace'), null],
    ['confirmation:toString', confirmation('toString'), null],
    ['shipNotice:new', shipNotice('operation="new"'), 'SHIPPED'],
    ['shipNotice:new', shipNotice(''), 'SHIPPED'],
    ['shipNotice:new', shipNotice('shipmentType="actual"'), 'SHIPPED'],
    ['shipNotice:new', shipNotice('shipmentType="planned"'), 'PROCESSING'],
    ['shipNotice:update', shipNotice('operation="update"'), 'SHIPPED'],
    ['shipNotice:delete', shipNotice('operation="delete"'), null],
  ])('%s', (status, text, state) => {
    expect(only(text).status).toMatchObject({ status, state });
  });

  it('a header that rejects refuses the order, whatever its lines say', () => {
    const text = confirmation('reject', { lines: line(1, 'accept') + line(2, 'accept') });
    expect(only(text).status.state).toBe('REFUSED');
  });

  it('an order whose every line is rejected is refused; one line left, and it is not', () => {
    const all = confirmation('allDetail', { lines: line(1, 'reject') + line(2, 'reject') });
    expect(only(all).status).toEqual({ status: 'confirmation:allDetail', shipment: null, state: 'REFUSED' });
    const some = confirmation('allDetail', { lines: line(1, 'reject') + line(2, 'accept') });
    expect(only(some).status.state).toBe('CONFIRMED');
  });
});

describe('what is told', () => {
  it('of a confirmation', () => {
    const lines =
      line(1, 'detail', '<UnitPrice><Money currency="idr">10500.50</Money></UnitPrice>') + line(2, 'reject');
    expect(only(confirmation('except', { lines }))).toEqual({
      payloadId: 'p-1@mbiz',
      orderId: 'PSR-1',
      kind: 'CONFIRMATION',
      status: { status: 'confirmation:except', shipment: null, state: 'CONFIRMED' },
      at: new Date('2026-03-02T03:00:00Z'),
      lines: [
        { lineNumber: 1, quantity: '2', status: 'detail', unitPrice: { amount: '10500.5', currency: 'IDR' } },
        { lineNumber: 2, quantity: '2', status: 'reject', unitPrice: null },
      ],
      shipment: null,
      credentials: { senderIdentities: ['mbiz'], recipientIdentities: ['pasar'], sharedSecret: 'sesame' },
    });
  });

  it('of a shipment that holds two orders', () => {
    const portion = (order: string) =>
      `<ShipNoticePortion><OrderReference orderID="${order}"><DocumentReference payloadID="x"/></OrderReference><ShipNoticeItem quantity="1.5" lineNumber="3"><UnitOfMeasure>KGM</UnitOfMeasure></ShipNoticeItem></ShipNoticePortion>`;
    const news = readOrderNews(
      shipNotice('shipmentDate="2026-03-03" deliveryDate="sometime"', portion('PSR-1') + portion('PSR-2')),
    );
    expect(news.map(({ orderId }) => orderId)).toEqual(['PSR-1', 'PSR-2']);
    expect(news[1]).toMatchObject({
      shipment: {
        id: 'S-1',
        shippedAt: new Date('2026-03-02T17:00:00Z'),
        deliveredAt: null,
        carrier: 'JNE Reguler',
        tracking: 'AJL-1',
      },
      lines: [{ lineNumber: 3, quantity: '1.5' }],
    });
  });

  it('a shipment of nothing is no news', () => {
    expect(readOrderNews(shipNotice('', ''))).toEqual([]);
  });

  it('an order that is named only by the document that placed it', () => {
    const reference = '<OrderReference><DocumentReference payloadID="PSR-9.new@pasar"/></OrderReference>';
    expect(only(confirmation('accept', { reference })).orderId).toBe('PSR-9');
  });
});

describe('is refused', () => {
  it.each([
    ['another root', '<Invoice payloadID="1"/>', 400],
    ['no payloadID', '<cXML><Response/></cXML>', 400],
    ['no header', documentOf('<Request><ConfirmationRequest/></Request>'), 400],
    ['an empty request', documentOf(`${HEADER}<Request/>`), 400],
    ['another message', documentOf(`${HEADER}<Request><ProfileRequest/></Request>`), 400],
    ['no order named', confirmation('accept', { reference: '' }), 400],
    [
      'an order of someone else’s numbering',
      confirmation('accept', {
        reference: '<OrderReference><DocumentReference payloadID="4711"/></OrderReference>',
      }),
      400,
    ],
    [
      'a number without end',
      confirmation('accept', { reference: `<OrderReference orderID="${'9'.repeat(121)}"/>` }),
      400,
    ],
    ['a type that is empty', confirmation(''), 400],
    [
      'a quantity that is none',
      confirmation('accept', { lines: line(1, 'accept').replace(/"2"/g, '"-2"') }),
      400,
    ],
    ['a line without number', confirmation('accept', { lines: line('one', 'accept') }), 400],
    [
      'a price that is none',
      confirmation('detail', {
        lines: line(1, 'detail', '<UnitPrice><Money currency="IDR">1,000</Money></UnitPrice>'),
      }),
      400,
    ],
    ['a document that breaks off', confirmation('accept').slice(0, -20), 406],
  ])('%s', (_, text, code) => {
    try {
      readOrderNews(text);
      throw new Error('it was read');
    } catch (error) {
      expect(error).toBeInstanceOf(CxmlRefused);
      expect(answerToRefused(error as CxmlRefused).code).toBe(code);
    }
  });
});

describe('credentials', () => {
  const { credentials } = only(confirmation('accept'));

  it('of our supplier are accepted', () => {
    expect(areCredentialsOf(credentials, PASAR)).toBe(true);
    const several = { ...credentials, senderIdentities: ['0123456789', 'mbiz'] };
    expect(areCredentialsOf(several, PASAR)).toBe(true);
  });

  it.each([
    ['no secret', { sharedSecret: null }],
    ['an empty secret', { sharedSecret: '' }],
    ['another secret', { sharedSecret: 'sesame ' }],
    ['another sender', { senderIdentities: ['jatim-bejo'] }],
    ['no sender', { senderIdentities: [] }],
    ['another recipient', { recipientIdentities: ['someone'] }],
  ])('with %s are not', (_, change) => {
    expect(areCredentialsOf({ ...credentials, ...change }, PASAR)).toBe(false);
  });

  it('are never right where no secret is agreed', () => {
    expect(areCredentialsOf({ ...credentials, sharedSecret: '' }, { ...PASAR, sharedSecret: '' })).toBe(
      false,
    );
  });
});
