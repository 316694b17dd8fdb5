import assert from 'node:assert/strict';
import { noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import { decimal, type Decimal } from '../../../adapters/core/decimal';
import { offerId, orderId, type OrderId } from '../../../adapters/core/ids';
import type { Offer } from '../../../adapters/core/offer';
import type { DirectOrdering } from '../../../adapters/core/order/ordering-port';
import { createPartnerMarketplace } from '../../../adapters/partners/create-partner-marketplace';
import type { AwkwardItem } from '../../../adapters/sandbox/partners/awkward-goods';
import { createAwkwardShop, type AwkwardShop } from '../../../adapters/sandbox/partners/awkward-shop';
import { AWKWARD_SHOP_CLIENT, AWKWARD_SHOP_USER } from '../../../adapters/sandbox/partners/awkward-sign-in';
import { createEasyShop, EASY_SHOP_KEY, type EasyShop } from '../../../adapters/sandbox/partners/easy-shop';
import { SHOP_PORT, startPartnerShops } from '../../../adapters/sandbox/partners/start-shops';
import { startFakeServer, type FakeServer } from '../../../adapters/sandbox/servers/fake-server';
import { firstFeed, readAll, readFeed } from '../../conformance/rule';
import { definitionAt } from '../../conformance/partner-subjects';
import { caught } from '../../conformance/rules/failing';
import { callWithin } from '../../support/call';
import { offer } from '../../support/offers';
import { purchaseOrder, reference } from '../../support/purchase-orders';

/** Clocks that move only when a test moves them: the shop's, and Pasar's. */
const clocks = { shop: 0, pasar: 0 };
const shopNow = () => new Date(clocks.shop);
const pasarNow = () => new Date(clocks.pasar);

let server: FakeServer;
let marketplace: Marketplace;
const toClose: { close(): Promise<void> }[] = [];

beforeEach(() => {
  clocks.shop = clocks.pasar = Date.now();
});
afterEach(async () => {
  await Promise.all(toClose.splice(0).map((each) => each.close()));
});

async function open(
  manifest: Parameters<typeof definitionAt>[0],
  shop: { readonly handler: EasyShop['handler'] },
  credentials: Readonly<Record<string, string>>,
): Promise<void> {
  server = await startFakeServer(shop.handler);
  marketplace = createPartnerMarketplace(definitionAt(manifest, server.url), credentials, {
    memory: noFeedMemory,
    hosts: { privateHosts: true },
    now: pasarNow,
    pageSize: 10,
  });
  toClose.push(marketplace, server);
}

function ordering(): DirectOrdering {
  assert.ok(marketplace.ordering?.mode === 'DIRECT');
  return marketplace.ordering;
}

function orderOf(skus: readonly string[], quantity?: Decimal) {
  const offers = skus.map((sku) => offer({ marketplace: marketplace.id, sku, title: sku }));
  return purchaseOrder(offers, { reference: reference('2K7XQ'), ...(quantity ? { quantity } : {}) });
}

const theOrder = (): OrderId => orderId(marketplace.id, 'PSR-2K7XQ') ?? assert.fail();

async function statusNow(): Promise<unknown> {
  const [status] = (await marketplace.orders?.statuses?.([theOrder()], callWithin())) ?? [];
  return status;
}

/** What came in since, as `METHOD /path`. */
const asked = (from = 0): string[] =>
  server.requests.slice(from).map(({ method, path }) => `${method} ${path}`);

describe('an awkward shop', () => {
  let shop: AwkwardShop;
  beforeEach(async () => {
    shop = createAwkwardShop({ now: shopNow });
    await open('awkward-shop', shop, AWKWARD_SHOP_CLIENT);
  });

  const items = (): readonly AwkwardItem[] => shop.goods.products().flatMap((product) => product.items);
  const skuWith = (held: number | null): string =>
    String(items().find((item) => item.held === held)?.id ?? assert.fail('the shop has such an item'));
  const bySku = async (): Promise<ReadonlyMap<string, Offer>> =>
    new Map((await readAll(marketplace)).map((found) => [found.sku, found]));
  const records = async (): Promise<readonly Record<string, unknown>[]> => {
    const headers = { authorization: `Bearer ${shop.signIn.tokens.issue(60)}` };
    const answer = await fetch(`${server.url}/catalog/search`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ size: 200 }),
    });
    return ((await answer.json()) as { result: { products: Record<string, unknown>[] } }).result.products;
  };

  describe('lists goods', () => {
    it('each variant as an offer, and what has none, or an empty list of them, as one by itself', async () => {
      const offers = await bySku();
      for (const product of shop.goods.products()) {
        for (const { id, label } of product.items) {
          const title = label === null ? product.title : `${product.title} ${label}`;
          expect(offers.get(String(id))?.title).toBe(title);
        }
      }
      expect(offers.size).toBe(items().length);
      expect(new Set(shop.goods.products().map(({ listing }) => listing)).size).toBe(3);
    });

    it('one variant is asked for and its siblings, which come along, are not given', async () => {
      const { items: siblings } =
        shop.goods.products().find(({ listing }) => listing === 'VARIANTS') ?? assert.fail();
      const [first, second] = [...(await bySku()).values()].filter(({ sku }) =>
        siblings.some(({ id }) => String(id) === sku),
      );
      assert.ok(first && second);
      const readings = await marketplace.offers([second.id], callWithin());
      expect(readings).toEqual([{ ...second, observedAt: expect.any(Date) }]);
    });

    it('prices in hundredths are exact amounts; a variant without one costs what the product does', async () => {
      const offers = await bySku();
      const fractions = items().filter(({ priceMinor }) => priceMinor % 100 !== 0);
      expect(fractions.length).toBeGreaterThan(10);
      for (const { id, priceMinor } of items()) {
        const { amount } = offers.get(String(id))?.price ?? assert.fail();
        expect(amount).toBe(decimal((priceMinor / 100).toFixed(2)));
      }
    });

    it('tax is on top, but of what is exempt', async () => {
      const offers = await bySku();
      for (const { exempt, items: sold } of shop.goods.products()) {
        for (const { id } of sold)
          expect(offers.get(String(id))?.price.tax).toBe(exempt ? 'EXEMPT' : 'EXCLUDED');
      }
      expect(new Set([...offers.values()].map(({ price }) => price.tax)).size).toBe(2);
    });

    it.each<[held: number | null, state: string, precision: string]>([
      [0, 'OUT_OF_STOCK', 'AVAILABILITY'],
      [3, 'IN_STOCK', 'AVAILABILITY'],
      [500, 'IN_STOCK', 'AVAILABILITY'],
      [null, 'UNKNOWN', 'NONE'],
    ])('stock comes from the second endpoint: %s pieces are %s (%s)', async (held, state, precision) => {
      const found = (await bySku()).get(skuWith(held));
      expect(found?.stock).toMatchObject({ state, precision, quantity: null });
    });

    it('stock is asked for once per page, by the ids of what is on it', async () => {
      const pages = await readFeed(marketplace, firstFeed(marketplace));
      const lookups = server.requests.filter(({ path }) => path === '/stock/availability');
      expect(lookups).toHaveLength(pages.length);
      const ids = lookups.flatMap(({ body }) => (JSON.parse(body) as { item_ids: unknown[] }).item_ids);
      expect([...ids].map(Number).sort()).toEqual(
        items()
          .map(({ id }) => id)
          .sort(),
      );
    });

    it('references are their labels, and a text that tells two things is two', async () => {
      const offers = await bySku();
      for (const { good, vendor, items: sold } of shop.goods.products()) {
        const found = offers.get(String(sold[0]?.id)) ?? assert.fail();
        expect(found.category).toBe(good.category);
        expect(found.seller).toMatchObject(
          vendor === null
            ? { name: 'Pasar Rumit', region: null, location: null }
            : { name: vendor.name, region: vendor.region.code, location: vendor.region.name },
        );
      }
    });

    it.each<[field: string, read: (found: Offer) => unknown]>([
      ['body', ({ description }) => description],
      ['uom', ({ unit }) => unit],
      ['tkdn', ({ tkdn }) => tkdn],
      ['image', ({ imageUrl }) => imageUrl],
    ])('"nothing" in %s is null whether it is null, false, empty or not there', async (field, read) => {
      const offers = await bySku();
      const spellings = new Set<unknown>();
      for (const record of await records()) {
        const [item] = shop.goods.products().find(({ id }) => id === record['id'])?.items ?? [];
        const found = offers.get(String(item?.id)) ?? assert.fail();
        const written = record[field];
        const isNothing = [undefined, null, false, ''].includes(written as string);
        if (isNothing) spellings.add(written);
        expect([field, isNothing, read(found) === null]).toEqual([field, isNothing, isNothing]);
      }
      expect(spellings).toEqual(new Set([undefined, null, false, '']));
    });

    it('ends on the last page however the shop writes that there is no further one, and knows how many there are', async () => {
      for (let time = 0; time < 3; time += 1) {
        const pages = await readFeed(marketplace, firstFeed(marketplace));
        expect(pages.map(({ total }) => total)).toEqual([40, 40, 40, 40]);
      }
    });

    it('is read all the same while its stock is not, and says what is lacking', async () => {
      server.knobs.fault = { kind: 'status', status: 500 };
      server.knobs.faultFor = '/stock/';
      const [page] = await readFeed(marketplace, firstFeed(marketplace));
      expect(page?.offers.length).toBeGreaterThan(10);
      expect(page?.lacking).toMatch(/stock/);
      expect(new Set(page?.offers.map(({ stock }) => stock.precision))).toEqual(new Set(['NONE']));
    });
  });

  describe('lets in', () => {
    const known = () => offerId(marketplace.id, vendorOf(skuWith(500)), skuWith(500));
    const vendorOf = (sku: string): string =>
      shop.goods.products().find(({ items: sold }) => sold.some(({ id }) => String(id) === sku))?.vendor
        ?.name ?? marketplace.id;
    const read = () => marketplace.offers([known()], callWithin());

    it('with one token for many reads at once', async () => {
      await Promise.all(Array.from({ length: 12 }, read));
      expect(shop.signIn.tokens.issued()).toBe(1);
    });

    it('with a new token before the old one runs out, so that no request is refused', async () => {
      shop.knobs.tokenSeconds = 60;
      await read();
      clocks.shop = clocks.pasar += 59_000;
      await read();
      expect(shop.signIn.tokens.issued()).toBe(2);
      expect(asked().filter((line) => line === 'POST /catalog/search')).toHaveLength(2);
    });

    it('again with a new token where the old one ran out sooner than was said', async () => {
      await read();
      shop.signIn.tokens.revoke();
      const [reading] = await read();
      expect(reading).toMatchObject({ id: known() });
      expect(shop.signIn.tokens.issued()).toBe(2);
    });

    it('many who find the old token refused with one new one', async () => {
      await read();
      shop.signIn.tokens.revoke();
      await Promise.all(Array.from({ length: 8 }, read));
      expect(shop.signIn.tokens.issued()).toBe(2);
    });

    it('nobody whose new token is not accepted either: that is UNAUTHENTICATED, after two tries', async () => {
      shop.knobs.tokenSeconds = 0;
      const error = await caught(async () => {
        const [reading] = await read();
        if (reading instanceof Error) throw reading;
      });
      expect(error.code).toBe('UNAUTHENTICATED');
      expect(asked().filter((line) => line === 'POST /catalog/search')).toHaveLength(2);
    });

    it('who waits as long as its own field says when it is asked too often', async () => {
      shop.knobs.throttleEvery = 1;
      shop.knobs.throttleSeconds = 7;
      const error = await caught(() =>
        marketplace.feed({ feed: firstFeed(marketplace), cursor: null }, callWithin()),
      );
      expect([error.code, error.retryAfterMs]).toEqual(['RATE_LIMITED', 7_000]);
      shop.knobs.throttleEvery = 0;
      expect((await read())[0]).toMatchObject({ id: known() });
    });
  });

  describe('takes orders', () => {
    it('in five calls, each with what those before it gave', async () => {
      const sku = skuWith(500);
      expect(await ordering().place(orderOf([sku], decimal(2)), callWithin())).toEqual({ outcome: 'PLACED' });
      expect(asked().filter((line) => !line.includes('/oauth/'))).toEqual([
        'POST /orders/find',
        'POST /carts',
        'POST /carts/701/lines',
        'PUT /carts/701/address',
        'POST /carts/701/reserve',
        'POST /orders/confirm',
      ]);
      expect(shop.orders.all()).toMatchObject([{ reference: 'PSR-2K7XQ', lines: [{ sku, quantity: 2 }] }]);
      expect([shop.open.carts.size, shop.open.reservations.size]).toEqual([0, 0]);
    });

    it('and leaves nothing behind where it refuses to reserve, though it had kept what it had', async () => {
      const [held, soldOut] = [skuWith(500), skuWith(0)];
      const outcome = await ordering().place(orderOf([held, soldOut]), callWithin());
      expect(outcome).toMatchObject({ outcome: 'REFUSED', reason: 'OUT_OF_STOCK' });
      // The last step first, and the refused one too: the shop deletes no cart that holds goods.
      expect(asked().slice(-2)).toEqual(['DELETE /carts/701/reservation', 'DELETE /carts/701']);
      expect([shop.open.carts.size, shop.open.reservations.size]).toEqual([0, 0]);
      expect(shop.orders.all()).toEqual([]);
      expect(await ordering().has(reference('2K7XQ'), callWithin())).toBe(false);
    });

    it('and has the goods again that a refused order had reserved', async () => {
      const [few, soldOut] = [skuWith(3), skuWith(0)];
      await ordering().place(orderOf([few, soldOut], decimal(3)), callWithin());
      expect(await ordering().place(orderOf([few], decimal(3)), callWithin())).toEqual({ outcome: 'PLACED' });
    });

    it('and leaves no cart behind where it refuses an article that it does not know', async () => {
      const outcome = await ordering().place(orderOf([skuWith(500), '99999']), callWithin());
      expect(outcome).toMatchObject({ outcome: 'REFUSED', reason: 'UNKNOWN_OFFER' });
      expect(asked().at(-1)).toBe('DELETE /carts/701');
      expect([shop.open.carts.size, shop.open.reservations.size, shop.orders.all()]).toEqual([0, 0, []]);
    });

    it.each([
      ['/address', 'before it reserved'],
      ['/reserve', 'while it reserved'],
    ])('and leaves nothing behind where it fails at %s, %s', async (path) => {
      server.knobs.fault = { kind: 'status', status: 500 };
      server.knobs.faultFor = path;
      const error = await caught(() => ordering().place(orderOf([skuWith(500)]), callWithin()));
      expect(error.code).toBe('UNAVAILABLE');
      expect([shop.open.carts.size, shop.open.reservations.size, shop.orders.all()]).toEqual([0, 0, []]);
    });

    it('and an order whose confirmation got lost is left alone, found, and placed once', async () => {
      server.knobs.fault = { kind: 'status', status: 500 };
      server.knobs.faultFor = '/orders/confirm';
      const order = orderOf([skuWith(500)]);
      expect((await caught(() => ordering().place(order, callWithin()))).code).toBe('UNAVAILABLE');
      server.knobs.fault = null;
      expect(await ordering().place(order, callWithin())).toEqual({ outcome: 'PLACED' });
      expect(shop.orders.all()).toHaveLength(1);
      expect([shop.open.carts.size, shop.open.reservations.size]).toEqual([0, 0]);
    });

    it('in the middle of which its token may run out', async () => {
      const revoking: EasyShop['handler'] = (request, knobs) => {
        if (request.path.endsWith('/reserve') && shop.signIn.tokens.issued() === 1)
          shop.signIn.tokens.revoke();
        return shop.handler(request, knobs);
      };
      await open('awkward-shop', { handler: revoking }, AWKWARD_SHOP_CLIENT);
      expect(await ordering().place(orderOf([skuWith(500)]), callWithin())).toEqual({ outcome: 'PLACED' });
      expect(shop.signIn.tokens.issued()).toBe(2);
      expect(shop.orders.all()).toHaveLength(1);
      expect([shop.open.carts.size, shop.open.reservations.size]).toEqual([0, 0]);
    });

    it('and leaves nothing behind where it is asked to slow down in mid-order, for as long as it was told', async () => {
      shop.knobs.throttleEvery = 5; // found out, opened, filled, addressed, and no further
      const order = orderOf([skuWith(500)]);
      const error = await caught(() => ordering().place(order, callWithin()));
      expect([error.code, error.retryAfterMs]).toEqual(['RATE_LIMITED', 2_000]);
      expect([shop.open.carts.size, shop.open.reservations.size, shop.orders.all()]).toEqual([0, 0, []]);
      shop.knobs.throttleEvery = 0;
      expect(await ordering().place(order, callWithin())).toEqual({ outcome: 'PLACED' });
    });

    it.each([
      ['NEW', 'CONF', 'CONFIRMED'],
      ['PACKED', 'PICK', 'PROCESSING'],
      ['SENT', 'SHIP', 'SHIPPED'],
      ['DONE', 'DONE', 'COMPLETED'],
      ['CANCELLED', 'CANC', 'CANCELLED'],
    ])('and tells their state: %s is %s there and %s here', async (state, word, ours) => {
      await ordering().place(orderOf([skuWith(500)]), callWithin());
      shop.control.change('PSR-2K7XQ', { state });
      const at = new Date(Math.floor(clocks.shop / 1_000) * 1_000);
      expect(await statusNow()).toEqual({ status: word, shipment: null, state: ours, at });
    });

    it('and tells nothing of an order that it does not know, under HTTP 200 and as false', async () => {
      expect(await statusNow()).toBeNull();
    });

    it('and takes none back that is on its way', async () => {
      const order = orderOf([skuWith(500)]);
      await ordering().place(order, callWithin());
      shop.control.change(order.reference, { state: 'SENT' });
      const outcome = await ordering().cancel(order.reference, callWithin());
      expect(outcome).toMatchObject({ outcome: 'REFUSED', reason: 'TOO_LATE' });
    });
  });
});

describe("an awkward shop's GraphQL", () => {
  let shop: AwkwardShop;
  beforeEach(async () => {
    shop = createAwkwardShop({ now: shopNow });
    await open('awkward-graphql', shop, AWKWARD_SHOP_USER);
  });

  it('is paged by what the page before gave', async () => {
    const pages = await readFeed(marketplace, firstFeed(marketplace));
    const variables = server.requests
      .filter(({ path }) => path === '/graphql')
      .map(
        ({ body }) => (JSON.parse(body) as { variables: { first: number; after: string | null } }).variables,
      );
    expect(variables.map(({ first }) => first)).toEqual(pages.map(() => 10));
    expect(variables[0]?.after).toBeNull();
    expect(new Set(variables.map(({ after }) => after)).size).toBe(pages.length);
    expect(pages.at(-1)?.total).toBe(pages.flatMap(({ offers }) => offers).length);
  });

  it('says under HTTP 200 that a session is over, and is asked again with a new one', async () => {
    await readFeed(marketplace, firstFeed(marketplace));
    shop.signIn.sessions.revoke();
    expect((await readFeed(marketplace, firstFeed(marketplace))).length).toBeGreaterThan(1);
    expect(shop.signIn.sessions.issued()).toBe(2);
  });

  it('is signed in to anew before the session is over', async () => {
    await readFeed(marketplace, firstFeed(marketplace));
    clocks.shop = clocks.pasar += 599_000;
    const from = server.requests.length;
    await readFeed(marketplace, firstFeed(marketplace));
    expect(asked(from)[0]).toBe('POST /session');
    expect(asked(from).filter((line) => line === 'POST /session')).toHaveLength(1);
  });

  it('takes no orders', () => {
    expect([marketplace.can.ordering, marketplace.ordering]).toEqual(['NONE', undefined]);
  });
});

describe('a plain shop', () => {
  let shop: EasyShop;
  beforeEach(async () => {
    shop = createEasyShop({ now: shopNow });
    await open('easy-shop', shop, { key: EASY_SHOP_KEY });
  });

  it('has in its offers every field that its manifest names', async () => {
    const [found] = await readAll(marketplace);
    const { sku, title, unit, good } = shop.goods.at(0);
    const { price, quantity } = shop.goods.state(0);
    expect(found).toMatchObject({
      id: `toko-contoh:toko-contoh.${sku}`,
      title,
      description: `${title}. Siap kirim dari Kota Malang.`,
      price: { amount: String(price), tax: 'INCLUDED' },
      stock: { state: 'IN_STOCK', precision: 'QUANTITY', quantity: String(quantity) },
      unit,
      seller: { name: 'Toko Contoh', region: '35.73', smallBusiness: true },
      category: good.category,
      url: `https://toko-contoh.example/produk/${sku}`,
      imageUrl: `https://toko-contoh.example/foto/${sku}.jpg`,
      updatedAt: expect.any(Date),
    });
  });

  it.each<[reason: string, sku: () => string, quantity: number]>([
    ['OUT_OF_STOCK', () => shop.goods.at(0).sku, 1_000_000],
    ['UNKNOWN_OFFER', () => 'NONE-000001', 1],
  ])('refuses with %s what it can not sell', async (reason, sku, quantity) => {
    const outcome = await ordering().place(orderOf([sku()], decimal(quantity)), callWithin());
    expect(outcome).toMatchObject({ outcome: 'REFUSED', reason });
    expect(shop.orders.all()).toEqual([]);
  });

  it('has less in stock once it has sold, and as much again once that is taken back', async () => {
    const { sku } = shop.goods.at(0);
    const stock = async () => {
      const [reading] = await marketplace.offers(
        [offerId(marketplace.id, marketplace.id, sku)],
        callWithin(),
      );
      assert.ok(reading && !(reading instanceof Error));
      return Number(reading.stock.quantity);
    };
    const before = await stock();
    const order = orderOf([sku], decimal(2));
    await ordering().place(order, callWithin());
    expect(await stock()).toBe(before - 2);
    expect(await ordering().cancel(order.reference, callWithin())).toEqual({ outcome: 'CANCELLED' });
    expect(await stock()).toBe(before);
    expect(await statusNow()).toMatchObject({ status: 'batal', state: 'CANCELLED' });
  });

  it('takes back nothing that is on its way', async () => {
    const order = orderOf([shop.goods.at(0).sku]);
    await ordering().place(order, callWithin());
    shop.control.change(order.reference, { state: 'SENT' });
    const outcome = await ordering().cancel(order.reference, callWithin());
    expect(outcome).toMatchObject({ outcome: 'REFUSED', reason: 'TOO_LATE' });
    expect(await statusNow()).toMatchObject({ status: 'dikirim', state: 'SHIPPED' });
  });
});

describe('the shops of the sandbox', () => {
  it.each([
    ['easy-shop', SHOP_PORT],
    ['awkward-shop', SHOP_PORT + 1],
    ['awkward-graphql', SHOP_PORT + 1],
  ] as const)('run where %s.pasar.yaml says that they do', (manifest, port) => {
    expect(definitionAt(manifest)).toMatchObject({ url: `http://127.0.0.1:${port}` });
  });

  it('sell side by side, and people see their orders over HTTP', async () => {
    const shops = await startPartnerShops({ port: 0, size: 3 });
    toClose.push(shops);
    for (const { server: running, orders } of [shops.easy, shops.awkward]) {
      orders.add('PSR-1', [{ sku: 'A', quantity: 1 }]);
      const change = { method: 'PUT', body: JSON.stringify({ state: 'SENT' }) };
      expect((await fetch(`${running.url}/_sandbox/orders/PSR-1`, change)).status).toBe(200);
      const answer = await fetch(`${running.url}/_sandbox/orders`);
      expect(await answer.json()).toMatchObject([{ reference: 'PSR-1', state: 'SENT' }]);
    }
  });
});
