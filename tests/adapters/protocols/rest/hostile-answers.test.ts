import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { feedName, type FeedPage } from '../../../../adapters/core/contract';
import { AdapterError } from '../../../../adapters/core/errors';
import { createHttpSource } from '../../../../adapters/core/http/http-source';
import type { Offer } from '../../../../adapters/core/offer';
import { restManifestSchema } from '../../../../adapters/protocols/rest/manifest';
import { createRestMarketplace } from '../../../../adapters/protocols/rest/marketplace';
import { callWithin } from '../../../support/call';
import { goods, idOf, SHOP, startRestShop } from './rest-shop';

const RECORD = { sku: 'A1', name: 'Barang', price: 1_000 };
/** Names by which an object of the language can be changed, or that every one of them has. */
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'length',
  'then',
];

afterEach(() => {
  expect(Reflect.ownKeys(Object.prototype).filter((name) => String(name).includes('hijacked'))).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

/** Is there a function anywhere in it? */
function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null || value instanceof Date) return false;
  return Object.values(value).some(holdsFunction);
}

async function pageOf(text: string, change: object = {}): Promise<FeedPage> {
  const shop = await startRestShop();
  shop.reply = () => ({ body: text, type: 'application/json' });
  try {
    return await shop.marketplace(change).feed({ feed: feedName('offers'), cursor: null }, callWithin());
  } finally {
    await shop.close();
  }
}

describe('a name that every object has', () => {
  /** What is mapped in every way that there is, by a definition that looks for such names in tables. */
  const WIDE = (name: string): object => ({
    records: {
      at: 'data',
      variants: 'variants',
      lookups: {
        stock: { request: { path: '/stock' }, at: 'stock', key: 'id', of: 'product.sku' },
      },
    },
    mapping: JSON.parse(`{
      "sku": "variant.sku || product.sku",
      "title": "product.name",
      "price": "product.price",
      "unit": {"from": "product.unit", "values": {"${name}": "Buah", "kg": "Kilogram"}, "default": "lain"},
      "description": {"from": "product.note", "values": {"kg": "Kilogram"}, "default": "lain"},
      "stock": {"type": "quantity", "quantity": "stock.left"},
      "seller": {"code": {"constant": "S"}, "name": "product.seller", "location": "product.place"},
      "category": {"from": "product.kind", "values": {"Beras": "food-drink"}},
      "tkdn": "product.share",
      "domesticProduct": "product.local",
      "url": "product.link",
      "updatedAt": "product.at"
    }`) as object,
  });

  it.each(NAMES)('as a value is a text where texts are, and nothing where they are not: %s', async (name) => {
    const record = {
      sku: name,
      name,
      price: 1_000,
      unit: name,
      note: name,
      seller: name,
      place: name,
      kind: name,
      share: name,
      local: name,
      link: name,
      at: name,
    };
    const { offers, rejected } = await pageOf(
      JSON.stringify({ data: [record], stock: [{ id: name, left: 7 }] }),
      WIDE(name),
    );
    expect(rejected).toEqual([]);
    const [offer] = offers;
    expect(offer).toMatchObject({
      sku: name,
      title: name,
      description: 'lain',
      category: 'other',
      tkdn: null,
      domesticProduct: null,
      url: null,
      updatedAt: null,
      seller: { name, region: null },
      stock: { quantity: '7' },
    });
    expect(['Buah', 'lain']).toContain(offer?.unit); // no table of a definition holds __proto__
    expect(holdsFunction(offers)).toBe(false);
  });

  it.each(NAMES)('as a field of everything changes nothing: %s', async (name) => {
    const hijack = `"${name}":{"hijacked":true,"prototype":{"hijacked":true},"sku":"EVIL","left":9},`;
    const text = JSON.stringify({
      data: [{ ...RECORD, variants: [{ size: 'S' }] }],
      stock: [{ id: 'A1', left: 7 }],
    }).replaceAll('{', `{${hijack}`);
    const { offers, rejected } = await pageOf(text, WIDE(name));
    expect(rejected).toEqual([]);
    expect(offers).toMatchObject([{ sku: 'A1', title: 'Barang', stock: { quantity: '7' } }]);
    expect(holdsFunction(offers)).toBe(false);
  });

  it.each(NAMES)('as the only field of a record is none: %s', async (name) => {
    const { offers, rejected } = await pageOf(`{"data":[{"${name}":{"sku":"A","name":"B","price":1}}]}`);
    expect([offers, rejected.length]).toEqual([[], 1]);
  });

  it.each(NAMES)('is nothing of a lookup that does not have it: %s', async (name) => {
    const { offers } = await pageOf(
      JSON.stringify({ data: [{ ...RECORD, sku: name }], stock: [] }),
      WIDE(name),
    );
    expect(offers).toMatchObject([{ sku: name, stock: { state: 'UNKNOWN', quantity: null } }]);
  });

  it.each(NAMES)('groups, merges and pairs like any other: %s', async (name) => {
    const list = {
      data: [
        { ...RECORD, kind: name },
        { ...RECORD, sku: 'A2', kind: name },
      ],
    };
    const at = {
      records: { at: 'values(merge(group_by(data, &kind), from_items([[data[0].kind, data]])))[]' },
    };
    const { offers } = await pageOf(JSON.stringify(list), at);
    expect(offers.map(({ sku }) => sku)).toEqual(['A1', 'A2']);
    expect(holdsFunction(offers)).toBe(false);
  });
});

describe('a number', () => {
  const price = async (written: string): Promise<string | undefined> => {
    const { offers, rejected } = await pageOf(`{"data":[{"sku":"A1","name":"B","price":${written}}]}`);
    return offers[0]?.price.amount ?? rejected[0]?.reason;
  };

  it.each([
    ['12345678901234567890', '12345678901234567890'],
    ['"12345678901234567890.05"', '12345678901234567890.05'],
    ['1e3', '1000'],
    ['0.1', '0.1'],
    ['334180.55', '334180.55'],
    [
      '1e400',
      'mapping.price: Infinity at $.data[0].price is a number with more digits than JSON keeps; give it as a text',
    ],
    ['1e300', 'mapping.price: 1e+300 at $.data[0].price is no amount'],
    ['1e-400', 'mapping.price: 0 at $.data[0].price is not above zero'],
    ['-0', 'mapping.price: 0 at $.data[0].price is not above zero'],
    ['-1', 'mapping.price: -1 at $.data[0].price is not above zero'],
    [
      '0.1234567890123456789',
      'mapping.price: 0.12345678901234568 at $.data[0].price is a number with more digits than JSON keeps; give it as a text',
    ],
    ['"NaN"', 'mapping.price: "NaN" at $.data[0].price is no exact decimal'],
    ['"Infinity"', 'mapping.price: "Infinity" at $.data[0].price is no exact decimal'],
    ['"0x10"', 'mapping.price: "0x10" at $.data[0].price is no exact decimal'],
    ['"1e3"', 'mapping.price: "1e3" at $.data[0].price is no exact decimal'],
    ['"١٢٣"', 'mapping.price: "١٢٣" at $.data[0].price is no exact decimal'],
    ['[1]', 'mapping.price: a list at $.data[0].price is no exact decimal'],
    ['{"toString":1}', 'mapping.price: an object at $.data[0].price is no exact decimal'],
  ])('%s is %s', async (written, amount) => {
    expect(await price(written)).toBe(amount);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '0x10', '01', '.5', '1.', '+1', '1_000'])(
    '%s is no JSON',
    async (written) => {
      await expect(price(written)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    },
  );

  it.each([
    ['1e400', null],
    ['-1', null],
    ['1.5', null],
    ['"many"', null],
    ['{}', null],
    ['25', 25],
  ])('as a total, %s is %j', async (written, total) => {
    const { total: told } = await pageOf(`{"data":[${JSON.stringify(RECORD)}],"total":${written}}`, {
      paging: { type: 'page', total: 'total' },
    });
    expect(told).toBe(total);
  });
});

describe('bytes as they come', () => {
  let server: Server;
  let raw: Buffer = Buffer.alloc(0);
  beforeAll(async () => {
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(raw);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Read as a stranger's shop is. */
  async function read(bytes: Buffer | string, change: object = {}): Promise<FeedPage> {
    raw = Buffer.from(bytes);
    const manifest = restManifestSchema.parse({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      requests: { feed: { path: '/p' }, byIds: { path: '/p/${sku}' } },
      records: { at: 'data' },
      mapping: { sku: 'product.sku', title: 'product.name', price: 'product.price', stock: { type: 'none' } },
      ...change,
    });
    const http = createHttpSource(SHOP, { hosts: { privateHosts: true } });
    const shop = createRestMarketplace({
      id: SHOP,
      name: 'Toko',
      cancelling: false,
      manifest,
      credentials: {},
      http,
    });
    try {
      return await shop.feed({ feed: feedName('offers'), cursor: null }, callWithin(60_000));
    } finally {
      await shop.close();
    }
  }
  const named = (...name: (string | Buffer)[]): Buffer =>
    Buffer.concat(
      ['{"data":[{"sku":"A1","price":1,"name":"', ...name, '"}]}'].map((part) => Buffer.from(part)),
    );

  it.each<[string, Buffer, string]>([
    ['no UTF-8', named('Kopi ', Buffer.from([0xff, 0xfe]), 'X'), 'Kopi X'],
    ['UTF-8 that is too long', named('Kopi ', Buffer.from([0xc0, 0x80]), 'X'), 'Kopi X'],
    ['encoded halves of a pair', named('Kopi ', Buffer.from([0xed, 0xa0, 0x80]), 'X'), 'Kopi X'],
    ['half of a pair', named('Kopi \\ud83d X'), 'Kopi X'],
    ['the wrong half', named('Kopi \\udc00 X'), 'Kopi X'],
    ['a whole pair', named('Kopi \\ud83d\\ude00'), 'Kopi 😀'],
    ['NUL and other control characters', named('Kopi\\u0000\\u0007\\u001b[31mX\\u009b2J'), 'Kopi [31mX 2J'],
    ['turned text', named('Kopi\\u202eX\\u200f'), 'Kopi X'],
    ['a byte order mark before it', Buffer.concat([Buffer.from('\ufeff'), named('Kopi')]), 'Kopi'],
    ['a byte order mark in it', named('\\ufeffKopi'), 'Kopi'],
    ['line separators', named('Kopi\\u2028\\u2029X'), 'Kopi X'],
  ])('%s', async (_, bytes, title) => {
    const { offers } = await read(bytes);
    expect(offers.map((offer: Offer) => offer.title)).toEqual([title]);
    expect(offers[0]?.title.isWellFormed()).toBe(true);
  });

  it.each([
    ['NUL after it', Buffer.concat([named('Kopi'), Buffer.from('\0')])],
    ['a second one after it', Buffer.concat([named('Kopi'), named('Kopi')])],
    ['UTF-16', Buffer.from(`\ufeff${named('Kopi').toString()}`, 'utf16le')],
    ['a control character in a text', named('Kopi\n')],
    ['nothing', Buffer.alloc(0)],
    ['blanks', Buffer.from(' \r\n')],
  ])('%s is no answer', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  const megabytes = (before: string, item: string, after: string, mb = 8): string =>
    before + item.repeat(Math.floor((mb * 1024 * 1024 - before.length - after.length) / item.length)) + after;
  const variants = `{"data":[{"v":[${Array(100_000).fill('{"sku":"A","name":"B","price":1}').join(',')}]}]}`;

  /** A machine that is busy has room; what is not bounded takes minutes, or never ends. */
  const SOON_MS = 10_000;

  it.each<[string, string, object, 'read' | 'refused']>([
    ['a record of brackets', megabytes('{"data":[', '[', ''), {}, 'refused'],
    ['brackets that are closed', `{"data":${'['.repeat(4_000_000)}${']'.repeat(4_000_000)}}`, {}, 'refused'],
    ['a million tiny records', `{"data":[${Array(1_000_000).fill('{}').join(',')}]}`, {}, 'refused'],
    ['a hundred thousand variants', variants, { records: { at: 'data', variants: 'v' } }, 'refused'],
    ['one long title', megabytes('{"data":[{"sku":"A1","price":1,"name":"', 'x', '"}]}'), {}, 'read'],
    ['tags that never end', megabytes('{"data":[{"sku":"A1","price":1,"name":"B', '<', '"}]}'), {}, 'read'],
    [
      'commas that end nothing',
      megabytes('{"data":[{"sku":"A1","price":1,"name":"B', ',', '."}]}'),
      {},
      'read',
    ],
    [
      'blanks that end nothing',
      megabytes('{"data":[{"sku":"A1","price":1,"name":"B', ' ', '."}]}'),
      {},
      'read',
    ],
    ['escapes', megabytes('{"data":[{"sku":"A1","price":1,"name":"B', '\\"', '"}]}'), {}, 'read'],
    ['one long number', megabytes('{"data":[', '9', ']}'), {}, 'refused'],
    ['numbers that are no doubles', megabytes('{"data":[1', ',12345678901234567890', ']}'), {}, 'refused'],
    [
      'one record of many fields',
      `{"data":[{${Array.from({ length: 400_000 }, (_, i) => `"k${i}":${i}`).join(',')}}]}`,
      {},
      'read',
    ],
    [
      'a name of a prototype beside numbers',
      `{"__proto__":1,"data":[${Array(1_900_000).fill('1').join(',')}]}`,
      {},
      'refused',
    ],
    [
      'good records',
      JSON.stringify({ data: goods(1, 10_000).map((each) => ({ ...each, about: 'x'.repeat(700) })) }),
      {},
      'read',
    ],
  ])('8 MB of %s are read or refused, and soon', async (_, text, change, outcome) => {
    const begun = process.cpuUsage();
    const got = await read(text, change).then(
      () => 'read',
      (error: unknown) => error,
    );
    const { user } = process.cpuUsage(begun);
    if (outcome === 'read') expect(got).toBe('read');
    else {
      expect(got).toBeInstanceOf(AdapterError);
      expect(got).toMatchObject({ code: 'BAD_RESPONSE' });
    }
    expect(user / 1_000).toBeLessThan(SOON_MS);
  });

  it('they may be trimmed by a definition', async () => {
    const text = megabytes('{"data":[{"sku":"A1","price":1,"name":"B', ' ', '."}]}');
    const begun = process.cpuUsage();
    const { offers } = await read(text, {
      mapping: {
        sku: 'product.sku',
        title: 'trim(product.name)',
        price: 'product.price',
        stock: { type: 'none' },
      },
    });
    expect(offers).toHaveLength(1);
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(SOON_MS);
  });
});

it('a live read takes no more than one offer is large', async () => {
  const shop = await startRestShop();
  shop.reply = () => ({ body: { ...RECORD, name: 'x'.repeat(600_000) } });
  const [reading] = await shop.marketplace().offers([idOf('A1')], callWithin());
  expect(reading).toMatchObject({
    code: 'BAD_RESPONSE',
    detail: expect.stringContaining('size limit') as string,
  });
  await shop.close();
});
