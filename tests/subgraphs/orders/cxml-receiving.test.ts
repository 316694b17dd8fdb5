import Fastify, { type FastifyInstance } from 'fastify';
import { parseInstant } from '../../../adapters/core/jakarta-time';
import { MBIZ } from '../../../adapters/mbiz/marketplace';
import { JATIM_BEJO } from '../../../adapters/jatim-bejo/marketplace';
import { readResponse } from '../../../adapters/protocols/cxml/response';
import { createLocalNews } from '../../../subgraphs/news/news';
import type { OrderChange } from '../../../subgraphs/orders/order-news';
import { placedOrder } from '../../../subgraphs/orders/purchasing/part-draft';
import { addCxmlRoutes, CXML_PATH } from '../../../subgraphs/orders/receiving/cxml-routes';
import { orderId, type MarketplaceId } from '../../../adapters/core/ids';
import { PASAR } from '../../adapters/protocols/cxml/documents';
import { describeOnDatabases } from '../../support/databases';
import { recordInLedger } from '../../support/source-orders';
import { offer } from '../../support/offers';
import { purchaseOrder, reference } from '../../support/purchase-orders';
import { writePart } from '../../support/purchase-parts';

const AT = '2026-03-02T10:00:00+07:00';

interface Sent {
  readonly payloadId?: string;
  readonly order?: string;
  readonly secret?: string;
  readonly sender?: string;
  readonly at?: string;
}

function request(inside: string, { payloadId = 'p-1', secret = 'sesame', sender = 'mbiz' }: Sent): string {
  const credential = (identity: string, more = '') =>
    `<Credential domain="NetworkID"><Identity>${identity}</Identity>${more}</Credential>`;
  return `<cXML payloadID="${payloadId}" timestamp="${AT}"><Header><From>${credential(sender)}</From><To>${credential('pasar')}</To><Sender>${credential(sender, `<SharedSecret>${secret}</SharedSecret>`)}<UserAgent>t</UserAgent></Sender></Header><Request>${inside}</Request></cXML>`;
}

const named = (order: string) =>
  `<OrderReference orderID="${order}"><DocumentReference payloadID="x"/></OrderReference>`;

function confirmation(type: string, sent: Sent = {}): string {
  const { order = 'PSR-1', at = AT } = sent;
  return request(
    `<ConfirmationRequest><ConfirmationHeader type="${type}" noticeDate="${at}"/>${named(order)}</ConfirmationRequest>`,
    sent,
  );
}

function shipNotice(sent: Sent & { readonly orders?: readonly string[] } = {}): string {
  const { orders = ['PSR-1'], at = '2026-03-03T10:00:00+07:00' } = sent;
  const control =
    '<ShipControl><CarrierIdentifier domain="companyName">JNE Reguler</CarrierIdentifier><ShipmentIdentifier>AJL-1</ShipmentIdentifier></ShipControl>';
  const portions = orders.map((order) => `<ShipNoticePortion>${named(order)}</ShipNoticePortion>`).join('');
  return request(
    `<ShipNoticeRequest><ShipNoticeHeader shipmentID="S-1" noticeDate="${at}"/>${control}${portions}</ShipNoticeRequest>`,
    sent,
  );
}

describeOnDatabases('what cXML suppliers send', (database) => {
  let app: FastifyInstance;
  let url: string;
  let changes: OrderChange[];

  beforeEach(async () => {
    await database().empty();
    const news = createLocalNews<OrderChange>();
    changes = [];
    news.subscribe((change) => changes.push(change));
    app = Fastify();
    addCxmlRoutes(app, { db: database().db, news, suppliers: () => [{ marketplace: MBIZ, access: PASAR }] });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
    await decide('1');
    await place('1');
  });
  afterEach(() => app.close());

  const orderOf = (number: string, marketplace: MarketplaceId) =>
    purchaseOrder([offer({ sku: 'BRS-005', title: 'Beras', marketplace })], { reference: reference(number) });
  const decide = (number: string, marketplace: MarketplaceId = MBIZ) =>
    writePart(database().db, marketplace, orderOf(number, marketplace), { mode: 'DIRECT', state: 'PLACING' });

  /** What the outbox does once the supplier has the order. */
  async function place(number: string): Promise<void> {
    const order = orderOf(number, MBIZ);
    const id = orderId(MBIZ, order.reference);
    const at = parseInstant('2026-03-01');
    if (id === null || at === null) throw new Error('an id and a date');
    const draft = { order, problems: [] };
    const status = { status: 'placed', state: 'AWAITING_APPROVAL', at } as const;
    await recordInLedger(database().db, [placedOrder(draft, id, status)], new Date());
  }

  /** The status of the answer, which is cXML under HTTP 200 whatever was sent. */
  async function send(body: string, type = 'text/xml; charset=UTF-8'): Promise<number> {
    const response = await fetch(`${url}${CXML_PATH}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/xml; charset=UTF-8']);
    return readResponse(await response.text()).code;
  }
  const states = async () =>
    (await database().db.selectFrom('orders').select(['number', 'state']).orderBy('number').execute()).map(
      ({ number, state }) => `${number} ${state}`,
    );
  const events = () =>
    database().db.selectFrom('order_event').selectAll().where('channel', '=', 'CXML').execute();
  const details = async (number: string) =>
    (
      await database()
        .db.selectFrom('orders')
        .select('details')
        .where('number', '=', number)
        .executeTakeFirstOrThrow()
    ).details;

  it.each([
    ['a confirmation', confirmation('accept'), 'CONFIRMED'],
    ['a reject', confirmation('reject'), 'REFUSED'],
    ['a ship notice', shipNotice(), 'SHIPPED'],
    ['a request to pay', confirmation('requestToPay'), 'PAYMENT_PENDING'],
  ])('%s brings its order further', async (_, document, state) => {
    expect(await send(document)).toBe(200);
    expect(await states()).toEqual([`PSR-1 ${state}`]);
    expect(changes).toMatchObject([{ orderId: 'mbiz:PSR-1', institution: 'D180', state }]);
  });

  it('a ship notice tells carrier and tracking, of each order that it holds', async () => {
    await decide('2');
    await place('2');
    expect(await send(shipNotice({ orders: ['PSR-1', 'PSR-2'] }))).toBe(200);
    expect(await states()).toEqual(['PSR-1 SHIPPED', 'PSR-2 SHIPPED']);
    expect(await details('PSR-2')).toMatchObject({ carrier: 'JNE Reguler', trackingNumber: 'AJL-1' });
  });

  it('the same document again is answered as before and is no second news', async () => {
    for (let time = 0; time < 3; time += 1) expect(await send(confirmation('accept'))).toBe(200);
    const all = await Promise.all(Array.from({ length: 10 }, () => send(shipNotice({ payloadId: 'p-2' }))));
    expect(new Set(all)).toEqual(new Set([200]));
    expect([(await events()).length, changes.length]).toEqual([2, 2]);
  });

  it('a confirmation that was overtaken by the shipment changes nothing', async () => {
    await send(shipNotice({ payloadId: 'p-2' }));
    expect(await send(confirmation('accept', { payloadId: 'p-1' }))).toBe(200);
    expect(await states()).toEqual(['PSR-1 SHIPPED']);
    expect((await events()).map(({ step }) => step).sort()).toEqual(['ADVANCE', 'LATE']);
    expect(await details('PSR-1')).toMatchObject({ carrier: 'JNE Reguler' });
  });

  it('news of an order whose placing is not recorded yet waits for it', async () => {
    await decide('2');
    expect(await send(confirmation('accept', { order: 'PSR-2', payloadId: 'p-1' }))).toBe(200);
    expect(await send(shipNotice({ orders: ['PSR-2'], payloadId: 'p-2' }))).toBe(200);
    expect(await states()).toEqual(['PSR-1 AWAITING_APPROVAL']);
    await place('2');
    expect(await states()).toEqual(['PSR-1 AWAITING_APPROVAL', 'PSR-2 SHIPPED']);
    expect(await details('PSR-2')).toMatchObject({ trackingNumber: 'AJL-1' });
  });

  it('news that comes while the placing is being recorded is not lost', async () => {
    const numbers = Array.from({ length: 8 }, (_, i) => `R${i}`);
    for (const number of numbers) await decide(number);
    await Promise.all(
      numbers.flatMap((number) => [
        place(number),
        send(confirmation('accept', { order: `PSR-${number}`, payloadId: number })),
      ]),
    );
    expect((await states()).slice(1)).toEqual(numbers.map((number) => `PSR-${number} CONFIRMED`));
  });

  it('shipments that name the same orders in another order do not wait for each other', async () => {
    await decide('2');
    await place('2');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        send(
          shipNotice({ payloadId: `s-${i}`, orders: i % 2 === 0 ? ['PSR-1', 'PSR-2'] : ['PSR-2', 'PSR-1'] }),
        ),
      ),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
  });

  it('an unknown order is 404, and the same document is accepted once the order is there', async () => {
    const document = confirmation('accept', { order: 'PSR-3' });
    expect(await send(document)).toBe(404);
    expect(await events()).toEqual([]);
    await decide('3');
    await place('3');
    expect(await send(document)).toBe(200);
    expect(await states()).toContain('PSR-3 CONFIRMED');
  });

  it('one unknown order in a shipment keeps the others from being taken', async () => {
    expect(await send(shipNotice({ orders: ['PSR-1', 'PSR-404'] }))).toBe(404);
    expect(await states()).toEqual(['PSR-1 AWAITING_APPROVAL']);
  });

  it('an order of another marketplace is unknown', async () => {
    await decide('4', JATIM_BEJO);
    expect(await send(confirmation('accept', { order: 'PSR-4' }))).toBe(404);
    expect(await events()).toEqual([]);
  });

  it.each([
    ['a wrong secret', { secret: 'sesame1' }],
    ['no secret', { secret: '' }],
    ['another sender', { sender: 'jatim-bejo' }],
  ])('%s is 401, and nothing is recorded', async (_, sent) => {
    expect(await send(confirmation('accept', sent))).toBe(401);
    expect(await events()).toEqual([]);
    expect(await send(confirmation('accept'))).toBe(200);
  });

  const prolog = (subset: string) => `<?xml version="1.0"?><!DOCTYPE cXML [${subset}]>`;
  const bomb = [
    '<!ENTITY a0 "ha">',
    ...Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};">`),
  ];

  const UNREAD: readonly (readonly [title: string, body: string, code: number, type?: string])[] = [
    ['entities that grow', `${prolog(bomb.join(''))}<cXML payloadID="x">&a20;</cXML>`, 406],
    [
      'an external entity',
      `${prolog('<!ENTITY x SYSTEM "file:///etc/passwd">')}<cXML payloadID="x">&x;</cXML>`,
      406,
    ],
    ['an internal subset', `${prolog('<!ELEMENT cXML ANY>')}${confirmation('accept')}`, 406],
    ['a foreign DTD', `<!DOCTYPE cXML SYSTEM "http://127.0.0.1:1/evil.dtd">${confirmation('accept')}`, 406],
    ['an unknown entity', confirmation('accept').replace('PSR-1', '&psr;'), 406],
    ['another encoding', `<?xml version="1.0" encoding="UTF-16"?>${confirmation('accept')}`, 406],
    ['depth', '<a>'.repeat(50_000), 406],
    ['many elements', `<cXML payloadID="x">${'<a/>'.repeat(100_000)}</cXML>`, 406],
    ['over a megabyte', confirmation('accept').replace('</cXML>', `${' '.repeat(1_100_000)}</cXML>`), 406],
    ['what is not XML', 'PSR-1 diterima', 406],
    ['nothing', '', 406],
    ['a document that breaks off', confirmation('accept').slice(0, -9), 406],
    ['no cXML', '<Invoice/>', 400],
    ['another request', request('<OrderRequest/>', {}), 400],
    ['a shipment of nothing', shipNotice({ orders: [] }), 400],
    ['JSON', '{"order":"PSR-1"}', 406, 'application/json'],
    ['a form', 'a=b', 406, 'application/x-www-form-urlencoded'],
    ['a type of its own', confirmation('accept'), 406, 'image/svg+xml'],
  ];
  it.each(UNREAD.map((row) => ({ title: row[0], body: row[1], code: row[2], type: row[3] ?? 'text/xml' })))(
    '$title is refused in a Response, and nothing is recorded',
    async ({ body, code, type }) => {
      expect(await send(body, type)).toBe(code);
      expect(await events()).toEqual([]);
      expect(changes).toEqual([]);
    },
  );

  it('a status that Pasar does not know is kept as it is written', async () => {
    expect(await send(confirmation('__proto__'))).toBe(200);
    expect(await events()).toMatchObject([{ source_status: 'confirmation:__proto__', state: null }]);
  });

  it('is told to come again when the database is away', async () => {
    await app.close();
    const db = database().connect();
    await db.selectFrom('orders').selectAll().execute();
    await db.destroy();
    app = Fastify();
    addCxmlRoutes(app, {
      db,
      news: createLocalNews<OrderChange>(),
      suppliers: () => [{ marketplace: MBIZ, access: PASAR }],
    });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
    expect(await send(confirmation('accept'))).toBe(560);
  });
});
