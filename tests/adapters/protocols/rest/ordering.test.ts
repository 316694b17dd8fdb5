import type { DirectOrdering } from '../../../../adapters/core/order/ordering-port';
import { callWithin } from '../../../support/call';
import { reference } from '../../../support/purchase-orders';
import {
  anOrder,
  ORDERS,
  OUT_OF_STOCK,
  portsOf,
  startOrderShop,
  STEPS,
  type OrderShop,
  type ShopPorts,
} from './order-shop';

let shop: OrderShop;
let ports: ShopPorts[];

/** Ordering at the shop, closed when the test is over. */
function orderingAt(change: Readonly<Record<string, unknown>> = {}, undoMs?: number): DirectOrdering {
  const opened = portsOf(shop, change, undoMs);
  ports.push(opened);
  return opened.ordering;
}

function leftovers(): object {
  return { carts: shop.carts.size, held: shop.held.size, orders: shop.orders.length };
}

const NOTHING_LEFT = { carts: 0, held: 0, orders: 0 };
const ONE_ORDER = { carts: 0, held: 0, orders: 1 };

beforeEach(async () => {
  shop = await startOrderShop();
  ports = [];
});
afterEach(async () => {
  for (const { close } of ports) close();
  await shop.server.close();
});

describe('placing an order in several calls', () => {
  it('takes the steps in a row, each with what the answers before it gave', async () => {
    const ordering = orderingAt();
    expect(await ordering.place(anOrder(), callWithin())).toEqual({ outcome: 'PLACED' });
    expect(shop.journal).toEqual([...STEPS]);
    expect(shop.orders).toEqual([
      {
        id: 'O1',
        reference: 'PSR-2K7XQ',
        cart: 'C1',
        items: [
          { sku: 'BRS-005', quantity: 2.5, price: 13_367_222 },
          { sku: 'BRS/010', quantity: 2.5, price: 9_850_000 },
        ],
        address: { street: 'Jl. Veteran 19', city: 'Kota Malang' },
        state: 'new',
      },
    ]);
  });

  it('sends nothing for a reference that the shop knows, and says PLACED', async () => {
    await orderingAt().place(anOrder(), callWithin());
    const worked = shop.journal.length;
    // Another process, that knows nothing of the first.
    expect(await orderingAt().place(anOrder(), callWithin())).toEqual({ outcome: 'PLACED' });
    expect(shop.journal).toHaveLength(worked);
    expect(shop.orders).toHaveLength(1);
  });

  it('makes one order of a reference that is placed several times at once', async () => {
    const ordering = orderingAt();
    const answers = await Promise.all([1, 2, 3].map(() => ordering.place(anOrder(), callWithin())));
    expect(answers).toEqual([1, 2, 3].map(() => ({ outcome: 'PLACED' })));
    expect(leftovers()).toEqual(ONE_ORDER);
    expect(shop.journal).toEqual([...STEPS]);
  });

  it('keeps orders of different references apart', async () => {
    const ordering = orderingAt();
    await Promise.all(
      ['A1', 'B2'].map((number) => ordering.place(anOrder({ reference: reference(number) }), callWithin())),
    );
    expect(shop.orders.map((order) => order.reference).sort()).toEqual(['PSR-A1', 'PSR-B2']);
  });

  it('lets who joined go when its own time is over, and the one who began finish', async () => {
    const ordering = orderingAt();
    shop.server.knobs.latencyMs = 150;
    const first = ordering.place(anOrder(), callWithin(20_000));
    await expect(ordering.place(anOrder(), callWithin(50))).rejects.toMatchObject({
      code: 'TIMEOUT',
      detail: expect.stringContaining('under way') as string,
    });
    expect(await first).toEqual({ outcome: 'PLACED' });
  });

  it('tells whether the shop has an order of a reference', async () => {
    const ordering = orderingAt();
    expect(await ordering.has(reference('2K7XQ'), callWithin())).toBe(false);
    await ordering.place(anOrder(), callWithin());
    expect(await ordering.has(reference('2K7XQ'), callWithin())).toBe(true);
    expect(await ordering.has(reference('OTHER'), callWithin())).toBe(false);
  });
});

describe('an order that is refused', () => {
  const undone = {
    cart: [],
    lines: ['undo cart'],
    address: ['undo lines', 'undo cart'],
    // Its own refusal is undone too (undoWhenRefused).
    reserve: ['undo reserve', 'undo lines', 'undo cart'],
    confirm: ['undo reserve', 'undo lines', 'undo cart'],
  } as const;

  it.each(STEPS)('at step %s leaves nothing behind, the last step undone first', async (step) => {
    shop.refuse = { step, answer: OUT_OF_STOCK };
    const answer = await orderingAt().place(anOrder(), callWithin());
    expect(answer).toMatchObject({ outcome: 'REFUSED', reason: 'OUT_OF_STOCK' });
    expect(answer).toHaveProperty('detail', expect.stringContaining(`step ${step}: `));
    // An undo that finds nothing is done: what the reservation's was sent for was never held.
    expect(answer).toHaveProperty('detail', expect.not.stringContaining('left behind'));
    expect(leftovers()).toEqual(NOTHING_LEFT);
    expect(shop.journal.filter((entry) => entry.startsWith('undo'))).toEqual(undone[step]);
  });

  it('takes back what a refusal itself left behind, where the manifest says that it does', async () => {
    shop.refuse = { step: 'reserve', answer: OUT_OF_STOCK, leaving: true };
    expect(await orderingAt().place(anOrder(), callWithin())).toMatchObject({ reason: 'OUT_OF_STOCK' });
    expect(leftovers()).toEqual(NOTHING_LEFT);
  });

  it('undoes a refused step by what the refusal gave', async () => {
    shop.refuse = {
      step: 'cart',
      leaving: true,
      answer: { status: 422, body: { error: 'CLOSED', cart: 'C1' } },
    };
    const [cart, ...others] = ORDERS.place;
    const place = [{ ...cart, undoWhenRefused: true }, ...others];
    expect(await orderingAt({ place }).place(anOrder(), callWithin())).toMatchObject({
      outcome: 'REFUSED',
      reason: 'NOT_ACCEPTED',
    });
    expect(leftovers()).toEqual(NOTHING_LEFT);
  });

  it('leaves a refused step alone where the manifest does not say so', async () => {
    shop.refuse = { step: 'lines', answer: OUT_OF_STOCK };
    await orderingAt().place(anOrder(), callWithin());
    expect(shop.journal).toEqual(['cart', 'undo cart']);
  });

  it('is UNKNOWN_OFFER where a step says "not there"', async () => {
    shop.refuse = { step: 'lines', answer: { status: 404, body: {} } };
    expect(await orderingAt().place(anOrder(), callWithin())).toMatchObject({
      outcome: 'REFUSED',
      reason: 'UNKNOWN_OFFER',
    });
    expect(leftovers()).toEqual(NOTHING_LEFT);
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [400, 'INVALID_INPUT'],
    [409, 'CONFLICT'],
  ])('by status %i, which is never sent again, is undone before it is thrown', async (status, code) => {
    shop.refuse = { step: 'confirm', answer: { status, body: {} } };
    await expect(orderingAt().place(anOrder(), callWithin())).rejects.toMatchObject({
      code,
      detail: expect.stringContaining('undone: reserve, lines, cart') as string,
    });
    expect(leftovers()).toEqual(NOTHING_LEFT);
  });

  it('stands when an undo fails twice and then works', async () => {
    shop.refuse = { step: 'confirm', answer: OUT_OF_STOCK };
    shop.undosToFail = { reserve: 2 };
    const answer = await orderingAt().place(anOrder(), callWithin());
    expect(answer).toMatchObject({ reason: 'OUT_OF_STOCK' });
    expect(answer).toHaveProperty('detail', expect.not.stringContaining('left behind'));
    expect(leftovers()).toEqual(NOTHING_LEFT);
  });

  it('stands when an undo fails for good, says what is left, and undoes the others', async () => {
    shop.refuse = { step: 'confirm', answer: OUT_OF_STOCK };
    shop.undosToFail = { reserve: 99 };
    const answer = await orderingAt().place(anOrder(), callWithin());
    expect(answer).toMatchObject({ outcome: 'REFUSED', reason: 'OUT_OF_STOCK' });
    expect(answer).toHaveProperty('detail', expect.stringContaining('left behind: reserve (UNAVAILABLE'));
    expect(answer).toHaveProperty('detail', expect.stringContaining('undone: lines, cart'));
    expect(shop.undosToFail.reserve).toBe(96);
    expect(leftovers()).toEqual({ carts: 0, held: 1, orders: 0 });
  });

  it('undoes the others also where one undo hangs', async () => {
    shop.refuse = { step: 'confirm', answer: OUT_OF_STOCK };
    Object.assign(shop.server.knobs, { fault: { kind: 'hang-before' }, faultFor: '/held/' });
    const call = callWithin(3_000);
    const answer = await orderingAt({}, 1_000).place(anOrder(), call);
    expect(answer).toHaveProperty('detail', expect.stringContaining('left behind: reserve (TIMEOUT'));
    expect(leftovers()).toEqual({ carts: 0, held: 1, orders: 0 });
  });
});

describe('a request is never sent with a hole in it', () => {
  it.each([
    ['nothing', {}],
    ['null', { cart: null }],
    ['an empty text', { cart: '' }],
  ])('where the first answer gave %s, the next step is not sent', async (_, answer) => {
    shop.answers = { cart: answer };
    await expect(orderingAt().place(anOrder(), callWithin())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      detail: expect.stringMatching(
        /step lines: not sent, for no answer gave cart; left behind: cart/,
      ) as string,
    });
    expect(shop.journal).toEqual(['cart']);
  });

  it('undoes what came before a last step that could not be sent', async () => {
    shop.answers = { reserve: {} };
    await expect(orderingAt().place(anOrder(), callWithin())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      detail: expect.stringContaining('undone: reserve, lines, cart') as string,
    });
    expect(leftovers()).toEqual(NOTHING_LEFT);
  });

  it('does without what nothing needs', async () => {
    shop.answers = { confirm: {} };
    expect(await orderingAt().place(anOrder({ note: null }), callWithin())).toEqual({ outcome: 'PLACED' });
  });
});

describe('finding an order', () => {
  it.each([
    ['a list in place of an object', []],
    ['an object without the list', { unexpected: true }],
    ['a list that is none', { orders: null }],
  ])('by an answer that lacks what is looked at (%s) says neither yes nor no', async (_, answer) => {
    shop.answers = { find: answer };
    const ordering = orderingAt();
    await expect(ordering.has(reference('2K7XQ'), callWithin())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
    await expect(ordering.place(anOrder(), callWithin())).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    expect(shop.journal).toEqual([]);
  });

  it.each(['status', 'html', 'truncated-json', 'reset-in-body', 'empty'] as const)(
    'that is answered with %s sends no order',
    async (kind) => {
      Object.assign(shop.server.knobs, { fault: { kind, status: 503 }, faultFor: '/orders' });
      await expect(orderingAt().place(anOrder(), callWithin())).rejects.toMatchObject({
        code: expect.stringMatching(/UNAVAILABLE|BAD_RESPONSE/) as string,
      });
      expect(shop.journal).toEqual([]);
    },
  );

  it.each([
    ['orders[0]', { orders: [] }, false],
    ['order', { order: null }, false],
    ['order', { order: { id: 1 } }, true],
    ['there', { there: 'tidak' }, false],
    ['there', { there: 1 }, true],
    ['length(orders) > `0`', { orders: [{}] }, true],
  ])('by %s of %j is %s', async (found, answer, expected) => {
    shop.answers = { find: answer };
    const ordering = orderingAt({ find: { ...ORDERS.find, found } });
    expect(await ordering.has(reference('2K7XQ'), callWithin())).toBe(expected);
  });

  it('takes a refusal for a no only where it says that the order is not known', async () => {
    const find = { ...ORDERS.find, request: { path: '/orders' } };
    const ordering = orderingAt({ find });
    const fault = { kind: 'status', status: 410 };
    Object.assign(shop.server.knobs, { fault, faultFor: '/orders' });
    expect(await ordering.has(reference('2K7XQ'), callWithin())).toBe(false);
    Object.assign(shop.server.knobs, { fault: { ...fault, status: 422 } });
    await expect(ordering.has(reference('2K7XQ'), callWithin())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
  });
});
