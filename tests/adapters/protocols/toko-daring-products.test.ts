import { marketplaceId } from '../../../adapters/core/ids';
import { understandRecords } from '../../../adapters/core/understand-records';
import { categoryOf, wireCategory } from '../../../adapters/protocols/toko-daring/categories';
import { mapProduct } from '../../../adapters/protocols/toko-daring/map-product';
import { formatPage, parsePage } from '../../../adapters/protocols/toko-daring/page-cursor';
import { productWire, type ProductWire } from '../../../adapters/protocols/toko-daring/wire';
import { CATEGORIES } from '../../../adapters/core/categories';
import type { FeedCursor } from '../../../adapters/core/contract';
import { callWithin } from '../../support/call';

const mbiz = marketplaceId('mbiz');
const at = new Date('2026-11-22T08:00:00Z');

const whole = {
  product_name: 'Beras Premium 5 kg',
  product_price: 72500,
  is_available: true,
  product_images: ['https://img.invalid/1.jpg'],
  product_thumbnail: '',
  product_description: '<p>Beras</p>',
  product_category: { '1': 'makanan' },
  product_weight: 5,
  tags: [],
  is_PDN: true,
  is_taxable: true,
  SKU: 'BRS-5',
  merchant_id: 'M1',
  merchant_name: 'UD Sumber Rejeki',
  merchant_province: 'Jawa Timur',
  merchant_city: 'Kota Malang',
  merchant_npwp: '012345678901234',
  merchant_nik: '3573010101010001',
  is_pkp: true,
  merchant_score: 4.5,
  max_merchant_score: 5,
  merchant_type: 'mikro',
};

function understand(...records: readonly unknown[]) {
  const idOf = (record: unknown): string => (record as typeof whole | null)?.SKU ?? '?';
  const toOffer = (wire: ProductWire) => mapProduct(wire, mbiz, at);
  const work = { marketplace: mbiz, call: callWithin() };
  return understandRecords(records, { schema: productWire, idOf, toOffer }, work);
}

describe('a product of the Toko Daring pull', () => {
  it('is understood', async () => {
    expect(await understand(whole)).toEqual({
      rejected: [],
      offers: [
        expect.objectContaining({
          id: 'mbiz:M1.BRS-5',
          title: 'Beras Premium 5 kg',
          description: 'Beras',
          price: { amount: '72500', currency: 'IDR', tax: 'EXCLUDED', updatedAt: null },
          stock: { state: 'IN_STOCK', precision: 'AVAILABILITY', quantity: null, updatedAt: null },
          seller: {
            id: 'mbiz:M1',
            name: 'UD Sumber Rejeki',
            region: '35.73',
            location: 'Kota Malang',
            smallBusiness: true,
          },
          category: 'food-drink',
          domesticProduct: true,
          tkdn: null,
          imageUrl: 'https://img.invalid/1.jpg',
          observedAt: at,
          weightKg: '5',
          sellerScore: '4.5',
        }),
      ],
    });
  });

  it("leaves a merchant's tax and identity numbers behind", async () => {
    expect(JSON.stringify(await understand(whole))).not.toMatch(/012345678901234|3573010101010001/);
  });

  it.each<[string, object, object]>([
    ['sku in lower case', { SKU: undefined, sku: 'BRS-5' }, { id: 'mbiz:M1.BRS-5' }],
    ['a numeric SKU and merchant id', { SKU: 55, merchant_id: 7 }, { id: 'mbiz:7.55' }],
    [
      'a price as text',
      { product_price: '72500.50' },
      { price: { amount: '72500.5', currency: 'IDR', tax: 'EXCLUDED', updatedAt: null } },
    ],
    [
      'not taxable',
      { is_taxable: 0 },
      { price: { amount: '72500', currency: 'IDR', tax: 'EXEMPT', updatedAt: null } },
    ],
    [
      'control characters in the name',
      { product_name: 'Beras\u0002\r\n Premium, ' },
      { title: 'Beras Premium' },
    ],
    [
      'sold out',
      { is_available: false },
      { stock: { state: 'OUT_OF_STOCK', precision: 'AVAILABILITY', quantity: null, updatedAt: null } },
    ],
    ['no category', { product_category: [] }, { category: 'other' }],
    ['an unknown category', { product_category: { '99': 'lain' } }, { category: 'other' }],
    ['unknown extra fields', { surprise: { deep: [1] } }, { title: 'Beras Premium 5 kg' }],
    ['PDN not said', { is_PDN: null }, { domesticProduct: null }],
    ['an escaped name', { product_name: 'Pena &amp; Tinta <b>2</b> <5ml' }, { title: 'Pena & Tinta 2 <5ml' }],
    ['asterisks in its name', { product_name: '*PROMO* Kertas A4' }, { title: '*PROMO* Kertas A4' }],
    [
      'a picture that would run',
      { product_thumbnail: 'javascript:alert(1)', product_images: ['data:text/html,x'] },
      { imageUrl: null },
    ],
    [
      'a picture behind a password',
      { product_thumbnail: 'https://a:b@img.invalid/1.jpg', product_images: null },
      { imageUrl: null },
    ],
    [
      'a category that is no word',
      { product_category: { '5': { toString: 1 } } },
      { category: 'stationery' },
    ],
    ['a flag that is no word', { is_PDN: { toString: 1 } }, { domesticProduct: null }],
    ['images that are no list', { product_images: 'x', product_thumbnail: null }, { imageUrl: null }],
  ])('is understood with %s', async (_, change, expected) => {
    expect((await understand({ ...whole, ...change })).offers[0]).toMatchObject(expected);
  });

  it.each<[string, unknown, string | null, boolean | null]>([
    ['an ambiguous city', { merchant_city: 'Malang' }, null, true],
    ['a city elsewhere', { merchant_city: 'Jakarta Utara' }, null, true],
    [
      'a small business in words',
      { merchant_city: 'Kab. Malang', merchant_type: 'USAHA KECIL' },
      '35.07',
      true,
    ],
    ['a large business', { merchant_type: 'besar' }, '35.73', false],
    ['an unknown size', { merchant_type: 'koperasi' }, '35.73', null],
  ])('keeps what is known of a seller with %s', async (_, change, region, smallBusiness) => {
    expect((await understand({ ...whole, ...(change as object) })).offers[0]?.seller).toMatchObject({
      region,
      smallBusiness,
    });
  });

  it.each<[string, object, string]>([
    ['no name', { product_name: '' }, 'product_name: is empty'],
    ['no price', { product_price: null }, 'product_price: Invalid input'],
    ['a price in words', { product_price: 'hubungi penjual' }, 'product_price: is not an exact decimal'],
    ['a negative price', { product_price: -1 }, 'product_price: is not above zero'],
    ['no availability', { is_available: null }, 'is_available: is neither yes nor no'],
    ['no SKU', { SKU: '', sku: undefined }, 'SKU: is missing'],
    ['no merchant', { merchant_id: null }, 'merchant_id: Invalid input'],
    ['a masked name', { product_name: '*****' }, 'product_name: is empty'],
    ['an endless SKU', { SKU: 'x'.repeat(201) }, 'SKU: is too long: over 200 characters'],
    [
      'an endless merchant',
      { merchant_id: 'x'.repeat(201) },
      'merchant_id: is too long: over 200 characters',
    ],
  ])('is set aside with its reason for %s, and the rest of the page is kept', async (_, change, reason) => {
    const { offers, rejected } = await understand({ ...whole, SKU: 'GOOD' }, { ...whole, ...change });
    expect(offers.map(({ sku }) => sku)).toEqual(['GOOD']);
    expect(rejected).toEqual([{ recordId: expect.any(String) as string, reason }]);
  });

  it.each([null, 42, 'x', [], {}])('%j is set aside', async (record) => {
    const { offers, rejected } = await understand(record);
    expect([offers.length, rejected.length]).toEqual([0, 1]);
  });

  it.each<[string, object, object]>([
    ['a name cut off in mid-emoji', { product_name: 'Beras \ud83d' }, { title: 'Beras' }],
    ['a NUL in its SKU', { SKU: 'BRS\u0000-5' }, { sku: 'BRS -5' }],
    ['half a character in its SKU', { SKU: 'BRS\ud83d5' }, { sku: 'BRS 5' }],
  ])('with %s can be kept by a database', async (_, change, expected) => {
    expect((await understand({ ...whole, ...change })).offers[0]).toMatchObject(expected);
  });

  it('whose id would be longer than any id is set aside', async () => {
    expect((await understand({ ...whole, SKU: '☕'.repeat(100) })).rejected).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('too long') as string }),
    ]);
  });

  it('with texts of a million characters is cut to what offers have', async () => {
    const long = 'x'.repeat(1_000_000);
    const { offers } = await understand({
      ...whole,
      product_name: long,
      product_description: long,
      merchant_name: long,
      merchant_city: long,
    });
    const { title, description, seller } = offers[0] ?? {};
    expect([title, description, seller?.name, seller?.location].map((text) => text?.length)).toEqual([
      500, 5_000, 200, 200,
    ]);
  });

  it('that comes twice on a page counts once, the later kept', async () => {
    const { offers } = await understand(whole, { ...whole, product_price: 70000 });
    expect(offers.map(({ price }) => price.amount)).toEqual(['70000']);
  });
});

it('every category but "other" can be written and is read back', () => {
  for (const { code } of CATEGORIES.filter(({ code: c }) => c !== 'other'))
    expect(categoryOf(wireCategory(code))).toBe(code);
});

it.each(['', '0/500', '1', '1/1000', '-1/5', '1/5/9', 'x'])('%j is no page cursor', (text) => {
  expect(parsePage(text as FeedCursor)).toBeNull();
  expect(parsePage(formatPage({ page: 3, perPage: 500 }))).toEqual({ page: 3, perPage: 500 });
});
