import { readBasket } from '../../../../adapters/protocols/cxml/basket';
import { CxmlRefused, type CxmlRefusal } from '../../../../adapters/protocols/cxml/refused';
import { documentOf, HEADER } from './documents';

function item({
  quantity = '2',
  price = '10500.00',
  currency = 'IDR',
  id = '<SupplierPartID> BRS-1 </SupplierPartID><SupplierPartAuxiliaryID>B1</SupplierPartAuxiliaryID>',
} = {}): string {
  return `<ItemIn quantity="${quantity}"><ItemID>${id}</ItemID><ItemDetail><UnitPrice><Money currency="${currency}">${price}</Money></UnitPrice><Description xml:lang="id">Beras\n  &lt;5 kg&gt;</Description><UnitOfMeasure>EA</UnitOfMeasure><Classification domain="UNSPSC">50</Classification></ItemDetail></ItemIn>`;
}

function message(
  items: string,
  { cookie = 'k-1', total = '<Total><Money currency="IDR">21000</Money></Total>' } = {},
): string {
  return documentOf(
    `${HEADER}<Message><PunchOutOrderMessage><BuyerCookie>${cookie}</BuyerCookie><PunchOutOrderMessageHeader operationAllowed="create">${total}</PunchOutOrderMessageHeader>${items}</PunchOutOrderMessage></Message>`,
  );
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const form = (fields: Record<string, string>) => new URLSearchParams(fields);

const WHOLE = {
  cookie: 'k-1',
  items: [
    {
      sku: 'BRS-1',
      sellerCode: 'B1',
      quantity: '2',
      unitPrice: '10500',
      currency: 'IDR',
      title: 'Beras <5 kg>',
    },
  ],
  total: { amount: '21000', currency: 'IDR' },
  shipping: null,
  tax: null,
};

describe('a basket comes back', () => {
  it.each([
    ['as text', { 'cxml-urlencoded': message(item()) }],
    ['as the standard spells the field', { 'cXML-urlencoded': message(item()) }],
    ['in base64', { 'cxml-base64': base64(message(item())) }],
    ['in base64 of lines', { 'cXML-base64': base64(message(item())).replace(/(.{76})/g, '$1\r\n') }],
  ])('%s', (_, fields) => {
    expect(readBasket(form(fields))).toMatchObject(WHOLE);
  });

  it('empty, when the buyer left without one', () => {
    const total = '<Total><Money currency="IDR">0</Money></Total>';
    const basket = readBasket(form({ 'cxml-urlencoded': message('', { total }) }));
    expect([basket.cookie, basket.items, basket.total.amount]).toEqual(['k-1', [], '0']);
  });

  it('with tax and shipping, without a seller, in another currency, which is for others to judge', () => {
    const total = ['Total', 'Shipping', 'Tax']
      .map((name) => `<${name}><Money currency="USD">3</Money></${name}>`)
      .join('');
    const items = item({ id: '<SupplierPartID>BRS-1</SupplierPartID>', currency: 'USD' });
    const three = { amount: '3', currency: 'USD' };
    const basket = readBasket(form({ 'cxml-urlencoded': message(items, { total }) }));
    expect(basket).toMatchObject({ total: three, shipping: three, tax: three });
    expect(basket.items).toMatchObject([{ sellerCode: null, currency: 'USD' }]);
  });
});

describe('is refused', () => {
  it.each<readonly [string, Record<string, string>, CxmlRefusal]>([
    ['a form without a basket', { other: 'x' }, 'NOT_CXML'],
    ['base64 that is none', { 'cxml-base64': '!!! not base64 !!!' }, 'ENCODING'],
    ['base64 of no text', { 'cxml-base64': Buffer.from([0xc3, 0x28, 0xff]).toString('base64') }, 'ENCODING'],
    ['base64 of garbage', { 'cxml-base64': base64('garbage') }, 'NOT_WELL_FORMED'],
    ['an empty field', { 'cxml-base64': '' }, 'ENCODING'],
    ['blanks without end', { 'cxml-base64': `${' '.repeat(900_000)}!` }, 'ENCODING'],
    [
      'another message',
      { 'cxml-urlencoded': documentOf(`${HEADER}<Message><ProviderDoneMessage/></Message>`) },
      'NOT_CXML',
    ],
    ['no cookie', { 'cxml-urlencoded': message(item(), { cookie: ' ' }) }, 'FIELD'],
    [
      'a cookie that is not ours by its length',
      { 'cxml-urlencoded': message(item(), { cookie: 'x'.repeat(301) }) },
      'FIELD',
    ],
    ['no total', { 'cxml-urlencoded': message(item(), { total: '' }) }, 'FIELD'],
    [
      'no article number',
      { 'cxml-urlencoded': message(item({ id: '<SupplierPartID> </SupplierPartID>' })) },
      'FIELD',
    ],
    ['a quantity of nothing', { 'cxml-urlencoded': message(item({ quantity: '0' })) }, 'FIELD'],
    ['a quantity with an exponent', { 'cxml-urlencoded': message(item({ quantity: '1e9' })) }, 'FIELD'],
    ['a price below zero', { 'cxml-urlencoded': message(item({ price: '-1' })) }, 'FIELD'],
    ['a price with thousands divided', { 'cxml-urlencoded': message(item({ price: '10.500,00' })) }, 'FIELD'],
    ['no currency', { 'cxml-urlencoded': message(item({ currency: '' })) }, 'FIELD'],
  ])('%s', (_, fields, reason) => {
    try {
      readBasket(form(fields));
      throw new Error('it was read');
    } catch (error) {
      expect(error).toBeInstanceOf(CxmlRefused);
      expect((error as CxmlRefused).reason).toBe(reason);
    }
  });
});
