import { orderId, type OrderId, type OrderReference } from '../../../../adapters/core/ids';
import type { OrdersPort, StatusReading } from '../../../../adapters/core/order/orders-port';
import { marketplaceId } from '../../../../adapters/core/ids';
import { callWithin } from '../../../support/call';
import { reference } from '../../../support/purchase-orders';
import { anOrder, ORDERS, portsOf, SHOP, startOrderShop, type OrderShop, type ShopPorts } from './order-shop';

let shop: OrderShop;
let ports: ShopPorts[];

function statusesAt(change: Readonly<Record<string, unknown>> = {}): OrdersPort | null {
  const opened = portsOf(shop, change);
  ports.push(opened);
  return opened.statuses;
}

async function read(ids: readonly OrderId[], change = {}): Promise<readonly StatusReading[] | undefined> {
  return statusesAt(change)?.statuses?.(ids, callWithin());
}

function idOf(number: OrderReference): OrderId {
  return orderId(SHOP, number) as OrderId;
}

const ID = idOf(reference('2K7XQ'));

beforeEach(async () => {
  shop = await startOrderShop();
  ports = [];
});
afterEach(async () => {
  for (const { close } of ports) close();
  await shop.server.close();
});

describe('statuses of orders', () => {
  it('are asked order by order, and come in the order asked', async () => {
    const numbers = Array.from({ length: 20 }, (_, i) => reference(`N${i}`));
    const ports = portsOf(shop);
    for (const number of numbers.slice(0, 10))
      await ports.ordering.place(anOrder({ reference: number }), callWithin());
    ports.close();
    Object.assign(shop.orders[3] ?? {}, { state: 'shipped' });
    const readings = await read(numbers.map(idOf));
    expect(readings?.slice(2, 5)).toEqual([
      { status: 'new', shipment: null, state: 'AWAITING_APPROVAL', at: new Date('2026-03-02T04:00:00Z') },
      { status: 'shipped', shipment: null, state: 'SHIPPED', at: new Date('2026-03-02T04:00:00Z') },
      { status: 'new', shipment: null, state: 'AWAITING_APPROVAL', at: new Date('2026-03-02T04:00:00Z') },
    ]);
    expect(readings?.slice(10)).toEqual(Array.from({ length: 10 }, () => null));
    expect(shop.server.requests.filter(({ path }) => path === '/status')).toHaveLength(20);
  });

  it.each([
    ['a word of the table', 'cancelled', { status: 'cancelled', state: 'CANCELLED' }],
    ['a word with blanks around it', ' shipped ', { status: 'shipped', state: 'SHIPPED' }],
    ['a number of the table', 7, { status: '7', state: 'PAID' }],
    ['a word that is not in it', 'di jalan', { status: 'di jalan', state: null }],
    ['a word that every object has', 'constructor', { status: 'constructor', state: null }],
    ['a word with control characters', 'di\u0000\njalan\u202e', { status: 'di jalan', state: null }],
    ['a word without end', 'x'.repeat(5_000), { status: 'x'.repeat(100), state: null }],
  ])('by %s', async (_, word, expected) => {
    shop.answers = { status: { state: word } };
    expect(await read([ID])).toEqual([{ ...expected, shipment: null, at: null }]);
  });

  it.each([
    ['nothing', {}],
    ['null', { state: null }],
    ['an empty word', { state: ' ' }],
  ])('are null for an order of which the shop says %s', async (_, answer) => {
    shop.answers = { status: answer };
    expect(await read([ID])).toEqual([null]);
  });

  it.each([
    ['2026-03-02T11:00:00+07:00', '2026-03-02T04:00:00.000Z'],
    ['2026-03-02 11:00:00', '2026-03-02T04:00:00.000Z'],
    [1_772_424_000, '2026-03-02T04:00:00.000Z'],
    [1_772_424_000_000, '2026-03-02T04:00:00.000Z'],
    ['1772424000', '2026-03-02T04:00:00.000Z'],
    ['kemarin', undefined],
    [0, undefined],
    [{ date: 'today' }, undefined],
  ])('since %j', async (at, expected) => {
    shop.answers = { status: { state: 'new', at } };
    const [reading] = (await read([ID])) ?? [];
    const since = reading !== null && reading !== undefined && 'at' in reading ? reading.at : null;
    expect(since?.toISOString()).toBe(expected);
  });

  it('are null for what is no order of this marketplace, and nothing is asked', async () => {
    const other = orderId(marketplaceId('toko-lain'), 'PSR-1') as OrderId;
    expect(await read([other, 'nonsense' as OrderId])).toEqual([null, null]);
    expect(shop.server.received()).toBe(0);
  });

  it('that fail are errors of their own order, and no one else’s', async () => {
    shop.answers = { status: { state: 'new' } };
    Object.assign(shop.server.knobs, { fault: { kind: 'html' }, faultFor: 'PSR-BAD' });
    const readings = await read([ID, idOf(reference('BAD')), ID]);
    expect(readings).toMatchObject([
      { state: 'AWAITING_APPROVAL' },
      { code: 'BAD_RESPONSE' },
      { status: 'new' },
    ]);
  });

  it('that all fail are a failure of the marketplace', async () => {
    Object.assign(shop.server.knobs, { fault: { kind: 'status', status: 503 } });
    await expect(read([ID, ID])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('that are no word are no status', async () => {
    shop.answers = { status: { state: ['new'] } };
    await expect(read([ID])).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it.each([
    [410, 'UNKNOWN_ORDER'],
    [404, 'not there'],
  ])('are null where the shop says that it does not know the order (%i, %s)', async (status) => {
    Object.assign(shop.server.knobs, { fault: { kind: 'status', status } });
    expect(await read([ID])).toEqual([null]);
  });

  it.each([
    ['a table', { from: 'at', values: { pagi: '2026-03-02' } }, 'pagi', '2026-03-01T17:00:00.000Z'],
    [
      'what stands for the rest of a table',
      { from: 'at', values: {}, default: '2026-03-02' },
      'x',
      '2026-03-01T17:00:00.000Z',
    ],
    ['a constant', { constant: '2026-03-02' }, 'x', '2026-03-01T17:00:00.000Z'],
    ['midnight in UTC', 'at', '2026-03-02T00:00:00Z', '2026-03-02T00:00:00.000Z'],
    ['minutes with a zone', 'at', '2026-03-02T10:00+07:00', '2026-03-02T03:00:00.000Z'],
    ['minutes without one', 'at', '2026-03-02 10:00', '2026-03-02T03:00:00.000Z'],
    ['a zone without a colon', 'at', '2026-03-02T10:00:00+0700', '2026-03-02T03:00:00.000Z'],
    ['seconds since 1970', 'at', '1772420400', '2026-03-02T03:00:00.000Z'],
  ])('take their instant from %s', async (_, at, told, expected) => {
    shop.answers = { status: { state: 'new', at: told } };
    const readings = await read([ID], { status: { ...ORDERS.status, at } });
    expect(readings).toMatchObject([{ at: new Date(expected) }]);
  });
});

describe('a shop that can not be asked', () => {
  it('has no statuses', () => {
    expect(statusesAt({ status: undefined })).toBeNull();
  });

  it('has no lists of orders either way', async () => {
    const orders = statusesAt();
    expect(orders?.feeds).toEqual([]);
    await expect(
      orders?.page({ feed: 'orders' as OrdersPort['feeds'][number], cursor: null }, callWithin()),
    ).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });
});
