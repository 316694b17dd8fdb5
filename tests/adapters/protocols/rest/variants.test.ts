import { feedName, type FeedPage } from '../../../../adapters/core/contract';
import { callWithin } from '../../../support/call';
import { startRestShop, type RestShop } from './rest-shop';

const MAPPING = {
  sku: 'variant.sku || product.sku',
  title: "variant.label && join(' ', [product.name, variant.label]) || product.name",
  price: 'variant.price || product.price',
  stock: { type: 'none' },
};

let shop: RestShop;
beforeEach(async () => {
  shop = await startRestShop();
});
afterEach(() => shop.close());

function page(records: object, ...data: readonly unknown[]): Promise<FeedPage> {
  shop.reply = () => ({ body: { data } });
  const marketplace = shop.marketplace({ records: { at: 'data', ...records }, mapping: MAPPING });
  return marketplace.feed({ feed: feedName('offers'), cursor: null }, callWithin());
}
const SHIRT = {
  sku: 'KAOS',
  name: 'Kaos',
  price: 50_000,
  variants: [
    { sku: 'KAOS-M', label: 'M' },
    { sku: 'KAOS-L', label: 'L', price: 55_000 },
  ],
};

it.each(['variants', 'product.variants', 'not_null(product.variants, `[]`)'])(
  'each variant is an offer: %s',
  async (variants) => {
    const { offers, records } = await page({ variants }, SHIRT);
    expect(offers.map(({ sku, title, price }) => [sku, title, price.amount])).toEqual([
      ['KAOS-M', 'Kaos M', '50000'],
      ['KAOS-L', 'Kaos L', '55000'],
    ]);
    expect(records).toBe(1);
  },
);

it.each([[null], [[]], [false], [undefined], ['']])(
  'a product whose variants are %j is one by itself, or is left out',
  async (variants) => {
    const plain = { ...SHIRT, variants };
    const itself = await page({ variants: 'variants' }, plain);
    expect(itself.offers.map(({ sku }) => sku)).toEqual(['KAOS']);
    const skipped = await page({ variants: 'variants', withoutVariants: 'skip' }, plain, SHIRT);
    expect(skipped.offers.map(({ sku }) => sku)).toEqual(['KAOS-M', 'KAOS-L']);
    expect([skipped.rejected, skipped.records]).toEqual([[], 2]);
  },
);

it('what is wrong with one variant costs that variant', async () => {
  const { offers, rejected } = await page(
    { variants: 'variants' },
    { ...SHIRT, variants: [{ sku: 'KAOS-S', price: 'x' }, 'KAOS-M', null, { sku: 'KAOS-L' }] },
    { ...SHIRT, sku: 'TOPI', variants: { a: 1 } },
  );
  expect(offers.map(({ sku }) => sku)).toEqual(['KAOS-L']);
  expect(rejected.map(({ reason }) => reason)).toEqual([
    'mapping.price: "x" at $.data[0].variants[0] is no exact decimal',
    'is no object at $.data[0], variant 1',
    'is no object at $.data[0], variant 2',
    'records.variants gives no list at $.data[1]',
  ]);
});

it.each([
  [
    'data.products.edges[*].node',
    { data: { products: { edges: [null, { node: { sku: 'A' } }] } } },
    '$.data.products.edges[1].node',
  ],
  ['"daftar barang"[]', { 'daftar barang': [{ sku: 'A' }] }, '$["daftar barang"][0]'],
  ['data[?ok]', { data: [{ ok: false }, { ok: true, sku: 'A' }] }, '$.data[1]'],
  ['data[*].{sku: x}', { data: [{ x: 'A' }] }, '$.data[*].{sku: x}[0]'],
])('a record is named by where it stands in the answer: %s', async (at, body, path) => {
  shop.reply = () => ({ body });
  const marketplace = shop.marketplace({ records: { at } });
  const { rejected } = await marketplace.feed({ feed: feedName('offers'), cursor: null }, callWithin());
  expect(rejected[0]).toEqual({ recordId: 'A', reason: `mapping.title: nothing at ${path}.name` });
});
