import type { DirectOrdering, PurchaseOrder } from '../../../../adapters/core/order/ordering-port';
import { callWithin } from '../../../support/call';
import { offer } from '../../../support/offers';
import { purchaseOrder, reference } from '../../../support/purchase-orders';
import { until } from '../../../support/until';
import {
  ORDERS,
  OUT_OF_STOCK,
  portsOf,
  SHOP,
  startOrderShop,
  type OrderShop,
  type ShopPorts,
} from './order-shop';

const [CART, , ADDRESS, RESERVE, CONFIRM] = ORDERS.place;
const LINE = {
  name: 'line',
  each: 'order.lines',
  request: {
    method: 'POST',
    path: '/carts/${captured.cart}/line',
    body: { sku: '${item.sku}', quantity: '${to_number(item.quantity)}', of: '${order.reference}' },
  },
  capture: { line: 'line' },
  undo: { method: 'DELETE', path: '/line/${captured.line}', query: { sku: '${item.sku}' } },
};

let shop: OrderShop;
let ports: ShopPorts[];

beforeEach(async () => {
  shop = await startOrderShop();
  ports = [];
});
afterEach(async () => {
  for (const { close } of ports) close();
  await shop.server.close();
});

function orderingAt(line: object = {}, change: object = {}): DirectOrdering {
  const confirm = { ...CONFIRM, request: { ...CONFIRM.request, query: { lines: '${captured.line}' } } };
  const place = [CART, { ...LINE, ...line }, ADDRESS, RESERVE, confirm];
  const opened = portsOf(shop, { place, ...change });
  ports.push(opened);
  return opened.ordering;
}

function orderOf(count: number): PurchaseOrder {
  const lines = Array.from({ length: count }, (_, i) =>
    offer({ marketplace: SHOP, sku: `S${i + 1}`, title: 'x' }),
  );
  return purchaseOrder(lines, { reference: reference('2K7XQ') });
}

const place = (ordering: DirectOrdering, lines = 3) => ordering.place(orderOf(lines), callWithin());
const undos = (): string[] => shop.journal.filter((entry) => entry.startsWith('undo'));
const leftovers = (): object => ({
  carts: shop.carts.size,
  held: shop.held.size,
  orders: shop.orders.length,
});
const NOTHING_LEFT = { carts: 0, held: 0, orders: 0 };

describe('a step with each', () => {
  it('is sent once per element, in their order, and its captures are lists in what follows', async () => {
    expect(await place(orderingAt())).toEqual({ outcome: 'PLACED' });
    expect(shop.journal).toEqual(['cart', 'line 1', 'line 2', 'line 3', 'address', 'reserve', 'confirm']);
    expect(shop.orders).toMatchObject([
      { items: ['S1', 'S2', 'S3'].map((sku) => ({ sku, of: 'PSR-2K7XQ' })) },
    ]);
    const confirm = shop.server.requests.find(({ path }) => path === '/confirm');
    expect(confirm?.query.get('lines')).toBe('C1-1,C1-2,C1-3');
  });

  it('may go over what an earlier answer gave', async () => {
    shop.answers = { cart: { cart: 'C1', boxes: [{ sku: 'B1' }, { sku: 'B2' }] } };
    const cart = { ...CART, capture: { cart: 'cart', boxes: 'boxes' } };
    const line = {
      ...LINE,
      each: 'captured.boxes',
      request: { ...LINE.request, body: { sku: '${item.sku}' } },
    };
    expect(await place(orderingAt({}, { place: [cart, line, ADDRESS, RESERVE, CONFIRM] }))).toEqual({
      outcome: 'PLACED',
    });
    expect(shop.orders).toMatchObject([{ items: [{ sku: 'B1' }, { sku: 'B2' }] }]);
  });

  it('sends nothing where the list is empty', async () => {
    const ordering = orderingAt({ each: 'order.lines[?sku == `"none"`]' });
    expect(await place(ordering)).toEqual({ outcome: 'PLACED' });
    expect(shop.journal).toEqual(['cart', 'address', 'reserve', 'confirm']);
  });

  it('takes a hundred elements', async () => {
    expect(await place(orderingAt(), 100)).toEqual({ outcome: 'PLACED' });
    expect(shop.orders[0]?.items).toHaveLength(100);
  });
});

describe('a step with each that comes to nothing', () => {
  it.each([
    ['more than a hundred elements', 101, {}, 'each gave more than 100 elements'],
    ['no list', 1, { each: 'order.reference' }, 'each gave no list'],
    ['nothing', 1, { each: 'order.lines[0].box' }, 'each gave no list'],
    [
      'an element that is nothing',
      1,
      { each: '[order.lines[0].box, order.reference]' },
      'each gave an empty element',
    ],
  ])('for %s is not sent at all', async (_, lines, line, why) => {
    await expect(place(orderingAt(line), lines)).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      detail: expect.stringContaining(`step line: not sent, ${why}; undone: cart`) as string,
    });
    expect(shop.journal).toEqual(['cart', 'undo cart']);
  });

  it('is undone for each element that was done, the last first, each by its own captures', async () => {
    shop.refuse = { step: 'line 3', answer: OUT_OF_STOCK };
    expect(await place(orderingAt())).toMatchObject({
      outcome: 'REFUSED',
      reason: 'OUT_OF_STOCK',
      detail: expect.stringContaining('step line (3 of 3): ') as string,
    });
    expect(undos()).toEqual(['undo line C1-2', 'undo line C1-1', 'undo cart']);
    const skus = shop.server.requests.filter(({ path }) => path.startsWith('/line/'));
    expect(skus.map(({ query }) => query.get('sku'))).toEqual(['S2', 'S1']);
    expect(leftovers()).toEqual(NOTHING_LEFT);
  });

  it('is undone for all elements when a later step is refused', async () => {
    shop.refuse = { step: 'confirm', answer: OUT_OF_STOCK };
    await place(orderingAt());
    expect(undos()).toEqual([
      'undo reserve',
      'undo line C1-3',
      'undo line C1-2',
      'undo line C1-1',
      'undo cart',
    ]);
  });

  it('is undone for the refused element too, where the manifest says so', async () => {
    const answer = { status: 422, body: { error: 'OUT_OF_STOCK', line: 'C1-2' } };
    shop.refuse = { step: 'line 2', answer, leaving: true };
    await place(orderingAt({ undoWhenRefused: true }));
    expect(undos()).toEqual(['undo line C1-2', 'undo line C1-1', 'undo cart']);
  });

  it('says of an element without an answer that it may be left', async () => {
    const ordering = orderingAt();
    Object.assign(shop.server.knobs, { fault: { kind: 'hang' }, faultFor: '/line' });
    const leaving = new AbortController();
    const placing = ordering
      .place(orderOf(3), callWithin(20_000, leaving.signal))
      .catch((error: unknown) => error);
    await until(() => shop.journal.includes('line 1'));
    Object.assign(shop.server.knobs, { fault: null });
    leaving.abort();
    expect(await placing).toMatchObject({
      code: 'TIMEOUT',
      detail: expect.stringMatching(
        /step line \(1 of 3\): .*undone: cart; left behind: line \(no answer gave line\)/,
      ) as string,
    });
    expect(shop.journal).toEqual(['cart', 'line 1', 'undo cart']);
  });

  it('gives no list where one answer gave nothing, and what needs it is not sent', async () => {
    shop.answers = { 'line 2': {} };
    await expect(place(orderingAt())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      detail: expect.stringMatching(
        /step confirm: not sent, for no answer gave line; undone: reserve, line, line, cart; left behind: line \(/,
      ) as string,
    });
    expect(shop.orders).toEqual([]);
  });
});

describe('cancelling with each', () => {
  const find = { ...ORDERS.find, reference: 'orders[*].reference', capture: { parts: 'orders[*].id' } };
  const [, CANCEL] = ORDERS.cancel;
  const cancel = [
    {
      ...CANCEL,
      each: 'captured.parts',
      request: { method: 'POST', path: '/orders/${item}/cancel', body: {} },
    },
  ];

  it('takes back each of what was found, and twice is once', async () => {
    const ordering = orderingAt({}, { find, cancel, status: undefined });
    await place(ordering);
    for (let time = 0; time < 2; time += 1)
      expect(await ordering.cancel(reference('2K7XQ'), callWithin())).toEqual({ outcome: 'CANCELLED' });
    expect(shop.orders[0]?.state).toBe('cancelled');
  });

  it('that finds nothing to send is no cancelling', async () => {
    const none = { ...find, capture: { parts: 'orders[?id == `"none"`].id' } };
    const ordering = orderingAt({}, { find: none, cancel });
    await place(ordering);
    await expect(ordering.cancel(reference('2K7XQ'), callWithin())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      detail: expect.stringContaining('each gave an empty list') as string,
    });
    expect(shop.orders[0]?.state).toBe('new');
  });
});
