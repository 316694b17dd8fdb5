import { decimal } from '../../../../adapters/core/decimal';
import { parseRupCode } from '../../../../adapters/core/ids';
import type { PurchaseOrder } from '../../../../adapters/core/order/ordering-port';
import { writeCancellation, writeOrder } from '../../../../adapters/protocols/cxml/order-request';
import { writeOrderStatusRequest } from '../../../../adapters/protocols/cxml/order-status-request';
import { writePunchOutSetup } from '../../../../adapters/protocols/cxml/punch-out-setup';
import { readXml } from '../../../../adapters/protocols/cxml/read-xml';
import { ANSWERS, writeResponse } from '../../../../adapters/protocols/cxml/response';
import { find } from '../../../../adapters/protocols/cxml/xml-element';
import { offer } from '../../../support/offers';
import { purchaseOrder, reference } from '../../../support/purchase-orders';
import { actorOf } from '../../../support/actors';
import { itWithDtds, objectionsTo } from './xmllint';

const ACCESS = {
  url: 'https://shop.example/cxml?a=1&b=2',
  identity: 'pasar',
  supplierIdentity: 'mbiz',
  sharedSecret: `s<e&c"r'e>t`,
};
const NOW = new Date('2026-03-02T03:04:05.678Z');
const AWKWARD: readonly (readonly [string, string])[] = [
  ['markup', `<b>&amp;"quoted" 'so' ]]> <!-- --> <?pi?>`],
  ['control characters', 'a\u0000b\u0008c\u000bd\u001fe\r\nf\tg\u007f\u0085'],
  ['emoji and other planes', '🍚 Beras 5 kg — \u{20bb7} ₫'],
  ['half a surrogate pair', 'cut off \ud83d here'],
  ['no characters at all', '\ufffe\uffff'],
  ['two hundred characters', 'panjang '.repeat(25)],
  ['nothing', ''],
];

function order(text: string, lines = 1, change: Partial<PurchaseOrder> = {}): PurchaseOrder {
  const offers = Array.from({ length: lines }, (_, i) =>
    offer({ sku: `${text.slice(0, 40).toWellFormed()}-${i}`, title: text, seller: 'B1', price: '10500.55' }),
  );
  return purchaseOrder(offers, {
    rupCode: parseRupCode('51234567'),
    note: text,
    institution: { ...purchaseOrder([]).institution, name: text },
    workUnit: { ...purchaseOrder([]).workUnit, name: text },
    buyer: actorOf({ person: { name: text, email: text, phone: '+62 812' } }),
    deliverTo: { ...purchaseOrder([]).deliverTo, address: text, receiver: text },
    quantity: decimal('2.5'),
    ...change,
  });
}

describe.each(AWKWARD)('texts with %s', (_, text) => {
  itWithDtds.each([
    ['an order', writeOrder(ACCESS, order(text), NOW)],
    [
      'a setup',
      writePunchOutSetup(
        ACCESS,
        { order: order(text), cookie: text, returnUrl: 'https://p.example/r?a&b' },
        NOW,
      ),
    ],
    ['an answer', writeResponse({ code: 200, text }, NOW, { detail: text })],
  ])('%s is valid', (_name, document) => {
    expect(objectionsTo(document)).toBe('');
  });
});

itWithDtds.each([
  ['a hundred lines', writeOrder(ACCESS, order('Beras', 100), NOW)],
  [
    'what may be missing is missing',
    writeOrder(
      ACCESS,
      order('Beras', 1, {
        rupCode: null,
        fundingSource: null,
        shippingFee: null,
        note: null,
        workUnit: { code: null, name: null },
        buyer: actorOf({ person: { name: null, email: null, phone: null } }),
        deliverTo: { ...purchaseOrder([]).deliverTo, phone: null },
      }),
      NOW,
    ),
  ],
  ['a cancelling', writeCancellation(ACCESS, reference('1'), NOW)],
  ['a question after an order', writeOrderStatusRequest(ACCESS, reference('1'), NOW)],
  [
    'a setup without lines',
    writePunchOutSetup(
      ACCESS,
      { order: purchaseOrder([]), cookie: 'c', returnUrl: 'https://p.example' },
      NOW,
    ),
  ],
  ['a refusal', writeResponse(ANSWERS.NOT_ACCEPTABLE, NOW)],
])('%s is valid', (_, document) => {
  expect(objectionsTo(document)).toBe('');
});

itWithDtds('a document that is not valid is noticed', () => {
  const order = writeOrder(ACCESS, purchaseOrder([offer({ sku: 'A', title: 'B' })]), NOW);
  expect(objectionsTo(order.replace(/<BillTo>.*<\/BillTo>/, ''))).toContain('BillTo');
});

describe('an order that is sent again', () => {
  const payloadOf = (document: string) => readXml(document).attributes.get('payloadID');
  const later = new Date(NOW.getTime() + 60_000);

  it('has the same payloadID, and another one than its cancelling', () => {
    const first = payloadOf(writeOrder(ACCESS, order('Beras'), NOW));
    expect(payloadOf(writeOrder(ACCESS, order('Beras'), later))).toBe(first);
    const cancelling = payloadOf(writeCancellation(ACCESS, order('Beras').reference, NOW));
    expect(payloadOf(writeCancellation(ACCESS, order('Beras').reference, later))).toBe(cancelling);
    expect(cancelling).not.toBe(first);
  });

  it('is asked after with a new payloadID each time, or an old answer would be repeated', () => {
    const [a, b] = [1, 2].map(() => payloadOf(writeOrderStatusRequest(ACCESS, reference('1'), NOW)));
    expect(a).not.toBe(b);
  });
});

it('the total of an order is that of its lines: tax and shipping stand beside it', () => {
  const header = find(
    readXml(writeOrder(ACCESS, order('Beras', 2), NOW)),
    'Request',
    'OrderRequest',
    'OrderRequestHeader',
  );
  expect(find(header, 'Total', 'Money')?.text).toBe('52502.75');
  expect(find(header, 'Shipping', 'Money')?.text).toBe('15000');
});

it.each([
  [null, 'EA', undefined],
  ['Kilogram', 'KGM', 'Kilogram'],
  [' RIM', 'RM', ' RIM'],
  ['Karung', 'EA', 'Karung'],
  ['constructor', 'EA', 'constructor'],
])('the unit %j is written as %s', (unit, code, extrinsic) => {
  const sold = { ...offer({ sku: 'A', title: 'B' }), unit };
  const detail = find(
    readXml(writeOrder(ACCESS, purchaseOrder([sold]), NOW)),
    ...['Request', 'OrderRequest', 'ItemOut', 'ItemDetail'],
  );
  expect(find(detail, 'UnitOfMeasure')?.text).toBe(code);
  expect(find(detail, 'Extrinsic')?.text).toBe(extrinsic);
});
