import type { Marketplace, OfferReading } from '../../../../adapters/core/contract';
import { AdapterError } from '../../../../adapters/core/errors';
import { marketplaceId, offerId, type OfferId } from '../../../../adapters/core/ids';
import type { Answer, ReceivedRequest } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { goods, idOf, SHOP, startRestShop, type RestShop } from './rest-shop';

let shop: RestShop;
beforeEach(async () => {
  shop = await startRestShop();
});
afterEach(() => shop.close());

/** `A1`, `null`, or the code of an error. */
const told = (readings: readonly OfferReading[]) =>
  readings.map((reading) =>
    reading === null ? null : reading instanceof AdapterError ? reading.code : reading.sku,
  );
const read = async (marketplace: Marketplace, ids: readonly OfferId[]) =>
  told(await marketplace.offers(ids, callWithin()));
const known = (sku: string) => goods(1, 9).find((each) => each.sku === sku);

describe('one request for each id', () => {
  beforeEach(() => {
    shop.reply = ({ path }) => {
      const found = known(decodeURIComponent(path.split('/').at(-1) ?? ''));
      return found ? { body: found } : { status: 404, body: {} };
    };
  });

  it('in the order asked, duplicates included, each asked once', async () => {
    const ids = ['A3', 'A1', 'none', 'A1', 'A2'].map((sku) => idOf(sku));
    expect(await read(shop.marketplace(), ids)).toEqual(['A3', 'A1', null, 'A1', 'A2']);
    expect(shop.server.requests).toHaveLength(4);
    expect(shop.marketplace().can.readById).toBe('SINGLE');
  });

  it.each([
    ['no id', []],
    ["another marketplace's", [offerId(marketplaceId('elsewhere'), 'elsewhere', 'A1')]],
    ["another seller's, where there is only one", [idOf('A1', 'someone')]],
    ['what is no id', ['nonsense' as OfferId]],
  ])('%s asks no one', async (_, ids) => {
    expect(await read(shop.marketplace(), ids)).toEqual(ids.map(() => null));
    expect(shop.server.requests).toHaveLength(0);
  });

  it('one that fails leaves the others alone', async () => {
    const reply = shop.reply;
    shop.reply = (request) => (request.path.endsWith('A2') ? { status: 500, body: {} } : reply(request));
    const ids = ['A1', 'A2', '..', 'A3'].map((sku) => idOf(sku));
    expect(await read(shop.marketplace(), ids)).toEqual(['A1', 'UNAVAILABLE', 'INVALID_INPUT', 'A3']);
    expect(shop.server.requests).toHaveLength(3);
  });

  it.each([
    ['null', '@', { body: null }, null],
    ['null where the record would be', 'data', { body: { data: null } }, null],
    ['false where the record would be', 'data', { body: { data: false } }, null],
    ['an empty list', 'data', { body: { data: [] } }, null],
    ['a list beyond whose end it asks', 'data[0]', { body: { data: [] } }, null],
    ['a list of nothing', 'data', { body: { data: [null] } }, null],
    ['a list of one', 'data', { body: { data: goods(1, 1) } }, 'A1'],
    ['a list of others', 'data', { body: { data: goods(2, 3) } }, null],
    ['a list of others and it', 'data', { body: { data: goods(1, 3) } }, 'A1'],
    ['no field', 'data', { body: { error: 'x' } }, 'BAD_RESPONSE'],
    ['another shape', '@', { body: { unexpected: [1, 2, 3] } }, 'BAD_RESPONSE'],
    ['a text', 'data', { body: { data: 'x' } }, 'BAD_RESPONSE'],
    ['an empty body', '@', { body: '', type: 'application/json' }, 'BAD_RESPONSE'],
    ['a record without a price', '@', { body: { ...known('A1'), price: null } }, 'BAD_RESPONSE'],
    ['a record without a SKU', '@', { body: { ...known('A1'), sku: null } }, 'BAD_RESPONSE'],
    ['another record without a price', '@', { body: { ...known('A2'), price: null } }, null],
    ['status 410', '@', { status: 410, body: {} }, null],
    ['a refusal: no such thing', '@', { status: 422, body: {} }, null],
    ['another refusal', '@', { status: 423, body: {} }, 'INVALID_INPUT'],
  ] as readonly (readonly [string, string, Answer, string | null])[])(
    'answered with %s (%s)',
    async (_, at, answer, expected) => {
      shop.reply = () => answer;
      const responses = [
        { status: 422, means: 'refused', reason: 'UNKNOWN_OFFER' },
        { status: 423, means: 'refused' },
      ];
      const marketplace = shop.marketplace({ recordsById: { at }, responses });
      expect(await read(marketplace, [idOf('A1')])).toEqual([expected]);
    },
  );

  it('a record is where the list has it, unless the manifest says otherwise', async () => {
    shop.reply = () => ({ body: { data: known('A1') } });
    expect(await read(shop.marketplace({ recordsById: undefined }), [idOf('A1')])).toEqual(['A1']);
  });

  it('GraphQL says null for what there is not, and errors for what it does not know', async () => {
    const requests = {
      feed: { path: '/' },
      byIds: { graphql: { query: '{ p }', variables: { s: '${sku}' } } },
    };
    const marketplace = shop.marketplace({ requests, recordsById: { at: 'data.p' } });
    const answer = async (body: object) => {
      shop.reply = () => ({ body });
      return read(marketplace, [idOf('A1')]);
    };
    expect(await answer({ data: { p: known('A1') } })).toEqual(['A1']);
    expect(await answer({ data: { p: null } })).toEqual([null]);
    expect(await answer({ data: { p: null }, errors: [{ message: 'x' }] })).toEqual(['BAD_RESPONSE']);
    expect(await answer({ data: {} })).toEqual(['BAD_RESPONSE']);
  });

  it('a product gives the variant that was asked for', async () => {
    shop.reply = () => ({
      body: { name: 'Kaos', price: 5, variants: [{ sku: 'A1' }, { sku: 'A2', price: 7 }] },
    });
    const marketplace = shop.marketplace({
      records: { at: 'data', variants: 'variants' },
      mapping: {
        sku: 'variant.sku',
        title: 'product.name',
        price: 'variant.price || product.price',
        stock: { type: 'none' },
      },
    });
    expect(
      await read(
        marketplace,
        ['A1', 'A2', 'A3'].map((sku) => idOf(sku)),
      ),
    ).toEqual(['A1', 'A2', null]);
  });

  it('an answer over its limit is BAD_RESPONSE', async () => {
    shop.reply = () => ({ body: { ...known('A1'), description: 'x'.repeat(600_000) } });
    expect(await read(shop.marketplace(), [idOf('A1')])).toEqual(['BAD_RESPONSE']);
  });

  it('a caller who has gone has no answer', async () => {
    const [reading] = await shop.marketplace().offers([idOf('A1')], callWithin(5_000, AbortSignal.abort()));
    expect(reading).toMatchObject({ code: 'TIMEOUT' });
  });
});

describe('one request for several ids', () => {
  const requests = { feed: { path: '/products' }, byIds: { path: '/batch', query: { ids: '${skus}' } } };
  const batch = (change: object = {}) =>
    shop.marketplace({ requests, batch: 3, recordsById: { at: 'data' }, ...change });
  const asked = ({ query }: ReceivedRequest) => query.get('ids');

  beforeEach(() => {
    shop.reply = ({ query }) => ({
      body: { data: (query.get('ids') ?? '').split(',').flatMap((sku) => known(sku) ?? []) },
    });
  });

  it('as many as the shop takes at a time', async () => {
    const ids = ['A3', 'A1', 'none', 'A1', 'A2', 'A5'].map((sku) => idOf(sku));
    expect(await read(batch(), ids)).toEqual(['A3', 'A1', null, 'A1', 'A2', 'A5']);
    expect(shop.server.requests.map(asked).sort()).toEqual(['A2,A5', 'A3,A1,none']);
    expect(batch().can.readById).toBe('BATCH');
  });

  it('in part failed leaves the other part', async () => {
    const reply = shop.reply;
    shop.reply = (request) => (asked(request)?.includes('A1') ? { status: 503, body: {} } : reply(request));
    const ids = ['A1', 'A2', 'A3', 'A4'].map((sku) => idOf(sku));
    expect(await read(batch(), ids)).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE', 'A4']);
  });

  it.each([
    ['one whose record is not understood', [{ ...known('A2'), price: 'x' }], ['A1', 'BAD_RESPONSE', null]],
    ['a record that may be any of them', [{ name: 'x' }], ['A1', 'BAD_RESPONSE', 'BAD_RESPONSE']],
    ['null for one that is not known', [null], ['A1', null, null]],
  ])('with %s', async (_, more, expected) => {
    shop.reply = () => ({ body: { data: [known('A1'), ...more] } });
    expect(
      await read(
        batch(),
        ['A1', 'A2', 'A3'].map((sku) => idOf(sku)),
      ),
    ).toEqual(expected);
  });

  it('of several sellers with the same article numbers, each its own', async () => {
    const seller = { code: 'product.vendor', name: 'product.vendor' };
    const base = {
      sku: 'product.sku',
      title: 'product.name',
      price: 'product.price',
      stock: { type: 'none' },
    };
    shop.reply = () => ({ body: { data: ['S1', 'S2'].map((vendor) => ({ ...known('A1'), vendor })) } });
    const marketplace = batch({ mapping: { ...base, seller } });
    const ids = ['S2', 'S1', 'S3'].map((code) => idOf('A1', code));
    const readings = await marketplace.offers(ids, callWithin());
    expect(readings.map((reading) => reading && 'id' in reading && reading.id)).toEqual([
      ids[0],
      ids[1],
      null,
    ]);
    expect(shop.server.requests.map(asked)).toEqual(['A1']);
  });

  it('of one seller at a time, where the request names the seller', async () => {
    const seller = { code: 'product.vendor', name: 'product.vendor' };
    const base = {
      sku: 'product.sku',
      title: 'product.name',
      price: 'product.price',
      stock: { type: 'none' },
    };
    shop.reply = ({ path }) => ({ body: { data: [{ ...known('A1'), vendor: path.split('/')[3] }] } });
    const byIds = { path: '/${seller}/batch', query: { ids: '${skus}' } };
    const marketplace = batch({ mapping: { ...base, seller }, requests: { ...requests, byIds } });
    const readings = await read(
      marketplace,
      ['S2', 'S1'].map((code) => idOf('A1', code)),
    );
    expect(readings).toEqual(['A1', 'A1']);
    expect(shop.server.requests.map(({ path }) => path).sort()).toEqual([
      '/api/v1/S1/batch',
      '/api/v1/S2/batch',
    ]);
  });
});

it('what it can do follows from the manifest', async () => {
  const marketplace = shop.marketplace({
    mapping: {
      sku: 'product.sku',
      title: 'product.name',
      price: 'product.price',
      stock: { type: 'availability', available: 'product.there' },
    },
  });
  expect(marketplace).toMatchObject({
    id: SHOP,
    protocol: 'rest',
    feeds: ['offers'],
    can: {
      stock: 'AVAILABILITY',
      changes: false,
      readById: 'SINGLE',
      offers: 'PUBLIC',
      ordering: 'NONE',
      cancelling: false,
      orders: 'REPORTED',
    },
  });
  expect(marketplace.source(marketplace.feeds[0] ?? ('' as never))).toBe(`${shop.server.url}/api/v1`);
  expect('ordering' in marketplace || 'orders' in marketplace).toBe(false);
  await marketplace.close();
  await marketplace.close();
});
