import type { DirectOrdering } from '../../../../adapters/core/order/ordering-port';
import { callWithin } from '../../../support/call';
import { reference } from '../../../support/purchase-orders';
import { anOrder, ORDERS, portsOf, startOrderShop, type OrderShop, type ShopPorts } from './order-shop';

const REFERENCE = reference('2K7XQ');
const CANCELLED = { outcome: 'CANCELLED' };
const WITHOUT_STATUS = { status: undefined };
const [VOID, CANCEL] = ORDERS.cancel;
const ONE_STEP = { cancel: [CANCEL] };

let shop: OrderShop;
let ports: ShopPorts[];

function orderingAt(change: Readonly<Record<string, unknown>> = {}): DirectOrdering {
  const opened = portsOf(shop, change, 1_000);
  ports.push(opened);
  return opened.ordering;
}

beforeEach(async () => {
  shop = await startOrderShop();
  ports = [];
  await orderingAt().place(anOrder(), callWithin());
  shop.journal.length = 0;
});
afterEach(async () => {
  for (const { close } of ports) close();
  await shop.server.close();
});

function state(): string | undefined {
  return shop.orders[0]?.state;
}

describe('taking an order back', () => {
  it('finds the order first, and takes the steps with what that gave', async () => {
    expect(await orderingAt().cancel(REFERENCE, callWithin())).toEqual(CANCELLED);
    expect(shop.journal).toEqual(['void', 'cancel']);
    expect(state()).toBe('cancelled');
  });

  it.each([
    ['a shop that finds nothing to cancel any more', ONE_STEP],
    ['one that can not be asked for a status either', { ...ONE_STEP, ...WITHOUT_STATUS }],
    ['one whose earlier steps find nothing', {}],
  ])('twice is once: %s', async (_, change) => {
    const ordering = orderingAt(change);
    expect(await ordering.cancel(REFERENCE, callWithin())).toEqual(CANCELLED);
    expect(await ordering.cancel(REFERENCE, callWithin())).toEqual(CANCELLED);
    expect(state()).toBe('cancelled');
  });

  it.each([
    ['refuses', { status: 422, body: {} }],
    ['says that there is a conflict', { status: 409, body: {} }],
  ])('twice is once: a shop that %s, and tells a status', async (_, answer) => {
    const ordering = orderingAt(ONE_STEP);
    await ordering.cancel(REFERENCE, callWithin());
    shop.refuse = { step: 'cancel', answer };
    expect(await ordering.cancel(REFERENCE, callWithin())).toEqual(CANCELLED);
  });

  it('twice is once: a shop that shows no more what was cancelled, and tells a status', async () => {
    const ordering = orderingAt();
    await ordering.cancel(REFERENCE, callWithin());
    shop.answers = { find: { orders: [] } };
    expect(await ordering.cancel(REFERENCE, callWithin())).toEqual(CANCELLED);
  });

  it('is done once for all who ask at once', async () => {
    const ordering = orderingAt();
    const answers = await Promise.all([1, 2].map(() => ordering.cancel(REFERENCE, callWithin())));
    expect(answers).toEqual([CANCELLED, CANCELLED]);
    expect(shop.journal).toEqual(['void', 'cancel']);
  });

  it('of an order that the shop does not have is refused, and nothing is sent', async () => {
    expect(await orderingAt().cancel(reference('OTHER'), callWithin())).toMatchObject({
      outcome: 'REFUSED',
      reason: 'UNKNOWN_ORDER',
    });
    expect(shop.journal).toEqual([]);
  });

  it.each([
    ['refused', { status: 422, body: {} }, 'TOO_LATE'],
    ['refused for a reason', { status: 410, body: {} }, 'UNKNOWN_ORDER'],
  ])('that is %s says so', async (_, answer, reason) => {
    shop.refuse = { step: 'cancel', answer };
    expect(await orderingAt().cancel(REFERENCE, callWithin())).toMatchObject({ outcome: 'REFUSED', reason });
    expect(state()).toBe('new');
  });

  it('that finds nothing to cancel, of an order that has gone on, is too late', async () => {
    Object.assign(shop.orders[0] ?? {}, { state: 'shipped' });
    shop.refuse = { step: 'cancel', answer: { status: 404, body: {} } };
    expect(await orderingAt(ONE_STEP).cancel(REFERENCE, callWithin())).toMatchObject({ reason: 'TOO_LATE' });
  });

  it('that finds nothing to cancel is not believed while the status can not be read', async () => {
    shop.refuse = { step: 'cancel', answer: { status: 404, body: {} } };
    shop.answers = { status: { state: { deep: 'word' } } };
    await expect(orderingAt(ONE_STEP).cancel(REFERENCE, callWithin())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
  });

  it('that is refused stays refused when the status can not be read, and says why', async () => {
    shop.refuse = { step: 'cancel', answer: { status: 422, body: {} } };
    shop.answers = { status: { state: { deep: 'word' } } };
    const answer = await orderingAt().cancel(REFERENCE, callWithin());
    expect(answer).toMatchObject({ reason: 'TOO_LATE' });
    expect(answer).toHaveProperty('detail', expect.stringContaining('its status is not known'));
  });

  it('sends no request with a hole in it', async () => {
    shop.answers = { find: { orders: [{ reference: 'PSR-2K7XQ' }] } };
    await expect(orderingAt().cancel(REFERENCE, callWithin())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      detail: expect.stringContaining('no answer gave id') as string,
    });
    expect(shop.journal).toEqual([]);
  });

  it.each(['hang', 'hang-before'] as const)(
    'that is never answered (%s) may be asked again',
    async (kind) => {
      Object.assign(shop.server.knobs, { fault: { kind }, faultFor: '/cancel' });
      const ordering = orderingAt();
      await expect(ordering.cancel(REFERENCE, callWithin(500))).rejects.toMatchObject({ code: 'TIMEOUT' });
      shop.server.knobs.fault = null;
      expect(await ordering.cancel(REFERENCE, callWithin())).toEqual(CANCELLED);
      expect(state()).toBe('cancelled');
    },
  );

  it('takes back its own earlier steps when a later one is refused', async () => {
    shop.refuse = { step: 'cancel', answer: { status: 422, body: {} } };
    // Only to be seen: an undo of the shop's that has nothing to do with voiding.
    const cancel = [{ ...VOID, undo: { method: 'DELETE', path: '/opened/${captured.id}' } }, CANCEL];
    await orderingAt({ cancel }).cancel(REFERENCE, callWithin());
    expect(shop.journal).toEqual(['void', 'undo cart']);
  });

  it('is unsupported where the manifest declares none', async () => {
    await expect(orderingAt({ cancel: undefined }).cancel(REFERENCE, callWithin())).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    });
  });
});
