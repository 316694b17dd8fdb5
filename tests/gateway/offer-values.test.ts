import { soundOffer } from '../../gateway/data-sources/offer-values';
import { selectionTree } from '../../gateway/data-sources/selection-tree';

const ID = 'toko-federasi:P-1.A-1';
const SELECTION = selectionTree(`{
  title description sku unit domesticProduct tkdn url imageUrl updatedAt origin
  cost: price { sum: amount currency tax updatedAt observedAt freshness }
  stock { state precision quantity updatedAt observedAt freshness }
  seller { id name location smallBusiness region { code name } }
  category { code name }
}`);
const SOUND = {
  title: 'Beras 5 kg',
  description: null,
  sku: 'A-1',
  unit: 'Sak',
  domesticProduct: true,
  tkdn: '45.5',
  url: 'https://toko.example/a-1',
  imageUrl: null,
  updatedAt: '2026-03-02T03:00:00Z',
  origin: { whatever: ['its', 'own'] },
  cost: {
    sum: '12500.50',
    currency: 'IDR',
    tax: 'INCLUDED',
    updatedAt: null,
    observedAt: '2026-03-02T03:00:00.123+07:00',
    freshness: 'LIVE',
  },
  stock: {
    state: 'IN_STOCK',
    precision: 'QUANTITY',
    quantity: '0',
    updatedAt: null,
    observedAt: '2026-03-02T03:00:00Z',
    freshness: 'LIVE',
  },
  seller: {
    id: 'toko-federasi:P-1',
    name: 'Toko',
    location: null,
    smallBusiness: null,
    region: { code: '35.73', name: 'Kota Malang' },
  },
  category: { code: 'food-drink', name: 'Makanan' },
};

function read(offer: Readonly<Record<string, unknown>>) {
  const unsound: string[] = [];
  const value = soundOffer(offer, {
    id: ID,
    selection: SELECTION,
    tell: (path) => unsound.push(path.join('.')),
  });
  return { value, unsound };
}

it('what a subgraph says of its offer is given as it is where it is sound, under its aliases', () => {
  expect(read(SOUND)).toEqual({ value: SOUND, unsound: [] });
});

it.each<[string, string, unknown]>([
  ['a script for an address', 'url', 'javascript:alert(1)'],
  ['data for a picture', 'imageUrl', 'data:text/html,<script>1</script>'],
  ['an address with a password', 'url', 'https://a:b@toko.example/'],
  ['a number for money', 'cost.sum', 12.345678901234567],
  ['nothing for money', 'cost.sum', '0'],
  ['a debt', 'cost.sum', '-5'],
  ['an exponent', 'cost.sum', '1e9'],
  ['another currency', 'cost.currency', 'USD'],
  ['a time that is none', 'cost.observedAt', 'never'],
  ['a day without a time', 'updatedAt', '2026-03-02'],
  ['a year beyond all', 'updatedAt', '9999-01-01T00:00:00Z'],
  ['less than nothing in stock', 'stock.quantity', '-5'],
  ['an object for a percentage', 'tkdn', { evil: [1, 2] }],
  ['more than all of it', 'tkdn', '101'],
  ['the seller of another marketplace', 'seller.id', 'mbiz:B00003'],
  ['another of its own sellers', 'seller.id', 'toko-federasi:P-2'],
  ['a text for a yes or no', 'seller.smallBusiness', 'yes'],
  ['a list for a title', 'title', ['Beras']],
  ['a region that is none', 'seller.region.code', '99.99'],
  ['a category that is none', 'category.code', 'weapons'],
  ['a list for a price', 'cost', [SOUND.cost]],
  ['a text for a seller', 'seller', 'Toko'],
])('%s is nothing, and its place is told', (_, path, said) => {
  const offer = structuredClone(SOUND) as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const parent = steps.reduce((group, step) => group[step] as Record<string, unknown>, offer);
  parent[last] = said;
  const { value, unsound } = read(offer);
  expect(unsound).toEqual([path]);
  parent[last] = null;
  expect(value).toEqual(offer);
});

it.each([
  ['title', 'x'.repeat(600), 'x'.repeat(500)],
  ['title', 'Beras\u0000\u202e 5 kg', 'Beras 5 kg'],
  ['unit', ' Sak ', 'Sak'],
])('a text is cut and cleaned as one of a feed is: %s', (field, said, expected) => {
  expect(read({ ...SOUND, [field]: said })).toEqual({ value: { ...SOUND, [field]: expected }, unsound: [] });
});
