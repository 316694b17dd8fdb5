import { AdapterError, type ErrorCode } from '../../../../adapters/core/errors';
import type { FeedCursor, FeedPage, Marketplace } from '../../../../adapters/core/contract';
import { createHttpSource, type HttpSource } from '../../../../adapters/core/http/http-source';
import { marketplaceId, offerId, type OfferId } from '../../../../adapters/core/ids';
import type { Offer } from '../../../../adapters/core/offer';
import { readEnvelope } from '../../../../adapters/protocols/cxml/envelope';
import {
  createCxmlMarketplace,
  type CxmlMarketplaceOptions,
} from '../../../../adapters/protocols/cxml/marketplace';
import { ANSWERS, writeResponse } from '../../../../adapters/protocols/cxml/response';
import { find, findAll } from '../../../../adapters/protocols/cxml/xml-element';
import { xml, xmlText } from '../../../../adapters/protocols/cxml/write-xml';
import { startFakeServer, type FakeServer } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { purchaseOrder } from '../../../support/purchase-orders';
import { cifText, FIELD_NAMES } from './cif-files';

const ID = marketplaceId('toko');
const LOGIN = `Basic ${Buffer.from('pasar:sesame').toString('base64')}`;
/** Nine in the evening of 2 March 2026 in Jakarta. */
const EVENING = Date.parse('2026-03-02T14:00:00Z');

let server: FakeServer;
let http: HttpSource;
let marketplace: Marketplace;
/** What lies at the address now. */
let file: string;
let validators: Record<string, string>;
let clock: number;

beforeEach(async () => {
  file = goods('A', 'B', 'C', 'D', 'E');
  validators = {};
  clock = EVENING;
  server = await startFakeServer(({ method, headers }) => {
    if (method === 'POST') return { body: accepted(), type: 'text/xml' };
    if (headers['authorization'] !== LOGIN) return { status: 401, body: '', type: 'text/plain' };
    const { etag, 'last-modified': modified } = validators;
    const isKnown =
      (etag !== undefined && headers['if-none-match'] === etag) ||
      (modified !== undefined && headers['if-modified-since'] === modified);
    return {
      status: isKnown ? 304 : 200,
      body: isKnown ? '' : file,
      type: 'text/plain',
      headers: validators,
    };
  });
  http = createHttpSource(ID);
  marketplace = create();
});
afterEach(async () => {
  await marketplace.close();
  http.close();
  await server.close();
});

function create(change: Partial<CxmlMarketplaceOptions> = {}): Marketplace {
  return createCxmlMarketplace({
    id: ID,
    name: 'Toko Tani',
    access: {
      url: `${server.url}/cxml`,
      identity: 'pasar',
      supplierIdentity: 'toko',
      sharedSecret: 'sesame',
    },
    catalogueUrl: `${server.url}/catalog.cif`,
    ordering: 'DIRECT',
    http,
    now: () => new Date(clock),
    pageSize: 2,
    ...change,
  });
}

/** These articles of one seller, at a price that tells two files apart. */
function goods(...skus: string[]): string {
  return cifText({ rows: skus.map((sku) => ['M1', sku, `Barang ${sku}`, '1000']) });
}

function accepted(): string {
  const page = xml(
    'PunchOutSetupResponse',
    {},
    xml('StartPage', {}, xmlText('URL', 'https://toko.example/s')),
  );
  return writeResponse(ANSWERS.OK, new Date(clock), { content: page });
}

function page(cursor: FeedCursor | null = null): Promise<FeedPage> {
  const [feed] = marketplace.feeds;
  if (feed === undefined) throw new Error('it has a feed');
  return marketplace.feed({ feed, cursor }, callWithin());
}

const idOf = (sku: string): OfferId => offerId(ID, 'M1', sku);

async function read(sku: string): Promise<Offer | null> {
  const [reading] = await marketplace.offers([idOf(sku)], callWithin());
  if (reading === undefined || reading instanceof Error) throw new Error('it is read');
  return reading;
}

async function codeOf(asked: Promise<unknown>): Promise<ErrorCode> {
  const error: unknown = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AdapterError)) throw new Error(`an AdapterError is thrown, not ${String(error)}`);
  expect(error.message + error.detail).not.toContain('sesame');
  return error.code;
}

const skusOn = ({ offers }: FeedPage) => offers.map(({ sku }) => sku);

describe('reading a catalogue', () => {
  it('fetches it once, and goes through it page by page', async () => {
    const first = await page();
    const second = await page(first.next);
    const third = await page(second.next);
    expect([first, second, third].map(skusOn)).toEqual([['A', 'B'], ['C', 'D'], ['E']]);
    expect([first.total, third.total, third.next]).toEqual([5, 5, null]);
    expect(server.received()).toBe(1);
  });

  it('signs in with the identity and the secret of cXML', async () => {
    await page();
    expect(server.requests[0]?.headers).toMatchObject({ authorization: LOGIN });
  });

  it('tells what was not understood after all offers, each of both a record', async () => {
    file = cifText({
      rows: [
        ['M1', 'X', 'Teh', 'nego'],
        ['M1', 'A', 'Kopi', '1'],
        ['M1', 'Y', '', '1'],
      ],
    });
    const first = await page();
    const second = await page(first.next);
    expect([skusOn(first), first.records, first.rejected.map(({ recordId }) => recordId)]).toEqual([
      ['A'],
      2,
      ['M1/X'],
    ]);
    expect([skusOn(second), second.records, second.rejected.map(({ reason }) => reason)]).toEqual([
      [],
      1,
      ['line 12, Item Description: is empty'],
    ]);
    expect([second.total, second.next]).toEqual([3, null]);
  });

  it('goes on with the file that it began with, whatever lies there by then', async () => {
    const first = await page();
    file = goods('B', 'C', 'D', 'E');
    clock += 31_000;
    expect(await read('A')).toBeNull(); // the newer file is here too
    clock += 28_000;
    expect(skusOn(await page(first.next))).toEqual(['C', 'D']);
    expect(server.received()).toBe(2);
  });

  it('begins anew with what lies there now', async () => {
    await page();
    file = goods('Z');
    expect(skusOn(await page())).toEqual(['Z']);
  });

  it('goes on after a pause, or at another replica, where the goods are the same', async () => {
    const first = await page();
    file = file.replace('CIF_I_V3.0\n', 'CIF_I_V3.0\nTIMESTAMP: 2026-03-02 15:00:00\n');
    clock += 60_000;
    expect(skusOn(await page(first.next))).toEqual(['C', 'D']);
    const replica = create();
    const [feed] = replica.feeds;
    if (feed === undefined) throw new Error('it has a feed');
    expect(skusOn(await replica.feed({ feed, cursor: first.next }, callWithin()))).toEqual(['C', 'D']);
    await replica.close();
    expect(server.received()).toBe(3);
  });

  it('is BAD_RESPONSE where the goods are others: it has to begin anew', async () => {
    const first = await page();
    file = goods('B', 'C', 'D', 'E');
    clock += 60_000;
    expect(await codeOf(page(first.next))).toBe('BAD_RESPONSE');
    expect(skusOn(await page())).toEqual(['B', 'C']);
  });

  it.each([
    '1/2@0',
    '1/2@another-feed',
    '0/2@0123456789abcdef0123456789abcdef',
    '1@0123456789abcdef0123456789abcdef',
  ])('refuses %s as a cursor, and asks no one', async (cursor) => {
    expect(await codeOf(page(cursor as FeedCursor))).toBe('INVALID_INPUT');
    expect(server.received()).toBe(0);
  });
});

describe('a catalogue that can not be read as a whole', () => {
  it.each<[string, () => string, ErrorCode]>([
    ['tells only changes', () => cifText({ header: { LOADMODE: 'I' } }), 'UNSUPPORTED'],
    ['is in another currency', () => cifText({ header: { CURRENCY: 'USD' } }), 'BAD_RESPONSE'],
    ['breaks off', () => file.slice(0, -20), 'BAD_RESPONSE'],
    ['has other rows than it says', () => cifText({ header: { ITEMCOUNT: '7' } }), 'BAD_RESPONSE'],
    ['is a page', () => '<html><body>Checking your browser</body></html>', 'BAD_RESPONSE'],
  ])('that %s fails every way of reading, and nothing of it is told', async (_, text, code) => {
    file = text();
    expect(await codeOf(page())).toBe(code);
    expect(await codeOf(marketplace.offers([idOf('A')], callWithin()))).toBe(code);
  });

  it('leaves a reading that has begun alone, and live reads until they want a newer one', async () => {
    const first = await page();
    file = 'not a catalogue';
    expect(skusOn(await page(first.next))).toEqual(['C', 'D']);
    expect((await read('A'))?.sku).toBe('A');
    clock += 30_000;
    expect(await codeOf(marketplace.offers([idOf('A')], callWithin()))).toBe('BAD_RESPONSE');
  });
});

describe('live reads', () => {
  it('look into a file that is at most 30 seconds old, and say how old', async () => {
    expect((await read('A'))?.observedAt).toEqual(new Date(EVENING));
    file = goods('B');
    clock += 29_999;
    expect((await read('A'))?.observedAt).toEqual(new Date(EVENING));
    expect(server.received()).toBe(1);
    clock += 1;
    expect([await read('A'), (await read('B'))?.observedAt]).toEqual([null, new Date(EVENING + 30_000)]);
    expect(server.received()).toBe(2);
  });

  it('at the same time wait for one file', async () => {
    const readings = await Promise.all(['A', 'B', 'C', 'D', 'E', 'A'].map(read));
    expect(readings.map((each) => each?.sku)).toEqual(['A', 'B', 'C', 'D', 'E', 'A']);
    expect(server.received()).toBe(1);
  });

  it('of offers of other marketplaces ask no one', async () => {
    const foreign = offerId(marketplaceId('elsewhere'), 'M1', 'A');
    expect(await marketplace.offers([foreign, foreign], callWithin())).toEqual([null, null]);
    expect(server.received()).toBe(0);
  });
});

describe('a file that is here already', () => {
  it.each([
    ['etag', 'if-none-match', '"v1"'],
    ['last-modified', 'if-modified-since', 'Mon, 02 Mar 2026 07:00:00 GMT'],
  ])('is asked for by its %s, and not sent again while it is the same', async (name, header, value) => {
    validators = { [name]: value };
    await page();
    clock += 40_000;
    expect((await read('A'))?.observedAt).toEqual(new Date(EVENING + 40_000));
    expect(server.requests[1]?.headers).toMatchObject({ [header]: value });
    expect(server.received()).toBe(2);
  });

  it('is sent again when it is another', async () => {
    validators = { etag: '"v1"' };
    await page();
    file = goods('Z');
    validators = { etag: '"v2"' };
    expect(skusOn(await page())).toEqual(['Z']);
  });

  it('is asked for whole on another day, for days decide what is on sale', async () => {
    validators = { etag: '"v1"' };
    file = cifText({
      fieldNames: [...FIELD_NAMES, 'Expiration Date'],
      rows: [['M1', 'A', 'Beras', '1', '2026-03-02']],
    });
    clock = Date.parse('2026-03-02T16:59:50Z');
    expect((await read('A'))?.sku).toBe('A');
    clock += 40_000; // past midnight in Jakarta
    expect(await read('A')).toBeNull();
    expect(server.requests[1]?.headers).not.toHaveProperty('if-none-match');
  });

  it('is let go after a minute in which no one used it', async () => {
    validators = { etag: '"v1"' };
    await page();
    clock += 60_000;
    await page();
    expect(server.requests[1]?.headers).not.toHaveProperty('if-none-match');
  });

  it('that the server calls unchanged without having been asked so is no answer', async () => {
    server.knobs.fault = { kind: 'status', status: 304 };
    expect(await codeOf(page())).toBe('BAD_RESPONSE');
  });

  it('is known by no text that a header could not carry', async () => {
    validators = { etag: `"${'v'.repeat(400)}"` };
    await page();
    expect(skusOn(await page())).toEqual(['A', 'B']);
    expect(server.requests[1]?.headers).not.toHaveProperty('if-none-match');
  });
});

describe('orders for what a catalogue lists', () => {
  async function itemsSent(sku: string): Promise<(string | undefined)[]> {
    const offer = await read(sku);
    const { ordering } = marketplace;
    if (offer === null || ordering?.mode !== 'PUNCHOUT') throw new Error('it is sold in PunchOut');
    const order = purchaseOrder([offer]);
    await ordering.start({ order, cookie: 'k-1', returnUrl: 'https://pasar.example/basket' }, callWithin());
    await ordering.place(order, callWithin());
    return server.requests
      .filter(({ method }) => method === 'POST')
      .flatMap(({ body }) => findAll(readEnvelope(body).body, 'ItemOut'))
      .map((item) =>
        ['SupplierPartID', 'SupplierPartAuxiliaryID']
          .map((name) => find(item, 'ItemID', name)?.text)
          .join(' + '),
      );
  }

  beforeEach(() => {
    file = cifText({
      fieldNames: [...FIELD_NAMES, 'Supplier Part Auxiliary ID'],
      rows: [
        ['M1', 'BRS-1', 'Beras', '1', ''],
        ['M1', 'BRS-1', 'Beras, sepuluh karung', '9', 'SAK'],
      ],
    });
    marketplace = create({ ordering: 'PUNCHOUT' });
  });

  it.each([
    ['BRS-1', 'BRS-1 + M1'],
    ['BRS-1::SAK', 'BRS-1 + SAK'],
  ])('name %s by the columns that it has there, in PunchOut and in the order', async (sku, named) => {
    expect(await itemsSent(sku)).toEqual([named, named]);
  });

  it('travel by sockets of their own where they have them', async () => {
    const orderHttp = createHttpSource(ID);
    marketplace = create({ orderHttp });
    const offer = await read('BRS-1');
    if (offer === null || marketplace.ordering?.mode !== 'DIRECT') throw new Error('it is sold directly');
    http.close();
    expect(await marketplace.ordering.place(purchaseOrder([offer]), callWithin())).toEqual({
      outcome: 'PLACED',
    });
    expect(server.connections()).toBe(2);
    orderHttp.close();
  });

  it.each<['DIRECT' | 'PUNCHOUT' | 'NONE', object]>([
    ['DIRECT', { ordering: 'DIRECT', cancelling: true, orders: 'REPORTED' }],
    ['PUNCHOUT', { ordering: 'PUNCHOUT', cancelling: true, orders: 'REPORTED' }],
    ['NONE', { ordering: 'NONE', cancelling: false, orders: 'REPORTED' }],
  ])('are declared: %s', (ordering, can) => {
    const created = create({ ordering });
    expect(created.can).toMatchObject({
      ...can,
      stock: 'NONE',
      changes: false,
      readById: 'BATCH',
      offers: 'PUBLIC',
    });
    expect(created.ordering?.mode ?? 'NONE').toBe(ordering);
  });
});
