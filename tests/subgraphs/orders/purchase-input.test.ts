import { actorOf } from '../../support/actors';
import { openPglite, type TestDatabase } from '../../support/databases';
import { startGraph, type Graph } from '../../support/graph';
import { first, goodsOf, lineOf, purchase, purchaseInput, rowsOf, type Good } from '../../support/purchases';

let database: TestDatabase;
let graph: Graph;
let mbiz: readonly Good[];
let ekatalog: readonly Good[];

beforeAll(async () => {
  database = await openPglite();
  graph = await startGraph(database.db);
  [mbiz, ekatalog] = await Promise.all([goodsOf(graph, 'mbiz'), goodsOf(graph, 'ekatalog-lokal')]);
});
afterAll(async () => {
  await graph.close();
  await database.close();
});

const asked = () => Object.values(graph.sandbox.servers).reduce((sum, { received }) => sum + received(), 0);
const NOTHING = { purchase: 0, purchase_part: 0, outbox: 0, orders: 0 };

/** Nothing is written, and no marketplace hears of it. */
async function refused(input: object, key = 'key') {
  const before = asked();
  const { data, errors } = await purchase(graph, input, key);
  expect(asked()).toBe(before);
  expect(await rowsOf(database.db)).toEqual(NOTHING);
  expect(data).not.toMatchObject({ purchase: expect.anything() as object });
  return first(errors);
}

const line = (change: object) => () => purchaseInput([lineOf(first(mbiz), change)]);
const input = (change: object) => () => purchaseInput([lineOf(first(mbiz))], change);
const delivery = (change: object) =>
  input({ deliverTo: { region: '35.73', address: 'Jl. Veteran 19', receiver: 'Budi', ...change } });

describe('a purchase is refused and nothing is done', () => {
  it.each<[string, () => object, string]>([
    ['an unknown marketplace', line({ offerId: 'tokopedia:M1.X-1' }), 'input.lines.0.offerId'],
    ['an id that is none', line({ offerId: 'mbiz/M1/X-1' }), 'input.lines.0.offerId'],
    ['an id in another spelling', line({ offerId: 'mbiz:M%31.X-1' }), 'input.lines.0.offerId'],
    ['an endless id', line({ offerId: `mbiz:M1.${'X'.repeat(10_000)}` }), 'input.lines.0.offerId'],
    ['an id with a null character', line({ offerId: 'mbiz:M1.X\u0000' }), 'input.lines.0.offerId'],
    [
      'one offer twice',
      () => purchaseInput([lineOf(first(mbiz)), lineOf(first(ekatalog)), lineOf(first(mbiz))]),
      'input.lines.2.offerId',
    ],
    ['nothing of it', line({ quantity: 0 }), 'input.lines.0.quantity'],
    ['nothing of it in decimals', line({ quantity: '0.000' }), 'input.lines.0.quantity'],
    ['less than nothing', line({ quantity: '-1' }), 'input.lines.0.quantity'],
    ['ten-thousandths', line({ quantity: '1.0001' }), 'input.lines.0.quantity'],
    ['more than a million', line({ quantity: '1000000.001' }), 'input.lines.0.quantity'],
    ['a one with thirty noughts', line({ quantity: `1${'0'.repeat(30)}` }), 'input.lines.0.quantity'],
    ['no expected price', line({ expectedPrice: null }), 'input.lines.0.expectedPrice'],
    [
      'an expected price of nothing',
      line({ expectedPrice: { amount: 0 } }),
      'input.lines.0.expectedPrice.amount',
    ],
    ['one below', line({ expectedPrice: { amount: '-5000' } }), 'input.lines.0.expectedPrice.amount'],
    [
      'another currency',
      line({ expectedPrice: { amount: '1', currency: 'USD' } }),
      'input.lines.0.expectedPrice.currency',
    ],
    ['the currency in small letters', line({ expectedPrice: { amount: '1', currency: 'idr' } }), 'input.lines.0.expectedPrice.currency'], // prettier-ignore
    ['a negative tolerance', input({ tolerancePercent: '-0.1' }), 'input.tolerancePercent'],
    ['too much tolerance', input({ tolerancePercent: '25.01' }), 'input.tolerancePercent'],
    ['no line', () => purchaseInput([]), 'input.lines'],
    ['101 lines', () => purchaseInput(Array.from({ length: 101 }, () => lineOf(first(mbiz)))), 'input.lines'],
    ['an unknown region', delivery({ region: '31.71' }), 'input.deliverTo.region'],
    ['a region by its name', delivery({ region: 'Kota Malang' }), 'input.deliverTo.region'],
    ['no address', delivery({ address: ' \t ' }), 'input.deliverTo.address'],
    ['a book for an address', delivery({ address: 'x'.repeat(301) }), 'input.deliverTo.address'],
    [
      'a receiver of control characters',
      delivery({ receiver: '\u0000\u0007\u200b' }),
      'input.deliverTo.receiver',
    ],
    ['an empty telephone number', delivery({ phone: '' }), 'input.deliverTo.phone'],
    ['e-Katalog without a RUP code', () => purchaseInput([lineOf(first(ekatalog))], { rupCode: null }), 'input.rupCode'], // prettier-ignore
    ['a RUP code with letters', input({ rupCode: 'RUP-1' }), 'input.rupCode'],
    ['an empty RUP code', input({ rupCode: '' }), 'input.rupCode'],
    ['a work unit of anything', input({ workUnit: "'; drop table orders" }), 'input.workUnit'],
    ['a note that is too long', input({ note: 'x'.repeat(501) }), 'input.note'],
    ['a source of money that is too long', input({ fundingSource: 'x'.repeat(41) }), 'input.fundingSource'],
  ])('for %s', async (_, make, argument) => {
    const { message, extensions } = await refused(make());
    expect(extensions).toMatchObject({ code: 'INVALID_INPUT', argument });
    expect(message.startsWith(`${argument}: `)).toBe(true);
    expect(message.length).toBeLessThan(300);
  });

  it.each([
    ['that is empty', ''],
    ['of 101 characters', 'k'.repeat(101)],
    ['with a space', 'my key'],
    ['with an emoji', 'key🛒'],
    ['with a line break', 'key\n'],
    ['with a null character', 'key\u0000'],
  ])('for a key %s', async (_, key) => {
    const { extensions } = await refused(input({})(), key);
    expect(extensions).toMatchObject({ code: 'INVALID_INPUT', argument: 'idempotencyKey' });
  });

  it.each([
    ['an exponent', '1e30'],
    ['what is no number', 'NaN'],
    ['a fraction that is a number and no text', 1.5],
    ['forty-one digits', '1'.repeat(41)],
    ['a comma', '1,5'],
  ])('by GraphQL itself for a quantity of %s', async (_, quantity) => {
    const { extensions } = await refused(line({ quantity })());
    expect(extensions['code']).toBe('BAD_USER_INPUT');
  });

  it.each([
    ['purchaseResult', 'query ($id: ID!) { it: purchaseResult(id: $id) { id } }', undefined],
    ['orderBasket', 'mutation ($id: ID!) { it: orderBasket(reference: $id) { id } }', 'reference'],
    ['cancelOrder', 'mutation ($id: ID!) { it: cancelOrder(id: $id) { order { id } } }', 'id'],
  ])('by %s for ids that are none, whatever they hold', async (_, query, argument) => {
    for (const id of ['', 'x', 'mbiz:', 'PSR-0000000000000000', '\u0000', "' or 1=1 --", 'é'.repeat(5_000)]) {
      const { data, errors } = await graph.run<{ it: null }>(query, { actor: actorOf(), variables: { id } });
      expect(data.it).toBeNull();
      expect(errors?.map(({ extensions }) => [extensions['code'], extensions['argument']])).toEqual(
        argument === undefined ? undefined : [['INVALID_INPUT', argument]],
      );
    }
  });

  it('and the same key is free for the purchase as it should have been', async () => {
    await refused(purchaseInput([]), 'again');
    const { data } = await purchase(graph, purchaseInput([lineOf(first(mbiz))]), 'again');
    expect(data.purchase?.parts).toMatchObject([{ state: 'PLACED' }]);
  });
});
