import { CATEGORIES } from '../../../../adapters/core/categories';
import { marketplaceId } from '../../../../adapters/core/ids';
import { understandCatalogue } from '../../../../adapters/protocols/cxml/cif-catalogue';
import { categoryOf } from '../../../../adapters/protocols/cxml/cif-categories';
import { readCif } from '../../../../adapters/protocols/cxml/cif-file';
import { unitName } from '../../../../adapters/protocols/cxml/cif-units';
import { unitCode } from '../../../../adapters/protocols/cxml/units';
import { callWithin } from '../../../support/call';
import { BERAS, cifText, FIELD_NAMES, type CifSketch } from './cif-files';

/** Noon of 2 March 2026 in Jakarta. */
const NOW = new Date('2026-03-02T05:00:00Z');

async function understand(sketch: CifSketch) {
  const file = await readCif(cifText(sketch));
  if ('problem' in file) throw new Error(JSON.stringify(file.problem));
  return understandCatalogue(
    file,
    { marketplace: marketplaceId('toko'), name: 'Toko Tani', now: NOW },
    callWithin(60_000),
  );
}

/** The only row, with these values beside the four or in their place. */
async function row(fields: Readonly<Record<string, string>>, header: CifSketch['header'] = {}) {
  const own = Object.entries(fields).filter(([name]) => !FIELD_NAMES.includes(name));
  const { offers, rejected } = await understand({
    header,
    fieldNames: [...FIELD_NAMES, ...own.map(([name]) => name)],
    rows: [
      [...FIELD_NAMES.map((name, i) => fields[name] ?? BERAS[i] ?? ''), ...own.map(([, value]) => value)],
    ],
  });
  return { offer: offers[0], reason: rejected[0]?.reason, offers, rejected };
}

describe('a row of a CIF catalogue', () => {
  it('is an offer', async () => {
    const { offers } = await understand({
      fieldNames: null,
      rows: [
        'M1,BRS-5,RL-5,"Beras Raja Lele, 5 kg",50221101,72500.50,KGM,3,Raja Lele,https://toko.example/brs-5,https://b.example,80000',
      ],
    });
    expect(offers).toEqual([
      {
        id: 'toko:M1.BRS-5',
        marketplace: 'toko',
        sku: 'BRS-5',
        title: 'Beras Raja Lele, 5 kg',
        description: null,
        price: { amount: '72500.5', currency: 'IDR', tax: 'UNKNOWN', updatedAt: null },
        stock: { state: 'UNKNOWN', precision: 'NONE', quantity: null, updatedAt: null },
        unit: 'Kilogram',
        seller: { id: 'toko:M1', name: 'Toko Tani', region: null, location: null, smallBusiness: null },
        category: 'food-drink',
        domesticProduct: null,
        tkdn: null,
        url: 'https://toko.example/brs-5',
        imageUrl: null,
        updatedAt: null,
        observedAt: NOW,
      },
    ]);
  });

  it.each<[string, Record<string, string>, object]>([
    [
      'an auxiliary id',
      { 'Supplier Part Auxiliary ID': 'BOX' },
      { id: 'toko:M1.BRS-1%3A%3ABOX', sku: 'BRS-1::BOX' },
    ],
    [
      'an auxiliary id that holds the divider',
      { 'Supplier Part Auxiliary ID': 'a::b' },
      { sku: 'BRS-1::a::b' },
    ],
    [
      'a short name',
      { 'Short Name': 'Beras 5 kg', 'Item Description': 'Beras <b>putih</b>' },
      { title: 'Beras 5 kg', description: 'Beras putih' },
    ],
    [
      'a dirty description',
      { 'Item Description': ' Beras\u00a0Raja\nLele, ' },
      { title: 'Beras Raja Lele', description: null },
    ],
    [
      'a description as long as a page',
      { 'Item Description': 'Beras '.repeat(300) },
      { title: `${'Beras '.repeat(33)}B…` },
    ],
    [
      'a price to the sen',
      { 'Unit Price': '334180.5500' },
      { price: expect.objectContaining({ amount: '334180.55' }) },
    ],
    [
      'a price that no float holds',
      { 'Unit Price': '9007199254740993.01' },
      { price: expect.objectContaining({ amount: '9007199254740993.01' }) },
    ],
    ['tax in its price', { Tax: 'included' }, { price: expect.objectContaining({ tax: 'INCLUDED' }) }],
    ['tax that is not known', { Tax: '11' }, { price: expect.objectContaining({ tax: 'UNKNOWN' }) }],
    [
      'a price for one',
      { 'Price Unit Quantity': '1.0', 'Unit Conversion': '1', 'Price Unit': 'ea', 'Unit of Measure': 'EA' },
      { unit: 'Buah' },
    ],
    ['a unit without a name here', { 'Unit of Measure': 'BX' }, { unit: 'BX' }],
    ['no unit', { 'Unit of Measure': '' }, { unit: null }],
    [
      'the name of its supplier',
      { 'Supplier Name': 'PT Sumber' },
      { seller: expect.objectContaining({ name: 'PT Sumber' }) },
    ],
    ['a picture', { Image: 'https://toko.example/b.jpg' }, { imageUrl: 'https://toko.example/b.jpg' }],
    ['a picture without address', { Image: 'b.jpg' }, { imageUrl: null }],
    ['an address that runs', { 'Supplier URL': 'javascript:alert(1)' }, { url: null }],
    ['an address that is none', { 'Supplier URL': 'https://' }, { url: null }],
    ['an address with a password', { 'Supplier URL': 'https://a:b@toko.example/' }, { url: null }],
    ['an escaped short name', { 'Short Name': 'Pena &amp; Tinta <5ml' }, { title: 'Pena & Tinta <5ml' }],
    ['an endless short name', { 'Short Name': 'x'.repeat(10_000) }, { title: 'x'.repeat(500) }],
    ['an endless unit', { 'Unit of Measure': 'x'.repeat(10_000) }, { unit: 'x'.repeat(100) }],
    [
      'an endless name of its supplier',
      { 'Supplier Name': 'x'.repeat(10_000) },
      { seller: expect.objectContaining({ name: 'x'.repeat(200) }) },
    ],
    [
      'its code behind thousands that are none',
      { 'Classification Codes': `${'UNSPSC'.repeat(8_000)} UNSPSC=43211503` },
      { category: 'electronics' },
    ],
    [
      'its code in another column',
      { 'Classification Codes': 'UNSPSC=43211503' },
      { category: 'electronics' },
    ],
    ['a last day that is today', { 'Expiration Date': '2026-03-02' }, { sku: 'BRS-1' }],
    ['a first day that is today', { 'Effective Date': '2026-3-2 00:00:00' }, { sku: 'BRS-1' }],
    ['a mark that it stays', { Delete: 'F' }, { sku: 'BRS-1' }],
  ])('may have %s', async (_, fields, expected) => {
    expect((await row(fields)).offer).toMatchObject(expected);
  });

  it.each<[string, Record<string, string | null>, object]>([
    ['units are words', { UNUOM: 'FALSE' }, { unit: 'SET' }],
    ['units are codes', { UNUOM: 'TRUE' }, { unit: 'Set' }],
    ['goods are classified in another way', { CODEFORMAT: 'eCl@ss' }, { category: 'other' }],
    ['goods are classified by a version', { CODEFORMAT: 'UNSPSC_V13.5' }, { category: 'electronics' }],
  ])('is read as the header says: %s', async (_, header, expected) => {
    expect((await row({ 'SPSC Code': '43211503', 'Unit of Measure': 'SET' }, header)).offer).toMatchObject(
      expected,
    );
  });

  it.each<[string, Record<string, string>]>([
    ['is deleted', { Delete: 'T' }],
    ['is deleted, in a word', { Delete: 'true' }],
    ['is deleted, whatever else it lacks', { Delete: 'T', 'Unit Price': '' }],
    ['was on sale until yesterday', { 'Expiration Date': '2026-03-01' }],
    ['is on sale from tomorrow', { 'Effective Date': '2026-03-03' }],
  ])('is no offer and no fault when it %s', async (_, fields) => {
    expect(await row(fields)).toMatchObject({ offers: [], rejected: [] });
  });

  it.each<[string, Record<string, string>, string]>([
    ['no part id', { 'Supplier Part ID': '' }, 'Supplier Part ID: is empty'],
    ['no supplier', { 'Supplier ID': '' }, 'Supplier ID: is empty'],
    [
      'a part id that could be a pair',
      { 'Supplier Part ID': 'A::B' },
      'Supplier Part ID: holds "::", which stands before an auxiliary id',
    ],
    [
      'a part id over two lines',
      { 'Supplier Part ID': 'A\nB' },
      'Supplier Part ID: holds characters that no order can carry',
    ],
    [
      'a part id that lost a character',
      { 'Supplier Part ID': 'A\ufffd' },
      'Supplier Part ID: holds characters that no order can carry',
    ],
    ['no description', { 'Item Description': ' - ' }, 'Item Description: is empty'],
    ['no price', { 'Unit Price': '' }, 'Unit Price: is not an exact decimal'],
    ['a price in words', { 'Unit Price': 'hubungi penjual' }, 'Unit Price: is not an exact decimal'],
    ['a price with thousands divided', { 'Unit Price': '72,500' }, 'Unit Price: is not an exact decimal'],
    ['a price of nought', { 'Unit Price': '0.00' }, 'Unit Price: is not above zero'],
    ['a price below nought', { 'Unit Price': '-1' }, 'Unit Price: is not above zero'],
    ['another currency', { Currency: 'usd' }, 'Currency: is not IDR'],
    ['a price for a hundred', { 'Price Unit Quantity': '100' }, 'Price Unit Quantity: is not 1'],
    ['a price for what it converts to', { 'Unit Conversion': '0.5' }, 'Unit Conversion: is not 1'],
    [
      'a price for another unit',
      { 'Price Unit': 'KGM', 'Unit of Measure': 'EA' },
      'Price Unit: is not the unit of measure',
    ],
    [
      'a last day that is none',
      { 'Expiration Date': '31/12/2026' },
      'Expiration Date: is not a day (YYYY-MM-DD)',
    ],
    [
      'a last day that no month has',
      { 'Expiration Date': '2026-02-31' },
      'Expiration Date: is not a day (YYYY-MM-DD)',
    ],
    ['a first day that is none', { 'Effective Date': 'now' }, 'Effective Date: is not a day (YYYY-MM-DD)'],
    [
      'an id beyond any',
      { 'Supplier Part ID': 'A'.repeat(400) },
      'Supplier Part ID: is too long: over 200 characters',
    ],
    [
      'an auxiliary id that makes it so',
      { 'Supplier Part ID': 'A'.repeat(150), 'Supplier Part Auxiliary ID': 'B'.repeat(150) },
      'Supplier Part ID: with the auxiliary id it is too long: over 200 characters',
    ],
  ])('is set aside with line and field when it has %s', async (_, fields, reason) => {
    expect(await row(fields)).toMatchObject({ offers: [], reason: `line 10, ${reason}` });
  });

  it('that has more values than names is set aside: none of them is sure', async () => {
    const { offers, rejected } = await understand({ rows: ['M1,BRS-1,Beras, 5 kg,72500', BERAS] });
    expect(offers).toHaveLength(1);
    expect(rejected).toEqual([
      { recordId: 'M1/BRS-1', reason: expect.stringMatching(/^line 10, row: .*quote values/) },
    ]);
  });

  it('that can not even be named is named by its line', async () => {
    const { rejected } = await understand({ rows: [['', '', 'Beras', '1']] });
    expect(rejected).toEqual([{ recordId: 'line 10', reason: 'line 10, Supplier ID: is empty' }]);
  });
});

describe('the rows of one file', () => {
  it('that name the same article are one offer, the last that is on sale', async () => {
    const { offers, rejected } = await understand({
      fieldNames: [...FIELD_NAMES, 'Expiration Date'],
      rows: [
        ['M1', 'A', 'Beras', '1', ''],
        ['M1', 'A', 'Beras', '2', '2026-12-31'],
        ['M1', 'A', 'Beras', '3', '2026-01-31'],
        ['M1', 'A', 'Beras', '0', ''],
      ],
    });
    expect(offers.map(({ price }) => price.amount)).toEqual(['2']);
    expect(rejected).toEqual([{ recordId: 'M1/A', reason: 'line 13, Unit Price: is not above zero' }]);
  });

  it('of several suppliers do not all carry the name of the marketplace', async () => {
    const { offers } = await understand({ rows: [BERAS, ['M2', 'G-1', 'Gula', '1'], ['', 'X', 'Teh', '1']] });
    expect(offers.map(({ seller }) => seller.name)).toEqual(['Toko Tani M1', 'Toko Tani M2']);
  });

  it('make one fingerprint, however the file around them is written', async () => {
    const one = await understand({ header: { TIMESTAMP: '2026-03-02 10:00:00' } });
    const same = await understand({ header: { TIMESTAMP: '2026-03-02 11:00:00' }, lineBreak: '\r\n' });
    const other = await understand({ rows: [['M1', 'BRS-1', 'Beras', '72501']] });
    expect([same.fingerprint === one.fingerprint, other.fingerprint === one.fingerprint]).toEqual([
      true,
      false,
    ]);
  });
});

describe('UNSPSC codes', () => {
  it.each([
    ['50221101', 'food-drink'],
    ['50.22.11.01', 'food-drink'],
    ['5022', 'food-drink'],
    ['14111507', 'stationery'],
    ['14111701', 'cleaning'],
    ['44103103', 'stationery'],
    ['44101501', 'electronics'],
    ['90101603', 'catering'],
    ['90111501', 'accommodation'],
    ['90151501', 'services'],
    ['78101802', 'transport'],
    ['82121503', 'creative-services'],
    ['99999999', 'other'],
    ['5', 'other'],
    ['', 'other'],
    ['ATK', 'other'],
  ])('%s is %s', (code, category) => {
    expect(categoryOf(code)).toBe(category);
    expect(CATEGORIES.map((each) => each.code)).toContain(categoryOf(code));
  });
});

it.each([
  'DZN',
  'RM',
  'SET',
  'PR',
  'ST',
  'GRM',
  'KGM',
  'TNE',
  'MLT',
  'LTR',
  'CMT',
  'MTR',
  'MTK',
  'MTQ',
  'HUR',
  'DAY',
  'MON',
  'ANN',
  'EA',
])('an order says %s as the catalogue did', (code) => {
  expect(unitName(code)).not.toBe(code);
  expect(unitCode(unitName(code))).toBe(code);
  expect(unitName(code.toLowerCase())).toBe(unitName(code));
});
