import { feedName, type FeedPage } from '../../../../adapters/core/contract';
import type { Offer } from '../../../../adapters/core/offer';
import { callWithin } from '../../../support/call';
import { failureOf, startRestShop, type RestShop } from './rest-shop';

const NOW = new Date('2026-11-22T08:00:00Z');
const PRODUCT = { sku: 'BRS-5', name: 'Beras 5 kg', price: 72_500.55 };
const BASE = { sku: 'product.sku', title: 'product.name', price: 'product.price', stock: { type: 'none' } };

let shop: RestShop;
beforeEach(async () => {
  shop = await startRestShop();
});
afterEach(() => shop.close());

/** What becomes of these products under this mapping. */
function page(mapping: object, ...data: readonly unknown[]): Promise<FeedPage> {
  shop.reply = () => ({ body: { data } });
  const marketplace = shop.marketplace({ mapping: { ...BASE, ...mapping } }, { now: () => NOW });
  return marketplace.feed({ feed: feedName('offers'), cursor: null }, callWithin());
}

async function offerOf(mapping: object, product: object = {}): Promise<Offer> {
  const { offers, rejected } = await page(mapping, { ...PRODUCT, ...product });
  expect(rejected).toEqual([]);
  const [offer] = offers;
  if (offer === undefined) throw new Error('there is one');
  return offer;
}

async function reasonFor(mapping: object, product: object = {}): Promise<string | undefined> {
  const { offers, rejected } = await page(mapping, { ...PRODUCT, ...product });
  expect(offers).toEqual([]);
  return rejected[0]?.reason;
}

it('the least that an offer is', async () => {
  expect(await offerOf({})).toEqual({
    id: 'toko-anu:toko-anu.BRS-5',
    marketplace: 'toko-anu',
    sku: 'BRS-5',
    title: 'Beras 5 kg',
    description: null,
    price: { amount: '72500.55', currency: 'IDR', tax: 'UNKNOWN', updatedAt: null },
    stock: { state: 'UNKNOWN', precision: 'NONE', quantity: null, updatedAt: null },
    unit: null,
    seller: { id: 'toko-anu:toko-anu', name: 'Toko Anu', region: null, location: null, smallBusiness: null },
    category: 'other',
    domesticProduct: null,
    tkdn: null,
    url: null,
    imageUrl: null,
    updatedAt: null,
    observedAt: NOW,
  });
});

it('all that an offer can be', async () => {
  const mapping = {
    description: 'product.body',
    tax: { constant: 'INCLUDED' },
    stock: { type: 'quantity', quantity: 'product.qty' },
    unit: 'product.uom[1]',
    seller: {
      code: 'product.vendor.id',
      name: 'product.vendor.name',
      location: 'product.vendor.city',
      smallBusiness: { from: 'product.vendor.size', values: { mikro: true, kecil: true }, default: false },
    },
    category: { from: 'product.cat', values: { Sembako: 'food-drink' } },
    domesticProduct: 'product.pdn',
    tkdn: 'product.tkdn',
    shippingFee: { from: 'product.ship', minorUnits: 2 },
    url: 'product.url',
    imageUrl: 'product.image',
    updatedAt: 'product.changed',
  };
  const offer = await offerOf(mapping, {
    body: '<p>Beras <b>pulen</b></p>',
    qty: 12.5,
    uom: [3, 'Karung'],
    vendor: { id: 7, name: 'UD Maju', city: 'Kota Malang', size: 'mikro' },
    cat: 'Sembako',
    pdn: 'ya',
    tkdn: '45,5%',
    ship: 1_500_000,
    url: 'https://toko.example/brs-5',
    image: 'https://toko.example/brs-5.jpg',
    changed: 1_795_334_400,
  });
  expect(offer).toMatchObject({
    id: 'toko-anu:7.BRS-5',
    description: 'Beras pulen',
    price: { tax: 'INCLUDED' },
    stock: { state: 'IN_STOCK', precision: 'QUANTITY', quantity: '12.5' },
    unit: 'Karung',
    seller: {
      id: 'toko-anu:7',
      name: 'UD Maju',
      region: '35.73',
      location: 'Kota Malang',
      smallBusiness: true,
    },
    category: 'food-drink',
    domesticProduct: true,
    tkdn: '45.5',
    shippingFee: '15000',
    url: 'https://toko.example/brs-5',
    imageUrl: 'https://toko.example/brs-5.jpg',
    updatedAt: NOW,
  });
});

describe('stock', () => {
  const unknown = { state: 'UNKNOWN', precision: 'NONE', quantity: null };
  it.each([
    ['quantity', 12, { state: 'IN_STOCK', precision: 'QUANTITY', quantity: '12' }],
    ['quantity', '0.00', { state: 'OUT_OF_STOCK', precision: 'QUANTITY', quantity: '0' }],
    ['quantity', -3, { state: 'OUT_OF_STOCK', precision: 'QUANTITY', quantity: '0' }],
    ['quantity', null, unknown],
    ['quantity', false, unknown],
    ['quantity', '-', unknown],
    ['availability', true, { state: 'IN_STOCK', precision: 'AVAILABILITY', quantity: null }],
    ['availability', 'Ya', { state: 'IN_STOCK', precision: 'AVAILABILITY', quantity: null }],
    ['availability', false, { state: 'OUT_OF_STOCK', precision: 'AVAILABILITY', quantity: null }],
    ['availability', 0, { state: 'OUT_OF_STOCK', precision: 'AVAILABILITY', quantity: null }],
    ['availability', '', unknown],
    ['availability', undefined, unknown],
  ])('%s %j', async (type, value, stock) => {
    const field = type === 'quantity' ? { quantity: 'product.s' } : { available: 'product.s' };
    expect((await offerOf({ stock: { type, ...field } }, { s: value })).stock).toMatchObject(stock);
  });

  it.each([
    [
      { type: 'quantity', quantity: 'product.s' },
      'banyak',
      'mapping.stock.quantity: "banyak" at $.data[0].s',
    ],
    [{ type: 'availability', available: 'product.s' }, 'mungkin', 'mapping.stock.available: "mungkin" at'],
  ])('%j can not be %j', async (stock, s, reason) => {
    expect(await reasonFor({ stock }, { s })).toContain(reason);
  });
});

describe('what an offer can do without costs nothing but itself', () => {
  it.each([
    ['tkdn', 'abc', null],
    ['tkdn', 101, null],
    ['domesticProduct', 'mungkin', null],
    ['url', 'javascript:alert(1)', null],
    ['imageUrl', '/a.jpg', null],
    ['updatedAt', 'kemarin', null],
    ['unit', '-', null],
    ['description', '<br>', null],
    ['shippingFee', '', null],
  ])('%s %j is %j', async (name, value, expected) => {
    expect(await offerOf({ [name]: 'product.x' }, { x: value })).toMatchObject({ [name]: expected });
  });

  it('a category that is not in the table is another one', async () => {
    const category = { from: 'product.x', values: { Sembako: 'food-drink' } };
    expect((await offerOf({ category }, { x: 'toString' })).category).toBe('other');
  });
});

describe('a region', () => {
  const seller = { code: { constant: 'S1' }, name: 'product.none', location: 'product.x' };
  it.each([
    ['35.73', '35.73', 'Kota Malang'],
    ['MALANG (KOTA)', '35.73', 'MALANG (KOTA)'],
    ['Malang', null, 'Malang'],
    ['Jl. Ijen 1, Kota Malang, Jawa Timur', '35.73', 'Jl. Ijen 1, Kota Malang, Jawa Timur'],
    ['31.71', null, '31.71'],
    ['-', null, null],
  ])('%j is %j', async (x, region, location) => {
    expect((await offerOf({ seller }, { x })).seller).toMatchObject({ region, location, name: 'S1' });
  });
});

describe('a record that can not be an offer is set aside with its field, value and place', () => {
  const seller = { code: 'product.vendor', name: 'product.vendor' };
  it.each([
    ['no SKU', {}, { sku: '' }, 'mapping.sku: nothing at $.data[0].sku'],
    ['no SKU (Odoo)', {}, { sku: false }, 'mapping.sku: nothing at $.data[0].sku'],
    ['a SKU that is an object', {}, { sku: { a: 1 } }, 'mapping.sku: an object at $.data[0].sku is no text'],
    ['a SKU whose digits are lost', {}, { sku: 2 ** 80 }, 'mapping.sku: 1.2089258196146292e+24 at'],
    ['a SKU that no id could hold', {}, { sku: 'ñ'.repeat(90) }, 'too long to make an id'],
    ['no name', {}, { name: '<br>' }, 'mapping.title: nothing at $.data[0].name'],
    ['no price', {}, { price: null }, 'mapping.price: nothing at $.data[0].price'],
    ['a price of nothing', {}, { price: 0 }, 'mapping.price: 0 at $.data[0].price is not above zero'],
    ['a price below', {}, { price: '-5' }, 'mapping.price: "-5" at $.data[0].price is not above zero'],
    [
      'words for a price',
      {},
      { price: 'hubungi kami' },
      'mapping.price: "hubungi kami" at $.data[0].price is no exact decimal',
    ],
    [
      'a tax of its own',
      { tax: 'product.t' },
      { t: 'PPN11' },
      'mapping.tax: "PPN11" at $.data[0].t is none of INCLUDED',
    ],
    [
      'a shipping fee below nothing',
      { shippingFee: 'product.t' },
      { t: -1 },
      'mapping.shippingFee: -1 at $.data[0].t is below zero',
    ],
    ['no seller', { seller }, {}, 'mapping.seller.code: nothing at $.data[0].vendor'],
  ])('%s', async (_, mapping, product, reason) => {
    expect(await reasonFor(mapping, product)).toContain(reason);
  });

  it('and the rest of the page is kept', async () => {
    const { offers, rejected, records } = await page(
      {},
      PRODUCT,
      { ...PRODUCT, price: 'x' },
      null,
      'text',
      [1],
      {
        ...PRODUCT,
        sku: 'GULA-1',
      },
    );
    expect(offers.map(({ sku }) => sku)).toEqual(['BRS-5', 'GULA-1']);
    expect(records).toBe(6);
    expect(rejected.map(({ recordId, reason }) => [recordId, reason])).toEqual([
      ['BRS-5', 'mapping.price: "x" at $.data[1].price is no exact decimal'],
      ['page 1, $.data[2]', 'is no object at $.data[2]'],
      ['page 1, $.data[3]', 'is no object at $.data[3]'],
      ['page 1, $.data[4]', 'is no object at $.data[4]'],
    ]);
  });

  it('of two with one id the later is kept', async () => {
    const { offers, records } = await page({}, PRODUCT, { ...PRODUCT, name: 'Beras lain' });
    expect([offers.map(({ title }) => title), records]).toEqual([['Beras lain'], 2]);
  });
});

it('long texts are cut, and never the page', async () => {
  const offer = await offerOf({ description: 'product.name' }, { name: 'a'.repeat(1_000_000) });
  expect([offer.title.length, offer.description?.length]).toEqual([500, 5_000]);
});

describe('where there should be a list', () => {
  const read = (body: unknown, at = 'data', cursor: string | null = null) => {
    shop.reply = () => ({ body });
    const marketplace = shop.marketplace({
      records: { at },
      paging: { type: 'page', size: 10, total: 'total' },
    });
    return marketplace.feed({ feed: feedName('offers'), cursor: cursor as never }, callWithin());
  };

  it.each([
    ['no field', {}, 'data', 'records.at: nothing at $.data'],
    ['null', { data: null }, 'data', 'records.at: nothing at $.data'],
    ['false', { data: false }, 'data', 'records.at: nothing at $.data'],
    ['a text', { data: 'x' }, 'data', 'records.at: no list at $.data'],
    ['one object', { data: { sku: 'A' } }, 'data', 'records.at: no list at $.data'],
    ['an object for the whole', { unexpected: [1] }, '@', 'records.at: no list at $'],
    [
      'nothing deep down',
      { data: { list: null } },
      'data.list[0].x',
      'records.at: nothing at $.data.list[0].x',
    ],
    ['no projection', { data: 7 }, 'data[*].x', 'records.at: nothing at data[*].x'],
  ])('%s is BAD_RESPONSE', async (_, body, at, detail) => {
    expect(await failureOf(read(body, at))).toMatchObject({ code: 'BAD_RESPONSE', detail });
  });

  it('an empty list is an empty page', async () => {
    expect(await read({ data: [] })).toMatchObject({ offers: [], rejected: [], next: null, records: 0 });
  });

  it.each([
    ['null on a later page', { data: null }],
    ['false on a later page', { data: false }],
    ['null on a later page, when all was seen', { data: null, total: 10 }],
  ])('%s is the end', async (_, body) => {
    expect(await read(body, 'data', '2/10@offers')).toMatchObject({ offers: [], next: null });
  });

  it('null is the end of a list that has nothing', async () => {
    expect(await read({ data: null, total: 0 })).toMatchObject({ offers: [], next: null, total: 0 });
  });

  it.each([
    ['null before all was seen', { data: null, total: 30 }],
    ['no field on a later page', { error: 'x' }],
  ])('%s is BAD_RESPONSE', async (_, body) => {
    expect((await failureOf(read(body, 'data', '2/10@offers'))).code).toBe('BAD_RESPONSE');
  });
});
