import { orderId, type OrderId } from '../../../../adapters/core/ids';
import { callWithin } from '../../../support/call';
import { reference } from '../../../support/purchase-orders';
import { anOrder, ORDERS, portsOf, SHOP, startOrderShop, type OrderShop, type ShopPorts } from './order-shop';

const MINE = reference('2K7XQ');
const OTHER = reference('OTHER');
const BY_REFERENCE = { find: { ...ORDERS.find, reference: 'orders[*].reference' } };

let shop: OrderShop;
let ports: ShopPorts[];

function portsAt(change: Readonly<Record<string, unknown>> = {}): ShopPorts {
  const opened = portsOf(shop, change);
  ports.push(opened);
  return opened;
}

beforeEach(async () => {
  shop = await startOrderShop();
  shop.ignoresFilters = true;
  ports = [];
  await portsAt(BY_REFERENCE).ordering.place(anOrder({ reference: OTHER }), callWithin());
  shop.journal.length = 0;
});
afterEach(async () => {
  for (const { close } of ports) close();
  await shop.server.close();
});

describe('a shop that answers with all its orders', () => {
  it('has an order only where the reference is among theirs', async () => {
    const { ordering } = portsAt(BY_REFERENCE);
    expect(await ordering.has(MINE, callWithin())).toBe(false);
    expect(await ordering.has(OTHER, callWithin())).toBe(true);
  });

  it('is sent the order, and once', async () => {
    const { ordering } = portsAt(BY_REFERENCE);
    for (let time = 0; time < 2; time += 1)
      expect(await ordering.place(anOrder(), callWithin())).toEqual({ outcome: 'PLACED' });
    expect(shop.orders.map((order) => order.reference)).toEqual([OTHER, MINE]);
  });

  it('may have it by its reference alone', async () => {
    const { request, capture } = ORDERS.find;
    const { ordering } = portsAt({ find: { request, capture, reference: 'orders[*].reference' } });
    await ordering.place(anOrder(), callWithin());
    expect(await ordering.has(MINE, callWithin())).toBe(true);
    expect(shop.orders).toHaveLength(2);
  });

  it('is never told to cancel what may be the order of someone else', async () => {
    const { ordering } = portsAt(BY_REFERENCE);
    await ordering.place(anOrder(), callWithin());
    await expect(ordering.cancel(MINE, callWithin())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      detail: expect.stringContaining('shows other orders too') as string,
    });
    expect(shop.orders.map(({ state }) => state)).toEqual(['new', 'new']);
  });

  it('is told to cancel by the reference, where nothing else is needed', async () => {
    const { request } = ORDERS.find;
    const { ordering } = portsAt({
      find: { request, reference: 'orders[*].reference' },
      cancel: [{ name: 'cancel', request: { method: 'POST', path: '/orders/O1/cancel', body: '${order}' } }],
    });
    expect(await ordering.cancel(OTHER, callWithin())).toEqual({ outcome: 'CANCELLED' });
  });

  it('refuses to cancel what it does not have', async () => {
    expect(await portsAt(BY_REFERENCE).ordering.cancel(MINE, callWithin())).toMatchObject({
      reason: 'UNKNOWN_ORDER',
    });
  });
});

describe('the status of an order', () => {
  const status = { ...ORDERS.status, reference: 'all[*].reference' };
  const read = async (number: typeof MINE): Promise<unknown> => {
    const id = orderId(SHOP, number) as OrderId;
    return (await portsAt({ status }).statuses?.statuses?.([id], callWithin()))?.[0];
  };

  it('is that of the only order which is shown', async () => {
    expect(await read(OTHER)).toMatchObject({ state: 'AWAITING_APPROVAL' });
  });

  it('is none where only others are shown', async () => {
    expect(await read(MINE)).toBeNull();
  });

  it.each([
    ['others are shown too', { all: [{ reference: MINE }, { reference: OTHER }], state: 'shipped' }],
    ['it is not told whose it is', { state: 'shipped' }],
  ])('is not told where %s', async (_, answer) => {
    shop.answers = { status: answer };
    await expect(read(MINE)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });
});
