import { feedName, type FeedPage } from '../../../../adapters/core/contract';
import { AdapterError } from '../../../../adapters/core/errors';
import type { Answer, ReceivedRequest } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { until } from '../../../support/until';
import { failureOf, goods, idOf, startRestShop, type RestShop } from './rest-shop';

const STOCK = {
  request: { method: 'POST', path: '/stock', body: { ids: '${keys}' } },
  at: 'result',
  key: 'item',
  of: 'product.sku',
};
const BASE = { sku: 'product.sku', title: 'product.name', price: 'product.price' };
const MANIFEST = {
  records: { at: 'data', lookups: { stock: STOCK } },
  mapping: { ...BASE, stock: { type: 'quantity', quantity: 'stock.qty' } },
};

let shop: RestShop;
let products: readonly object[];
let stock: (request: ReceivedRequest) => Answer;

beforeEach(async () => {
  shop = await startRestShop();
  products = goods(1, 3);
  stock = ({ body }) => {
    const { ids } = JSON.parse(body) as { ids: string[] };
    return { body: { result: ids.map((item, i) => ({ item, qty: i + 1 })) } };
  };
  shop.reply = (request) =>
    request.path.endsWith('/stock') || request.path.endsWith('/units')
      ? stock(request)
      : { body: request.path.endsWith('/products') ? { data: products } : products[0] };
});
afterEach(() => shop.close());

const feed = (change: object = {}): Promise<FeedPage> =>
  shop.marketplace({ ...MANIFEST, ...change }).feed({ feed: feedName('offers'), cursor: null }, callWithin());
const quantities = ({ offers }: FeedPage) => offers.map(({ stock: { quantity } }) => quantity);
const lookedUp = () => shop.server.requests.filter(({ path }) => !path.includes('/products'));

it('one request supplies what the records of a page lack', async () => {
  const page = await feed();
  expect([quantities(page), page.lacking]).toEqual([['1', '2', '3'], null]);
  expect(lookedUp().map(({ body }) => body)).toEqual(['{"ids":["A1","A2","A3"]}']);
});

it('a key that several records have is asked for once, and numbers stay numbers', async () => {
  products = [7, 7, '7', 8].map((unit, i) => ({ ...goods(i + 1, 1)[0], unit }));
  stock = () => ({
    body: {
      result: [
        { item: '7', qty: 70 },
        { item: 8, qty: 80 },
      ],
    },
  });
  const lookups = { stock: { ...STOCK, of: 'product.unit' } };
  const page = await feed({ records: { at: 'data', lookups } });
  expect(quantities(page)).toEqual(['70', '70', '70', '80']);
  expect(lookedUp().map(({ body }) => body)).toHaveLength(1);
  expect(lookedUp()[0]?.body).toMatch(/^\{"ids":\["7",8\]\}$/);
});

it('hundreds of keys are divided over requests', async () => {
  products = goods(1, 250);
  const page = await feed();
  expect(page.offers).toHaveLength(250);
  expect(
    lookedUp()
      .map(({ body }) => (JSON.parse(body) as { ids: string[] }).ids.length)
      .sort(),
  ).toEqual([100, 100, 50]);
});

it('a list that takes no keys is asked for once', async () => {
  products = goods(1, 250);
  stock = () => ({ body: { result: [{ item: 'A250', qty: 9 }] } });
  const lookups = { stock: { ...STOCK, request: { path: '/units' } } };
  const page = await feed({ records: { at: 'data', lookups } });
  expect(lookedUp()).toHaveLength(1);
  expect([quantities(page)[0], quantities(page)[249]]).toEqual([null, '9']);
});

it('an empty page looks nothing up', async () => {
  products = [];
  await feed();
  expect(lookedUp()).toHaveLength(0);
});

it.each([
  ['a record that it does not have', { result: [{ item: 'A1', qty: 5 }] }, ['5', null, null]],
  ['none at all', { result: [] }, [null, null, null]],
  ['nothing, in so many words', { result: null }, [null, null, null]],
  ['records without a key', { result: [{ qty: 5 }, 7, null] }, [null, null, null]],
  [
    'one twice, of which the later counts',
    {
      result: [
        { item: 'A1', qty: 5 },
        { item: 'A1', qty: 6 },
      ],
    },
    ['6', null, null],
  ],
])('finds %s', async (_, body, expected) => {
  stock = () => ({ body });
  const page = await feed();
  expect([quantities(page), page.lacking]).toEqual([expected, null]);
});

it('a status that says "none of these" is no failure', async () => {
  stock = () => ({ status: 404, body: {} });
  const page = await feed();
  expect([quantities(page), page.lacking]).toEqual([[null, null, null], null]);
});

describe('a lookup that fails', () => {
  const FAILURES: readonly (readonly [string, Answer, string])[] = [
    ['a failure', { status: 500, body: {} }, 'UNAVAILABLE'],
    ['a page', { body: '<p>', type: 'text/html' }, 'BAD_RESPONSE'],
    ['no list', { body: { result: 7 } }, 'BAD_RESPONSE'],
    ['nothing', { body: {} }, 'BAD_RESPONSE'],
    ['a limit', { status: 429, body: {} }, 'RATE_LIMITED'],
  ];

  it.each(FAILURES)(
    'with %s costs a page of the feed what it supplies, and the page says so',
    async (_, answer, code) => {
      stock = () => answer;
      const page = await feed();
      expect([quantities(page), page.lacking]).toEqual([
        [null, null, null],
        `the lookup "stock" failed: ${code}`,
      ]);
    },
  );

  it.each(FAILURES)('with %s costs a live read its answer: half a truth is none', async (_, answer, code) => {
    stock = () => answer;
    const [reading] = await shop.marketplace(MANIFEST).offers([idOf('A1')], callWithin());
    expect(reading).toBeInstanceOf(AdapterError);
    expect(reading).toMatchObject({ code });
  });

  it('in part costs only that part', async () => {
    products = goods(1, 150);
    const answer = stock;
    stock = (request) => (request.body.includes('"A101"') ? { status: 500, body: {} } : answer(request));
    const page = await feed();
    expect([quantities(page)[99], quantities(page)[100]]).toEqual(['100', null]);
    expect(page.lacking).toBe('the lookup "stock" failed: UNAVAILABLE');
  });

  it('whose price is looked up leaves no offer without one', async () => {
    stock = () => ({ status: 500, body: {} });
    const mapping = { ...BASE, price: 'stock.price', stock: { type: 'none' } };
    const { offers, rejected, lacking } = await feed({ mapping });
    expect([offers, lacking]).toEqual([[], 'the lookup "stock" failed: UNAVAILABLE']);
    expect(rejected[0]?.reason).toBe('mapping.price: nothing at stock.price of $.data[0]');
  });

  it('because the caller left is no lacking page', async () => {
    const caller = new AbortController();
    shop.server.knobs.faultFor = '/stock';
    shop.server.knobs.fault = { kind: 'hang' };
    const request = { feed: feedName('offers'), cursor: null };
    const failure = failureOf(shop.marketplace(MANIFEST).feed(request, callWithin(60_000, caller.signal)));
    await until(() => lookedUp().length === 1);
    caller.abort();
    expect((await failure).code).toBe('TIMEOUT');
  });
});

it('a live read is put together from both', async () => {
  const [reading] = await shop.marketplace(MANIFEST).offers([idOf('A1')], callWithin());
  expect(reading).toMatchObject({ sku: 'A1', stock: { quantity: '1' } });
});

it('several lookups go side by side, and variants have their own keys', async () => {
  products = [{ ...goods(1, 1)[0], uom: 'K', variants: [{ id: 'V1' }, { id: 'V2' }] }];
  stock = ({ path, body }) =>
    path.endsWith('/units')
      ? { body: [{ code: 'K', label: 'Karung' }] }
      : { body: { result: (JSON.parse(body) as { ids: string[] }).ids.map((item) => ({ item, qty: 4 })) } };
  const page = await feed({
    records: {
      at: 'data',
      variants: 'variants',
      lookups: {
        stock: { ...STOCK, of: 'variant.id' },
        units: { request: { path: '/units' }, at: '@', key: 'code', of: 'product.uom' },
      },
    },
    mapping: {
      ...BASE,
      sku: 'variant.id',
      unit: 'units.label',
      stock: { type: 'quantity', quantity: 'stock.qty' },
    },
  });
  expect(page.offers.map(({ sku, unit, stock: { quantity } }) => [sku, unit, quantity])).toEqual([
    ['V1', 'Karung', '4'],
    ['V2', 'Karung', '4'],
  ]);
});
