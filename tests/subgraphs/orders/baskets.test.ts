import Fastify, { type FastifyInstance } from 'fastify';
import { MBIZ } from '../../../adapters/mbiz/marketplace';
import { createLocalNews } from '../../../subgraphs/news/news';
import type { OrderChange } from '../../../subgraphs/orders/order-news';
import { addCxmlRoutes, BASKET_PATH } from '../../../subgraphs/orders/receiving/cxml-routes';
import { documentOf, HEADER, PASAR } from '../../adapters/protocols/cxml/documents';
import { describeOnDatabases } from '../../support/databases';
import { offer } from '../../support/offers';
import { purchaseOrder, reference } from '../../support/purchase-orders';
import { writePart } from '../../support/purchase-parts';

const COOKIE = 'k-1';

function item({ sku = 'BRS-1', currency = 'IDR', title = 'Beras', quantity = '2' } = {}): string {
  return `<ItemIn quantity="${quantity}"><ItemID><SupplierPartID>${sku}</SupplierPartID><SupplierPartAuxiliaryID>B1</SupplierPartAuxiliaryID></ItemID><ItemDetail><UnitPrice><Money currency="${currency}">10500</Money></UnitPrice><Description xml:lang="id">${title}</Description><UnitOfMeasure>EA</UnitOfMeasure></ItemDetail></ItemIn>`;
}

function basket(items: string, cookie = COOKIE): string {
  return documentOf(
    `${HEADER}<Message><PunchOutOrderMessage><BuyerCookie>${cookie}</BuyerCookie><PunchOutOrderMessageHeader operationAllowed="create"><Total><Money currency="IDR">21000</Money></Total></PunchOutOrderMessageHeader>${items}</PunchOutOrderMessage></Message>`,
  );
}

const plain = (text: string) => ({ 'cxml-urlencoded': text });
const base64 = (text: string) => ({ 'cxml-base64': Buffer.from(text).toString('base64') });

describeOnDatabases('a basket that a browser brings back', (database) => {
  let app: FastifyInstance;
  let url: string;

  beforeEach(async () => {
    await database().empty();
    app = Fastify();
    const suppliers = () => [{ marketplace: MBIZ, access: PASAR }];
    addCxmlRoutes(app, { db: database().db, news: createLocalNews<OrderChange>(), suppliers });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
    const order = purchaseOrder([offer({ sku: 'BRS-1', title: 'Beras' })], { reference: reference('1') });
    await writePart(database().db, MBIZ, order, {
      mode: 'PUNCHOUT',
      state: 'AWAITING_BASKET',
      cookie: COOKIE,
    });
  });
  afterEach(() => app.close());

  async function post(body: string | Record<string, string>, type?: string): Promise<[number, string]> {
    const response = await fetch(`${url}${BASKET_PATH}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new URLSearchParams(body),
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    return [response.status, await response.text()];
  }
  const part = () =>
    database()
      .db.selectFrom('purchase_part')
      .select(['state', 'basket', 'refusal'])
      .where('reference', '=', reference('1'))
      .executeTakeFirstOrThrow();
  const AWAITING = { state: 'AWAITING_BASKET', basket: null, refusal: null };

  it.each([
    ['as text', plain(basket(item()))],
    ['in base64', base64(basket(item()))],
    ['under the name of the standard', { 'cXML-base64': base64(basket(item()))['cxml-base64'] }],
  ])('%s is kept for its buyer', async (_, form) => {
    const [code, page] = await post(form);
    expect(code).toBe(200);
    expect(page).toContain('Keranjang diterima');
    expect(await part()).toMatchObject({
      state: 'BASKET_RETURNED',
      basket: [{ sku: 'BRS-1', sellerCode: 'B1', quantity: '2', unitPrice: '10500', title: 'Beras' }],
    });
  });

  it('that comes again replaces the one before', async () => {
    await post(plain(basket(item())));
    expect((await post(plain(basket(item({ quantity: '5' })))))[0]).toBe(200);
    expect((await part()).basket).toMatchObject([{ quantity: '5' }]);
  });

  it('that is empty ends the session, and the next is not taken', async () => {
    const [code, page] = await post(base64(basket('')));
    expect([code, page.includes('Tidak ada yang dipesan')]).toEqual([200, true]);
    expect(await part()).toMatchObject({ state: 'REFUSED', refusal: 'EMPTY_BASKET' });
    expect((await post(plain(basket(item()))))[0]).toBe(404);
  });

  it('is not taken any more once it is being ordered', async () => {
    await post(plain(basket(item())));
    await database().db.updateTable('purchase_part').set({ state: 'PLACING' }).execute();
    expect((await post(plain(basket(item({ quantity: '5' })))))[0]).toBe(404);
    expect(await part()).toMatchObject({ state: 'PLACING', basket: [{ quantity: '2' }] });
  });

  it('shows nothing that came along', async () => {
    const script = '&lt;script&gt;alert(1)&lt;/script&gt;';
    for (const document of [basket(item({ title: script, sku: script })), basket(item(), script)]) {
      const [, page] = await post(plain(document));
      expect(page).not.toMatch(/script|alert/);
    }
  });

  it('of a document near the limit fits, in base64 as in a URL’s own writing', async () => {
    const padding = '<!--' + '"<>'.repeat(320_000) + '-->';
    const large = basket(item()).replace('</cXML>', `${padding}</cXML>`);
    expect(Buffer.byteLength(large)).toBeGreaterThan(960_000);
    for (const form of [base64(large), plain(large)]) expect((await post(form))[0]).toBe(200);
    expect((await part()).state).toBe('BASKET_RETURNED');
  });

  const UNTAKEN: readonly (readonly [
    title: string,
    body: string | Record<string, string>,
    code: number,
    type?: string,
  ])[] = [
    ['an unknown cookie', plain(basket(item(), 'k-2')), 404],
    ['another currency', plain(basket(item({ currency: 'USD' }))), 422],
    ['one line in another currency', plain(basket(item() + item({ currency: 'SGD' }))), 422],
    ['no basket', { other: 'x' }, 400],
    ['nothing', '', 400],
    ['base64 that is none', { 'cxml-base64': '***' }, 400],
    ['a quantity below zero', plain(basket(item({ quantity: '-2' }))), 400],
    [
      'a document over the limit',
      plain(basket(item()).replace('</cXML>', `${' '.repeat(1_000_001)}</cXML>`)),
      400,
    ],
    ['a form over the limit', `cxml-urlencoded=${'x'.repeat(3_100_000)}`, 400],
    ['fields without end', 'a&'.repeat(1_400_000), 400],
    [
      'an external entity',
      plain(`<!DOCTYPE cXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>${basket(item())}`),
      400,
    ],
    ['JSON', '{}', 400, 'application/json'],
    ['XML', basket(item()), 400, 'text/xml'],
    ['a form of parts', '--x--', 400, 'multipart/form-data; boundary=x'],
  ];
  const FORM = 'application/x-www-form-urlencoded';
  it.each(UNTAKEN.map((row) => ({ title: row[0], body: row[1], code: row[2], type: row[3] ?? FORM })))(
    'is not taken with $title',
    async ({ body, code, type }) => {
      const [answered, page] = await post(body, type);
      expect(answered).toBe(code);
      expect(page).toMatch(/^<!doctype html>/);
      expect(await part()).toEqual(AWAITING);
    },
  );
});
