import { orderId, type OrderId } from '../../../../adapters/core/ids';
import { callWithin } from '../../../support/call';
import { reference } from '../../../support/purchase-orders';
import { anOrder, ORDERS, portsOf, SHOP, startOrderShop, type OrderShop, type ShopPorts } from './order-shop';

const MINE = reference('2K7XQ');
const [CART, LINES, ADDRESS, RESERVE, CONFIRM] = ORDERS.place;
const [, CANCEL] = ORDERS.cancel;
const PLACED = { outcome: 'PLACED' };

let shop: OrderShop;
let ports: ShopPorts[];

function portsAt(change: Readonly<Record<string, unknown>> = {}): ShopPorts {
  const opened = portsOf(shop, change);
  ports.push(opened);
  return opened;
}

beforeEach(async () => {
  shop = await startOrderShop();
  ports = [];
});
afterEach(async () => {
  for (const { close } of ports) close();
  await shop.server.close();
});

function strike(path: string, status: number): void {
  Object.assign(shop.server.knobs, { fault: { kind: 'status', status }, faultFor: path });
}

const step = (responses: readonly object[]) => ({
  place: [CART, LINES, { ...ADDRESS, responses }, RESERVE, CONFIRM],
});

describe('rules of a step of its own', () => {
  it('make a yes of what is a no elsewhere', async () => {
    shop.refuse = { step: 'address', answer: { status: 409, body: { error: 'UNCHANGED' } } };
    const change = step([{ status: 409, when: "error == 'UNCHANGED'", means: 'ok' }]);
    expect(await portsAt(change).ordering.place(anOrder(), callWithin())).toEqual(PLACED);
  });

  it.each([
    [
      'a reason of its own',
      [{ status: 422, means: 'refused', reason: 'OUT_OF_STOCK' }],
      'OUT_OF_STOCK',
      'its own',
    ],
    [
      'the first of its own that fits',
      [
        { status: 400, means: 'ok' },
        { status: 422, means: 'refused' },
      ],
      'NOT_ACCEPTED',
      'its own responses[1]',
    ],
    [
      'those of the manifest where none fits',
      [{ status: 409, means: 'ok' }],
      'NOT_ACCEPTED',
      'refused by responses[1]',
    ],
    ['those of the manifest where there are none', [], 'NOT_ACCEPTED', 'refused by responses[1]'],
  ])('decide: %s', async (_, responses, reason, by) => {
    shop.refuse = { step: 'address', answer: { status: 422, body: {} } };
    expect(await portsAt(step(responses)).ordering.place(anOrder(), callWithin())).toMatchObject({
      outcome: 'REFUSED',
      reason,
      detail: expect.stringContaining(by) as string,
    });
  });

  it('are not those of the other steps', async () => {
    shop.refuse = { step: 'reserve', answer: { status: 409, body: {} } };
    const { ordering } = portsAt(step([{ status: 409, means: 'ok' }]));
    await expect(ordering.place(anOrder(), callWithin())).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('are not those of its undo', async () => {
    shop.refuse = { step: 'reserve', answer: { status: 422, body: {} } };
    shop.undosToFail = { lines: 1 };
    const lines = { ...LINES, responses: [{ status: 503, means: 'ok' }] };
    await portsAt({ place: [CART, lines, ADDRESS, RESERVE, CONFIRM] }).ordering.place(
      anOrder(),
      callWithin(),
    );
    expect(shop.journal).toContain('undo lines');
  });
});

describe('rules of finding an order', () => {
  const finding = (responses: readonly object[]) => ({ find: { ...ORDERS.find, responses } });

  it.each([
    ['not there', [{ status: 422, means: 'missing' }]],
    ['not known', [{ status: 422, means: 'refused', reason: 'UNKNOWN_ORDER' }]],
  ])('say %s of a status that is a refusal elsewhere', async (_, responses) => {
    strike('/orders', 422);
    expect(await portsAt(finding(responses)).ordering.has(MINE, callWithin())).toBe(false);
  });

  it.each([
    ['a 404 that is a failure there', 404, [{ status: 404, means: 'retry' }], 'UNAVAILABLE'],
    ['a refusal without the reason', 422, [{ status: 422, means: 'refused' }], 'BAD_RESPONSE'],
    ['rules that do not fit', 422, [{ status: 404, means: 'missing' }], 'BAD_RESPONSE'],
  ])('never take for a no: %s', async (_, status, responses, code) => {
    strike('/orders', status);
    const { ordering } = portsAt(finding(responses));
    await expect(ordering.place(anOrder(), callWithin())).rejects.toMatchObject({ code });
    expect(shop.journal).toEqual([]);
  });
});

describe('rules of a status', () => {
  const read = async (responses: readonly object[]): Promise<unknown> => {
    const { statuses } = portsAt({ status: { ...ORDERS.status, responses } });
    return statuses?.statuses?.([orderId(SHOP, MINE) as OrderId], callWithin());
  };

  it('say not there of a status that is a refusal elsewhere', async () => {
    strike('/status', 422);
    expect(await read([{ status: 422, means: 'missing' }])).toEqual([null]);
  });

  it('say a failure of a status that is "not there" elsewhere', async () => {
    await expect(read([{ status: 404, means: 'retry' }])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('a refusal without a reason', () => {
  const cancelling = (responses: readonly object[]) => ({
    cancel: [{ ...CANCEL, responses }],
    status: undefined,
  });

  it('is NOT_ACCEPTED of an order', async () => {
    shop.refuse = { step: 'lines', answer: { status: 422, body: {} } };
    expect(await portsAt().ordering.place(anOrder(), callWithin())).toMatchObject({ reason: 'NOT_ACCEPTED' });
  });

  it.each([
    ['TOO_LATE', 'none', {}],
    ['NOT_ACCEPTED', 'the same', { reason: 'NOT_ACCEPTED' }],
    ['UNKNOWN_ORDER', 'the same', { reason: 'UNKNOWN_ORDER' }],
  ])('is %s of a cancellation whose rule names %s', async (reason, _, rule) => {
    await portsAt().ordering.place(anOrder(), callWithin());
    shop.refuse = { step: 'cancel', answer: { status: 422, body: {} } };
    const { ordering } = portsAt(cancelling([{ status: 422, means: 'refused', ...rule }]));
    expect(await ordering.cancel(MINE, callWithin())).toMatchObject({ outcome: 'REFUSED', reason });
  });
});

describe('a shop that answers with a Location', () => {
  const capture = { cart: { header: 'Location', lastSegment: true } };

  it('is asked for what stands there', async () => {
    const place = [{ ...CART, capture }, LINES, ADDRESS, RESERVE, CONFIRM];
    expect(await portsAt({ place }).ordering.place(anOrder(), callWithin())).toEqual(PLACED);
    expect(shop.orders).toMatchObject([{ cart: 'C1' }]);
  });

  it('and does not: what needs it is not sent', async () => {
    const place = [{ ...CART, capture: { cart: { header: 'X-Cart' } } }, LINES, ADDRESS, RESERVE, CONFIRM];
    await expect(portsAt({ place }).ordering.place(anOrder(), callWithin())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      detail: expect.stringContaining('no answer gave cart') as string,
    });
    expect(shop.journal).toEqual(['cart']);
  });
});
