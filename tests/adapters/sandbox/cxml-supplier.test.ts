import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import type { Offer } from '../../../adapters/core/offer';
import type { PunchOutOrdering } from '../../../adapters/core/order/ordering-port';
import { createMbiz } from '../../../adapters/mbiz/marketplace';
import { readBasket } from '../../../adapters/protocols/cxml/basket';
import { areCredentialsOf } from '../../../adapters/protocols/cxml/credentials';
import { readOrderNews, type OrderNews } from '../../../adapters/protocols/cxml/order-news';
import { ANSWERS, writeResponse } from '../../../adapters/protocols/cxml/response';
import { startSandbox, type Sandbox } from '../../../adapters/sandbox/start';
import { decimal } from '../../../adapters/core/decimal';
import { callWithin } from '../../support/call';
import { purchaseOrder, reference } from '../../support/purchase-orders';
import { until } from '../../support/until';
import { itWithDtds, objectionsTo } from '../protocols/cxml/xmllint';

const NOW = new Date();
let sandbox: Sandbox;
let mbiz: Marketplace;
let ordering: PunchOutOrdering;
let onOffer: readonly Offer[];
let pasar: Server;
let documents: string[];

beforeEach(async () => {
  sandbox = await startSandbox({ scale: 0.002, now: () => NOW });
  const { mbiz: access } = sandbox.access;
  if (!access.ordering) throw new Error('the sandbox takes orders');
  mbiz = createMbiz({ ...access, ordering: { ...access.ordering, mode: 'PUNCHOUT' } }, noFeedMemory);
  if (mbiz.ordering?.mode !== 'PUNCHOUT') throw new Error('PunchOut was asked for');
  ordering = mbiz.ordering;
  const [feed] = mbiz.feeds;
  if (!feed) throw new Error('a marketplace has a feed');
  const { offers } = await mbiz.feed({ feed, cursor: null }, callWithin());
  onOffer = offers.filter(({ stock }) => stock.state === 'IN_STOCK');
  documents = [];
  pasar = createServer((incoming, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      documents.push(Buffer.concat(chunks).toString('utf8'));
      response.end(writeResponse(ANSWERS.OK, NOW));
    })();
  });
  await new Promise<void>((resolve) => pasar.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  pasar.closeAllConnections();
  await Promise.all([mbiz.close(), sandbox.close(), new Promise((resolve) => pasar.close(resolve))]);
});

const order = (number: string) => purchaseOrder(onOffer.slice(0, 2), { reference: reference(number) });
const letReport = () => sandbox.reportTo(`http://127.0.0.1:${(pasar.address() as AddressInfo).port}`);
const news = (): OrderNews[] => documents.flatMap((document) => [...readOrderNews(document)]);

async function control(path: string, body?: object): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${sandbox.servers.mbiz.url}/_sandbox/${path}`, {
    method: body ? 'PUT' : 'GET',
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, answer: await response.json() };
}

describe('reports', () => {
  it('a confirmation follows an order, a ship notice when it is shipped, each with the secret', async () => {
    letReport();
    expect(await ordering.place(order('A'), callWithin())).toEqual({ outcome: 'PLACED' });
    await until(() => documents.length === 1);
    expect((await control('orders/PSR-A', { ship: true })).status).toBe(200);
    await until(() => documents.length === 2);
    expect(news().map(({ orderId, status }) => [orderId, status.status, status.state])).toEqual([
      ['PSR-A', 'confirmation:accept', 'CONFIRMED'],
      ['PSR-A', 'shipNotice:new', 'SHIPPED'],
    ]);
    const access = sandbox.access.mbiz.ordering?.cxml;
    for (const { credentials } of news()) expect(access && areCredentialsOf(credentials, access)).toBe(true);
    expect(new Set(news().map(({ payloadId }) => payloadId)).size).toBe(2);
  });

  it('wait, in their order, until Pasar can be told', async () => {
    await ordering.place(order('A'), callWithin());
    await ordering.place(order('B'), callWithin());
    await control('orders/PSR-A', { ship: true });
    letReport();
    await until(() => documents.length === 3);
    expect(news().map(({ orderId, kind }) => `${orderId} ${kind}`)).toEqual([
      'PSR-A CONFIRMATION',
      'PSR-B CONFIRMATION',
      'PSR-A SHIP_NOTICE',
    ]);
  });

  it('an order sent twice is confirmed once', async () => {
    letReport();
    await ordering.place(order('A'), callWithin());
    await ordering.place(order('A'), callWithin());
    await ordering.place(order('B'), callWithin());
    await until(() => news().some(({ orderId }) => orderId === 'PSR-B'));
    expect(news().filter(({ orderId }) => orderId === 'PSR-A')).toHaveLength(1);
  });

  it('none come by themselves where the knob says so; a person may refuse the order', async () => {
    letReport();
    await control('knobs', { confirms: false });
    await ordering.place(order('A'), callWithin());
    expect(sandbox.orders.mbiz.find('PSR-A')?.state).toBe('ACCEPTED');
    await control('orders/PSR-A', { reject: true });
    await until(() => documents.length === 1);
    expect(news()[0]?.status.state).toBe('REFUSED');
  });

  it('what is shipped can neither be shipped again nor taken back', async () => {
    await ordering.place(order('A'), callWithin());
    await control('orders/PSR-A', { ship: true });
    expect((await control('orders/PSR-A', { ship: true })).status).toBe(409);
    expect(await ordering.cancel(reference('A'), callWithin())).toMatchObject({ reason: 'TOO_LATE' });
  });

  it.each([
    ['an order that is not there', 'orders/PSR-NONE', { ship: true }],
    ['a wish that is not known', 'orders/PSR-A', { fly: true }],
  ])('%s cannot be driven', async (_, path, change) => {
    await ordering.place(order('A'), callWithin());
    expect((await control(path, change)).status).toBe(409);
  });

  it('the control tells what is ordered', async () => {
    const placed = order('A');
    await ordering.place(placed, callWithin());
    const { answer } = await control('orders');
    expect(answer).toMatchObject([
      { reference: 'PSR-A', total: placed.total, state: 'CONFIRMED', lines: [{ sku: onOffer[0]?.sku }, {}] },
    ]);
  });
});

describe('an order is not taken', () => {
  it.each<readonly [string, () => Parameters<PunchOutOrdering['place']>[0], string]>([
    [
      'of what is not sold',
      () => purchaseOrder(onOffer.slice(0, 1).map((each) => ({ ...each, sku: 'NONE-1' }))),
      'UNKNOWN_OFFER',
    ],
    [
      'of more than there is',
      () => purchaseOrder(onOffer.slice(0, 1), { quantity: decimal(1_000_000) }),
      'OUT_OF_STOCK',
    ],
    [
      'at yesterday’s price',
      () =>
        purchaseOrder(
          onOffer.slice(0, 1).map((each) => ({ ...each, price: { ...each.price, amount: decimal(1) } })),
        ),
      'NOT_ACCEPTED',
    ],
    [
      'whose lines do not give its total',
      () => {
        const whole = order('A');
        return { ...whole, lines: whole.lines.map((line) => ({ ...line, subtotal: decimal(1) })) };
      },
      'NOT_ACCEPTED',
    ],
  ])('%s', async (_, wrong, reason) => {
    expect(await ordering.place(wrong(), callWithin())).toMatchObject({ outcome: 'REFUSED', reason });
    expect(sandbox.orders.mbiz.all()).toEqual([]);
  });
});

describe('a PunchOut session', () => {
  const open = async () => {
    const request = { order: order('A'), cookie: 'k-<1>&"', returnUrl: 'https://pasar.example/r?a=1&b="x"' };
    const started = await ordering.start(request, callWithin());
    if (!('url' in started)) throw new Error(started.detail);
    return (await fetch(started.url)).text();
  };
  const basketIn = (page: string, button: string) => {
    const value = new RegExp(`id="${button}".*?name="cxml-base64" value="([^"]+)"`).exec(page)?.[1] ?? '';
    return { value, basket: readBasket(new URLSearchParams({ 'cxml-base64': value })) };
  };

  it('shows the basket and sends it back under its cookie', async () => {
    const page = await open();
    expect(page).toContain('action="https://pasar.example/r?a=1&#38;b=&#34;x&#34;"');
    const { basket } = basketIn(page, 'send');
    expect(basket.cookie).toBe('k-<1>&"');
    expect(basket.items).toEqual(
      onOffer.slice(0, 2).map(({ sku, title, price, id }) => ({
        sku,
        sellerCode: /:(\w+)\./.exec(id)?.[1],
        quantity: '1',
        unitPrice: price.amount,
        currency: 'IDR',
        title,
      })),
    );
  });

  it('left without buying gives an empty basket', async () => {
    expect(basketIn(await open(), 'leave').basket).toMatchObject({ items: [], total: { amount: '0' } });
  });

  it('has no page for one who guesses, and none for what is not sold', async () => {
    expect((await fetch(`${sandbox.servers.mbiz.url}/shop/1`)).status).toBe(404);
    const nothing = purchaseOrder(onOffer.slice(0, 1).map((each) => ({ ...each, sku: 'NONE-1' })));
    const request = { order: nothing, cookie: 'k', returnUrl: 'https://pasar.example' };
    expect(await ordering.start(request, callWithin())).toMatchObject({ reason: 'UNKNOWN_OFFER' });
  });

  itWithDtds('writes what the DTD allows', async () => {
    const page = await open();
    for (const button of ['send', 'leave']) {
      const document = Buffer.from(basketIn(page, button).value, 'base64').toString('utf8');
      expect(objectionsTo(document)).toBe('');
      expect(document).not.toContain('SharedSecret');
    }
  });
});

itWithDtds('what both sides write is valid', async () => {
  letReport();
  const answers: string[] = [];
  await ordering.place(order('A'), callWithin());
  await ordering.place(purchaseOrder(onOffer.slice(0, 1), { quantity: decimal(1_000_000) }), callWithin());
  await ordering.start({ order: order('B'), cookie: 'k', returnUrl: 'https://pasar.example' }, callWithin());
  await ordering.has(reference('A'), callWithin());
  await ordering.cancel(reference('NONE'), callWithin());
  await control('orders/PSR-A', { ship: true });
  await until(() => documents.length === 2);
  for (const { path, body } of sandbox.servers.mbiz.requests.filter((request) => request.path === '/cxml')) {
    documents.push(body);
    const again = await fetch(`${sandbox.servers.mbiz.url}${path}`, { method: 'POST', body });
    answers.push(await again.text());
  }
  expect([documents.length, answers.length]).toEqual([7, 5]);
  for (const document of [...documents, ...answers]) expect(objectionsTo(document)).toBe('');
});

describe('the supplier answers', () => {
  it.each([
    ['what is not XML', 'halo', '406'],
    ['what is not cXML', '<order/>', '400'],
    [
      'a request without credentials',
      '<cXML payloadID="1"><Header><From/><To/><Sender/></Header><Request><OrderRequest/></Request></cXML>',
      '401',
    ],
  ])('%s with a status of cXML, under HTTP 200', async (_, body, code) => {
    const response = await fetch(`${sandbox.servers.mbiz.url}/cxml`, { method: 'POST', body });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`<Status code="${code}"`);
  });
});
