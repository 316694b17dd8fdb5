import { feedName, type Marketplace } from '../../../../adapters/core/contract';
import { AdapterError } from '../../../../adapters/core/errors';
import { createHttpSource } from '../../../../adapters/core/http/http-source';
import { marketplaceId, offerId } from '../../../../adapters/core/ids';
import { createFederatedMarketplace } from '../../../../adapters/protocols/federation/marketplace';
import { startFakeServer, type FakeServer } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';

const TOKO = marketplaceId('toko-federasi');
const ID = offerId(TOKO, 'S1', 'A-1');
const OFFER = {
  id: ID,
  title: 'Beras',
  price: { amount: '12500', currency: 'IDR' },
  seller: { name: 'Koperasi Tani' },
};
/** Names by which an object of the language can be changed, or that every one of them has. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'length'];
/** Of less than a megabyte these would keep a process busy for minutes, were they cleaned as a whole. */
const LONG = {
  'commas that end no text': `a${',;'.repeat(400_000)}b`,
  'tags that never end': '<'.repeat(800_000),
  blanks: `a${' \u200b'.repeat(100_000)}b`,
  words: 'kota '.repeat(160_000),
};

let server: FakeServer;
let marketplace: Marketplace;
let said = '';
beforeAll(async () => {
  server = await startFakeServer(() => ({ body: said, type: 'application/json' }));
  marketplace = createFederatedMarketplace({
    id: TOKO,
    name: 'Toko Federasi',
    url: server.url,
    offerType: 'TokoOffer',
    token: null,
    ordering: null,
    http: createHttpSource(TOKO, { hosts: { privateHosts: true } }),
  });
});
afterAll(async () => {
  await marketplace.close();
  await server.close();
});
afterEach(() => {
  expect(Reflect.ownKeys(Object.prototype).filter((name) => String(name).includes('hijacked'))).toEqual([]);
});

const say = (body: unknown): void => void (said = JSON.stringify(body));
const read = () => marketplace.offers([ID], callWithin()).then(([only]) => only);
const feed = () => marketplace.feed({ feed: feedName('offers'), cursor: null }, callWithin());
const failure = (work: Promise<unknown>): Promise<unknown> => work.catch((thrown: unknown) => thrown);

describe('an error whose code is a name that every object has', () => {
  it.each(NAMES)('is one like any other: %s', async (code) => {
    say({ errors: [{ message: 'no', extensions: { code } }] });
    for (const work of [read(), feed()]) {
      const error = await failure(work);
      expect(error).toBeInstanceOf(AdapterError);
      expect(error).toMatchObject({
        code: 'BAD_RESPONSE',
        detail: 'query: failed with no code that is known',
      });
    }
    say({ data: { _entities: [null] }, errors: [{ path: ['_entities', 0], extensions: { code } }] });
    expect(await failure(read())).toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('an offer with such names', () => {
  it.each(NAMES)('as fields is the offer without them: %s', async (name) => {
    const hijack = `"${name}":{"hijacked":true,"prototype":{"hijacked":true},"price":{"amount":"1"}}`;
    const json = JSON.stringify({ data: { _entities: [OFFER] } });
    said = json.replaceAll('{', `{${hijack},`);
    expect(await read()).toMatchObject({ id: ID, title: 'Beras', price: { amount: '12500' } });
  });

  it.each(NAMES)('as values has them for texts, and as codes for nothing: %s', async (name) => {
    const named = { title: name, unit: name, sku: name, tkdn: name, domesticProduct: name, updatedAt: name };
    const place = { name, location: name, region: { code: name }, smallBusiness: name };
    say({
      data: {
        _entities: [{ ...OFFER, ...named, seller: place, category: { code: name }, stock: { state: name } }],
      },
    });
    expect(await read()).toMatchObject({
      title: name,
      sku: name,
      unit: name,
      category: 'other',
      tkdn: null,
      domesticProduct: null,
      updatedAt: null,
      seller: { name, region: null, smallBusiness: null },
      stock: { state: 'UNKNOWN' },
    });
  });
});

describe('texts without end are cut before they are cleaned', () => {
  it.each(Object.entries(LONG))('%s', async (_, text) => {
    const seller = { name: text, location: text };
    const offer = { ...OFFER, description: text, unit: text, sku: text, seller, title: `Beras ${text}` };
    say({
      data: { pasarFeed: { offers: [offer, { id: `${text}!` }, { ...OFFER, url: text, tkdn: text }] } },
    });
    const begun = process.cpuUsage().user;
    const { offers, rejected } = await feed();
    expect((process.cpuUsage().user - begun) / 1_000).toBeLessThan(5_000);
    expect(rejected.every(({ recordId }) => recordId.length <= 120)).toBe(true);
    for (const { title, description, unit, sku, seller: soldBy, url } of offers) {
      expect(title.length).toBeLessThanOrEqual(500);
      expect((description ?? '').length).toBeLessThanOrEqual(5_000);
      expect((unit ?? '').length).toBeLessThanOrEqual(100);
      expect(soldBy.name.length).toBeLessThanOrEqual(200);
      expect((soldBy.location ?? '').length).toBeLessThanOrEqual(200);
      expect([sku, url]).toEqual(['A-1', null]);
    }
  });
});

it.each([
  ['a script', 'javascript:alert(1)'],
  ['an address with a password', 'https://user:word@toko.example/'],
  ['a page by itself', 'data:text/html,<script>alert(1)</script>'],
  ['one without a scheme', '//evil.example'],
  ['one without a host', 'https://'],
  ['a long one', `https://toko.example/${'a'.repeat(2_000)}`],
])('an address that is none of a page is none: %s', async (_, url) => {
  say({ data: { _entities: [{ ...OFFER, url, imageUrl: url }] } });
  expect(await read()).toMatchObject({ url: null, imageUrl: null });
});

it.each([
  [
    'more errors than there are parts',
    { data: { _entities: [OFFER] }, errors: Array(100_000).fill({ path: [1] }) },
  ],
  [
    'more fields than were asked for',
    { data: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, 1])) },
  ],
  ['more entities than were asked for', { data: { _entities: Array(100_000).fill(OFFER) } }],
  ['a path of no end', { data: null, errors: [{ path: Array(500_000).fill(1) }] }],
])('an answer of %s is refused', async (_, body) => {
  say(body);
  const error = await failure(read());
  expect(error).toBeInstanceOf(AdapterError);
  expect(['BAD_RESPONSE', 'UNAVAILABLE']).toContain((error as AdapterError).code);
});
