import type { FeedCursor, FeedPage, Marketplace } from '../../../../adapters/core/contract';
import { AdapterError } from '../../../../adapters/core/errors';
import { createHttpSource } from '../../../../adapters/core/http/http-source';
import { offerId, type OfferId } from '../../../../adapters/core/ids';
import { PRODUCT_PAGES } from '../../../../adapters/core/order/page-hand-off';
import {
  createFederatedMarketplace,
  type FederatedMarketplaceOptions,
} from '../../../../adapters/protocols/federation/marketplace';
import { readSubgraphSdl } from '../../../../adapters/protocols/federation/read-subgraph-sdl';
import { TOKO_FEDERASI } from '../../../../adapters/sandbox/partners/federated-goods';
import {
  createFederatedShop,
  FEDERATED_SHOP_SDL,
  FEDERATED_SHOP_TOKEN,
  FEDERATED_SHOP_TYPE,
  type FederatedShopOptions,
} from '../../../../adapters/sandbox/partners/federated-shop';
import {
  startFakeServer,
  type FakeServer,
  type Handler,
} from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';

const NOW = new Date();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

type Change = Partial<FederatedMarketplaceOptions>;

async function served(
  handler: Handler,
  change: Change = {},
): Promise<{ marketplace: Marketplace; server: FakeServer }> {
  const server = await startFakeServer(handler);
  const marketplace = createFederatedMarketplace({
    id: TOKO_FEDERASI,
    name: 'Toko Federasi',
    url: `${server.url}/graphql`,
    offerType: FEDERATED_SHOP_TYPE,
    token: FEDERATED_SHOP_TOKEN,
    ordering: null,
    http: createHttpSource(TOKO_FEDERASI),
    now: () => NOW,
    ...change,
  });
  closing.push(marketplace.close, server.close);
  return { marketplace, server };
}

async function shop(options: FederatedShopOptions = {}, change: Change = {}) {
  const { goods, handler } = createFederatedShop({ now: () => NOW, ...options });
  return { goods, ...(await served(handler, change)) };
}

/** A subgraph that answers every query with this. */
const answering = (body: unknown, change: Change = {}) => served(() => ({ body }), change);

function firstPage(marketplace: Marketplace, cursor: FeedCursor | null = null): Promise<FeedPage> {
  const [feed] = marketplace.feeds;
  if (feed === undefined) throw new Error('it has a feed');
  return marketplace.feed({ feed, cursor }, callWithin());
}

async function failure(run: Promise<unknown>): Promise<Pick<AdapterError, 'code' | 'detail'>> {
  const error: unknown = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AdapterError)) throw new Error(`no AdapterError but ${String(error)}`);
  return { code: error.code, detail: error.detail };
}

const ID = offerId(TOKO_FEDERASI, 'S1', 'A-1');
const LEAST = {
  id: ID,
  title: 'Beras',
  price: { amount: '12500', currency: 'IDR' },
  seller: { name: 'Koperasi Tani' },
};
const pageOf = (offers: unknown, more: object = {}) => ({ data: { pasarFeed: { offers, ...more } } });

describe('the feed', () => {
  it('is asked page by page, with the token, for all fields of an offer and none of its own', async () => {
    const { marketplace, server } = await shop({ size: 5 }, { pageSize: 3 });
    const first = await firstPage(marketplace);
    const second = await firstPage(marketplace, first.next);
    expect([first.offers.length, second.offers.length, second.next]).toEqual([3, 2, null]);
    expect([first.total, first.records, first.lacking]).toEqual([5, 3, null]);
    const sent = JSON.parse(server.requests[0]?.body ?? '') as { query: string; variables: object };
    expect(sent.query).toContain('pasarFeed(first: $first, after: $after)');
    expect(sent.query).not.toContain('origin');
    expect(sent.variables).toEqual({ first: 3, after: null });
    expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${FEDERATED_SHOP_TOKEN}`);
  });

  it('gives offers with all that the subgraph says', async () => {
    const { marketplace, goods } = await shop();
    const { offers } = await firstPage(marketplace);
    expect(offers).toHaveLength(40);
    const [offer] = offers;
    expect(offer).toMatchObject({
      id: goods.ids[0],
      marketplace: TOKO_FEDERASI,
      price: { amount: goods.price(goods.ids[0] ?? ''), currency: 'IDR', tax: 'EXCLUDED' },
      stock: { precision: 'QUANTITY' },
      observedAt: NOW,
    });
    expect(offer?.description).toBe(offer?.title); // without its markup
    expect(offer?.seller.region).toMatch(/^35\.\d\d$/);
    expect(offer?.url).toContain('https://toko-federasi.example/barang/');
    expect(new Set(offers.map(({ stock }) => stock.precision))).toEqual(new Set(['QUANTITY', 'NONE']));
  });

  it('may be open to everyone', async () => {
    const { marketplace, server } = await shop({ token: null }, { token: null });
    expect((await firstPage(marketplace)).offers).toHaveLength(40);
    expect(server.requests[0]?.headers['authorization']).toBeUndefined();
  });

  it.each([
    ['a page that leads to itself', 'a', 'a'],
    ['pages that lead to each other', 'a', 'b'],
  ])('%s is BAD_RESPONSE', async (_, one, other) => {
    let asked = 0;
    const { marketplace } = await served(() => ({
      body: pageOf([], { next: (asked += 1) % 2 ? one : other }),
    }));
    const readOn = async (): Promise<void> => {
      let cursor = (await firstPage(marketplace)).next;
      while (cursor !== null) cursor = (await firstPage(marketplace, cursor)).next;
    };
    expect(await failure(readOn())).toEqual({
      code: 'BAD_RESPONSE',
      detail: 'pasarFeed: next leads back to a page that was read',
    });
    expect(asked).toBeLessThan(8);
  });

  it.each([
    [
      'more offers than were asked for',
      pageOf([LEAST, LEAST, LEAST]),
      'pasarFeed: 3 offers came where 2 were asked',
    ],
    [
      'a cursor without end',
      pageOf([], { next: 'x'.repeat(2_001) }),
      'pasarFeed: next is over 2000 characters',
    ],
    ['no list', pageOf({}), 'pasarFeed: is of another shape'],
    ['another field', { data: { offers: [] } }, 'pasarFeed: is of another shape'],
    ['neither data nor errors', {}, 'no GraphQL answer: neither data nor errors'],
    ['nothing', { data: null }, 'no GraphQL answer: neither data nor errors'],
    ['a list for an answer', [], 'no GraphQL answer: data or errors are of another shape'],
    [
      'errors that are none',
      { data: null, errors: 'no' },
      'no GraphQL answer: data or errors are of another shape',
    ],
  ])('%s is BAD_RESPONSE', async (_, body, detail) => {
    const { marketplace } = await answering(body, { pageSize: 2 });
    expect(await failure(firstPage(marketplace))).toEqual({ code: 'BAD_RESPONSE', detail });
  });

  it('takes no cursor of another feed, and has no changes since a day', async () => {
    const { marketplace, server } = await shop();
    const [feed] = marketplace.feeds;
    if (feed === undefined) throw new Error('it has a feed');
    const foreign = 'toko-lain~2~~YQ' as FeedCursor;
    expect(await failure(firstPage(marketplace, foreign))).toMatchObject({ code: 'INVALID_INPUT' });
    const since = marketplace.feed({ feed, cursor: null, since: NOW }, callWithin());
    expect(await failure(since)).toMatchObject({ code: 'UNSUPPORTED' });
    expect(server.requests).toHaveLength(0);
  });
});

describe('records', () => {
  const { price, seller } = LEAST;
  it.each([
    ['no id', { ...LEAST, id: null }, 'id: is missing'],
    [
      'an id of its own making',
      { ...LEAST, id: '4711' },
      'id: is not of the form marketplace:seller.sku, each part encoded',
    ],
    [
      'an id that is not encoded',
      { ...LEAST, id: 'toko-federasi:S 1.A' },
      'id: is not of the form marketplace:seller.sku, each part encoded',
    ],
    ["another marketplace's id", { ...LEAST, id: 'mbiz:S1.A-1' }, 'id: does not begin with toko-federasi:'],
    ['no title', { ...LEAST, title: null }, 'title: is missing'],
    ['an empty title', { ...LEAST, title: ' \u0002 ' }, 'title: is empty'],
    ['no price', { ...LEAST, price: null }, 'price: is missing'],
    ['a price of nothing', { ...LEAST, price: { ...price, amount: '0' } }, 'price.amount: is not above zero'],
    [
      'an amount as a number',
      { ...LEAST, price: { ...price, amount: 334_180.55 } },
      'price.amount: must be a text: a JSON number loses digits',
    ],
    [
      'a price that is no number',
      { ...LEAST, price: { ...price, amount: '12.500,00' } },
      'price.amount: is not an exact decimal',
    ],
    ['another currency', { ...LEAST, price: { ...price, currency: 'USD' } }, 'price.currency: is not IDR'],
    ['no seller', { ...LEAST, seller: null }, 'seller: is missing'],
    [
      "another seller than its id's",
      { ...LEAST, seller: { ...seller, id: 'toko-federasi:S2' } },
      "seller.id: is not what stands before the point in the offer's id",
    ],
  ])('with %s are set aside, and the page goes on', async (_, record, reason) => {
    const good = offerId(TOKO_FEDERASI, 'S1', 'GOOD');
    const { marketplace } = await answering(pageOf([record, { ...LEAST, id: good }]));
    const { offers, rejected } = await firstPage(marketplace);
    expect(offers.map(({ id }) => id)).toEqual([good]);
    expect(rejected).toEqual([{ recordId: record.id ?? '?', reason }]);
  });

  it('that are none are set aside too', async () => {
    const { marketplace } = await answering(pageOf([null, 'offer', LEAST]));
    const { offers, rejected } = await firstPage(marketplace);
    expect([offers.length, rejected.map(({ recordId }) => recordId)]).toEqual([1, ['?', '?']]);
  });

  it('may have little in them', async () => {
    const { marketplace } = await answering(pageOf([LEAST]));
    expect((await firstPage(marketplace)).offers).toEqual([
      {
        id: ID,
        marketplace: TOKO_FEDERASI,
        sku: 'A-1',
        title: 'Beras',
        description: null,
        price: { amount: '12500', currency: 'IDR', tax: 'UNKNOWN', updatedAt: null },
        stock: { state: 'UNKNOWN', precision: 'NONE', quantity: null, updatedAt: null },
        unit: null,
        seller: {
          id: 'toko-federasi:S1',
          name: 'Koperasi Tani',
          region: null,
          location: null,
          smallBusiness: null,
        },
        category: 'other',
        domesticProduct: null,
        tkdn: null,
        url: null,
        imageUrl: null,
        updatedAt: null,
        observedAt: NOW,
      },
    ]);
  });

  it.each([
    ['a tax that is not known', { price: { ...price, tax: 'SOME' } }, { price: { tax: 'UNKNOWN' } }],
    ['an SKU that is not in its id', { sku: 'BRS/5' }, { sku: 'BRS/5' }],
    ['a category that is not known', { category: { code: 'toys' } }, { category: 'other' }],
    ['a category', { category: { code: 'food-drink' } }, { category: 'food-drink' }],
    ['a region', { seller: { ...seller, region: { code: '35.73' } } }, { seller: { region: '35.73' } }],
    [
      'a region that is not known',
      { seller: { ...seller, region: { code: '99' } } },
      { seller: { region: null } },
    ],
    [
      'a place alone',
      { seller: { ...seller, location: 'Kota Malang' } },
      { seller: { region: '35.73', location: 'Kota Malang' } },
    ],
    ['a share over 100', { tkdn: '140' }, { tkdn: null }],
    ['a share as a number', { tkdn: 45.5 }, { tkdn: '45.5' }],
    ['an instant', { updatedAt: '2026-11-22T00:00:00Z' }, { updatedAt: new Date('2026-11-22T00:00:00Z') }],
    ['an instant that is none', { updatedAt: 'yesterday' }, { updatedAt: null }],
    ['an instant of year 0', { updatedAt: '0001-01-01T00:00:00Z' }, { updatedAt: null }],
    [
      'a quantity',
      { stock: { state: 'IN_STOCK', precision: 'QUANTITY', quantity: '7' } },
      { stock: { state: 'IN_STOCK', precision: 'QUANTITY', quantity: '7' } },
    ],
    [
      'a quantity as a number, which it has to be told of',
      { stock: { state: 'IN_STOCK', precision: 'QUANTITY', quantity: 7 } },
      { stock: { state: 'UNKNOWN', precision: 'NONE', quantity: null } },
    ],
    [
      'nothing left',
      { stock: { state: 'IN_STOCK', precision: 'QUANTITY', quantity: '0' } },
      { stock: { state: 'OUT_OF_STOCK', quantity: '0' } },
    ],
    [
      'something left that is off display',
      { stock: { state: 'OUT_OF_STOCK', precision: 'QUANTITY', quantity: '3' } },
      { stock: { state: 'OUT_OF_STOCK', quantity: '3' } },
    ],
    [
      'less than nothing',
      { stock: { state: 'UNKNOWN', precision: 'QUANTITY', quantity: '-1' } },
      { stock: { state: 'UNKNOWN', precision: 'NONE', quantity: null } },
    ],
    [
      'a quantity that is none',
      { stock: { state: 'IN_STOCK', precision: 'QUANTITY' } },
      { stock: { state: 'IN_STOCK', precision: 'AVAILABILITY', quantity: null } },
    ],
    [
      'a yes without a quantity',
      { stock: { state: 'IN_STOCK', precision: 'AVAILABILITY', quantity: '9' } },
      { stock: { state: 'IN_STOCK', precision: 'AVAILABILITY', quantity: null } },
    ],
  ])('with %s are understood', async (_, change, expected) => {
    const { marketplace } = await answering(pageOf([{ ...LEAST, ...change }]));
    const { offers, rejected } = await firstPage(marketplace);
    expect(rejected).toEqual([]);
    expect(offers[0]).toMatchObject(expected);
  });
});

describe('offers by their ids', () => {
  const entities = (...list: unknown[]) => ({ data: { _entities: list } });
  const read = (marketplace: Marketplace, ...ids: OfferId[]) => marketplace.offers(ids, callWithin());

  it('are asked as entities, a hundred at a time, each once', async () => {
    const { marketplace, server, goods } = await shop({ size: 250 });
    const ids = goods.ids as OfferId[];
    const readings = await read(marketplace, ...ids, ...ids);
    expect(readings.map((reading) => (reading as { id: string }).id)).toEqual([...ids, ...ids]);
    const sizes = server.requests.map(
      ({ body }) =>
        (JSON.parse(body) as { variables: { representations: object[] } }).variables.representations,
    );
    expect(sizes.map((list) => list.length).sort()).toEqual([100, 100, 50]);
    expect(sizes[0]?.[0]).toEqual({ __typename: FEDERATED_SHOP_TYPE, id: ids[0] });
  });

  it('that fail leave the others: not found is null, not found out is an error', async () => {
    const { goods } = createFederatedShop({ now: () => NOW });
    const [one, other, third] = goods.ids;
    if (!one || !other || !third) throw new Error('it has goods');
    const failing = new Map([
      [other, 'RATE_LIMITED'],
      [third, 'SOMETHING_ELSE'],
    ]);
    const { marketplace } = await shop({ failing });
    const unknown = offerId(TOKO_FEDERASI, 'F99', 'NONE');
    const readings = await read(marketplace, one, other, unknown, third);
    expect(readings[0]).toMatchObject({ id: one });
    expect(readings[1]).toMatchObject({
      code: 'RATE_LIMITED',
      detail: '_entities: failed with RATE_LIMITED',
    });
    expect(readings[2]).toBeNull();
    expect(readings[3]).toMatchObject({ code: 'UNAVAILABLE', cause: 'the warehouse is shut' });
  });

  it.each([
    ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
    ['FORBIDDEN', 'FORBIDDEN'],
    ['BAD_USER_INPUT', 'INVALID_INPUT'],
    ['GRAPHQL_VALIDATION_FAILED', 'BAD_RESPONSE'],
    ['TOO_MANY_REQUESTS', 'RATE_LIMITED'],
    ['TIMEOUT', 'TIMEOUT'],
    ['INTERNAL_SERVER_ERROR', 'UNAVAILABLE'],
    ['OTHER', 'BAD_RESPONSE'],
    [undefined, 'BAD_RESPONSE'],
  ])('under HTTP 200 with %s are %s, as the feed is', async (said, code) => {
    const words = `who sent ${FEDERATED_SHOP_TOKEN}?`;
    const { marketplace } = await answering({ errors: [{ message: words, extensions: { code: said } }] });
    for (const asked of [read(marketplace, ID), firstPage(marketplace)]) {
      const error: unknown = await asked.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code, cause: 'who sent …?' });
    }
  });

  it('that cannot be asked for are BAD_RESPONSE: it is not what joined; what fails in answering may work again', async () => {
    const { marketplace } = await shop({}, { offerType: 'TokoLainOffer' });
    expect(await failure(read(marketplace, ID))).toMatchObject({ code: 'BAD_RESPONSE' });
    expect(await failure(firstPage((await answering({ data: null, errors: [{}] })).marketplace))).toEqual({
      code: 'UNAVAILABLE',
      detail: 'query: failed with no code that is known',
    });
  });

  it.each([
    ['fewer came than were asked', entities(), '_entities: 0 came where 1 were asked'],
    ['no list came', { data: {} }, '_entities: is not a list'],
    [
      'another came',
      entities({ ...LEAST, id: offerId(TOKO_FEDERASI, 'S1', 'A-2') }),
      '_entities: another offer came',
    ],
    ['it makes no sense', entities({ ...LEAST, price: null }), '_entities: price: is missing'],
  ])('are BAD_RESPONSE where %s', async (_, body, detail) => {
    const { marketplace } = await answering(body);
    const reading: unknown = await read(marketplace, ID).then(
      ([only]) => only,
      (thrown: unknown) => thrown,
    );
    expect(reading).toMatchObject({ code: 'BAD_RESPONSE', detail });
  });

  it('whose price failed are not known, for the reason that came with it', async () => {
    const errors = [{ message: 'no', path: ['_entities', 0, 'price'], extensions: { code: 'TIMEOUT' } }];
    const { marketplace } = await answering({ ...entities({ ...LEAST, price: null }), errors });
    expect(await read(marketplace, ID)).toEqual([expect.objectContaining({ code: 'TIMEOUT' })]);
  });

  it('may be any of those that failed where an error names none', async () => {
    const { marketplace } = await answering({ ...entities(LEAST, null), errors: [{ message: 'no' }] });
    const readings = await read(marketplace, ID, offerId(TOKO_FEDERASI, 'S1', 'A-2'));
    expect(readings).toEqual([
      expect.objectContaining({ id: ID }),
      expect.objectContaining({ code: 'UNAVAILABLE' }),
    ]);
  });

  it('of which one request of several failed are errors, the others are there', async () => {
    const { goods, handler } = createFederatedShop({ size: 150, now: () => NOW });
    const last = goods.ids.at(-1) ?? ID;
    const { marketplace } = await served((request, knobs) =>
      request.body.includes(last) ? { status: 503, body: {} } : handler(request, knobs),
    );
    const readings = await read(marketplace, ...goods.ids);
    expect(readings.slice(0, 100).every((reading) => reading !== null && !(reading instanceof Error))).toBe(
      true,
    );
    const failed = readings.slice(100).map((reading) => reading instanceof AdapterError && reading.code);
    expect(failed).toEqual(Array.from({ length: 50 }, () => 'UNAVAILABLE'));
  });

  it("can't be read before the type of its offers is known; the feed can", async () => {
    const { marketplace, server } = await shop({}, { offerType: '' });
    expect((await firstPage(marketplace)).offers).toHaveLength(40);
    expect(await failure(read(marketplace, ID))).toMatchObject({ code: 'UNSUPPORTED' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('what it declares', () => {
  it('follows from how it takes orders', async () => {
    const { marketplace } = await shop();
    expect([marketplace.can.ordering, marketplace.ordering]).toEqual(['NONE', undefined]);
    const { marketplace: other } = await shop({}, { ordering: PRODUCT_PAGES });
    expect([other.can.ordering, other.ordering]).toEqual(['HANDOFF', PRODUCT_PAGES]);
  });
});

describe('the SDL of a subgraph', () => {
  const ask = (url: string, token: string | null = FEDERATED_SHOP_TOKEN) => {
    const http = createHttpSource(TOKO_FEDERASI);
    closing.push(() => Promise.resolve(http.close()));
    return readSubgraphSdl({ marketplace: TOKO_FEDERASI, http, url, token }, callWithin());
  };

  it('is what it says of itself', async () => {
    const { server } = await shop();
    expect(await ask(`${server.url}/graphql`)).toBe(FEDERATED_SHOP_SDL);
    const { server: liar } = await shop({ sdl: 'type Query { a: Int }' });
    expect(await ask(`${liar.url}/graphql`)).toBe('type Query { a: Int }');
  });

  it('is not given to strangers', async () => {
    const { server } = await shop();
    expect(await failure(ask(`${server.url}/graphql`, 'wrong'))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await failure(ask(`${server.url}/graphql`, null))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['there is none', { data: { _service: null } }, 'BAD_RESPONSE', '_service: has no sdl'],
    ['it is empty', { data: { _service: { sdl: '' } } }, 'BAD_RESPONSE', '_service: has no sdl'],
    [
      'it is no subgraph',
      { errors: [{ message: 'Cannot query field', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
      'BAD_RESPONSE',
      'query: failed with GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'it fails',
      { data: { _service: null }, errors: [{ message: 'no' }] },
      'UNAVAILABLE',
      '_service: failed with no code that is known',
    ],
  ])('is an error where %s', async (_, body, code, detail) => {
    const { server } = await answering(body);
    expect(await failure(ask(server.url))).toEqual({ code, detail });
  });

  it('over a megabyte is refused before it is read', async () => {
    const { server } = await answering({ data: { _service: { sdl: 'x'.repeat(1_100_000) } } });
    expect(await failure(ask(server.url))).toMatchObject({ code: 'BAD_RESPONSE' });
  });
});
