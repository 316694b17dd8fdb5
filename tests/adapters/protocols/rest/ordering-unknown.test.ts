import type { DirectOrdering } from '../../../../adapters/core/order/ordering-port';
import { callWithin } from '../../../support/call';
import { reference } from '../../../support/purchase-orders';
import { until } from '../../../support/until';
import {
  anOrder,
  OUT_OF_STOCK,
  portsOf,
  startOrderShop,
  STEPS,
  type OrderShop,
  type ShopPorts,
  type StepName,
} from './order-shop';

const PATHS: Readonly<Record<StepName, string>> = {
  cart: '/open-cart',
  lines: '/lines',
  address: '/address',
  reserve: '/reserve',
  confirm: '/confirm',
};
const REFERENCE = reference('2K7XQ');

let shop: OrderShop;
let ports: ShopPorts;
let ordering: DirectOrdering;

beforeEach(async () => {
  shop = await startOrderShop();
  ports = portsOf(shop);
  ordering = ports.ordering;
});
afterEach(async () => {
  ports.close();
  await shop.server.close();
});

function leftovers(): object {
  return { carts: shop.carts.size, held: shop.held.size, orders: shop.orders.length };
}

function strike(fault: object | null, step: StepName): void {
  Object.assign(shop.server.knobs, { fault, faultFor: PATHS[step] });
}

function undosIn(journal: readonly string[]): readonly string[] {
  return journal.filter((entry) => entry.startsWith('undo'));
}

/** A caller who leaves as soon as the request of a step has come in; gives what the placing threw. */
async function placeAndLeaveAt(step: StepName): Promise<unknown> {
  const leaving = new AbortController();
  const placing = ordering
    .place(anOrder(), callWithin(20_000, leaving.signal))
    .catch((error: unknown) => error);
  await until(() => shop.server.requests.some(({ path }) => path.includes(PATHS[step])));
  leaving.abort();
  return placing;
}

describe('a step before the last that is never answered', () => {
  const before = STEPS.slice(0, -1);

  it.each(before.flatMap((step) => (['hang', 'hang-before'] as const).map((kind) => [step, kind] as const)))(
    '(%s, %s) is an error, what is known of is taken back, and the next attempt is one order',
    async (step, kind) => {
      strike({ kind }, step);
      expect(await placeAndLeaveAt(step)).toMatchObject({
        code: 'TIMEOUT',
        detail: expect.stringContaining(`step ${step}: `) as string,
      });
      // A cart whose number never came can't be taken back, if there is one.
      const lost = step === 'cart' && kind === 'hang' ? 1 : 0;
      expect(leftovers()).toEqual({ carts: lost, held: 0, orders: 0 });

      strike(null, step);
      expect(await ordering.has(REFERENCE, callWithin())).toBe(false);
      expect(await ordering.place(anOrder(), callWithin())).toEqual({ outcome: 'PLACED' });
      expect(leftovers()).toEqual({ carts: lost, held: 0, orders: 1 });
    },
  );

  it('says what it could not take back', async () => {
    strike({ kind: 'hang' }, 'cart');
    expect(await placeAndLeaveAt('cart')).toMatchObject({
      detail: expect.stringContaining('left behind: cart (no answer gave cart)') as string,
    });
  });

  it('says what it took back, and hides no error behind an undo that fails', async () => {
    strike({ kind: 'hang' }, 'reserve');
    shop.undosToFail = { lines: 99 };
    expect(await placeAndLeaveAt('reserve')).toMatchObject({
      code: 'TIMEOUT',
      detail: expect.stringMatching(/undone: reserve, cart; left behind: lines \(UNAVAILABLE/) as string,
    });
  });

  it.each(['html', 'truncated-json', 'reset-in-body'] as const)(
    'or is answered with %s is undone, and the error stays what it was',
    async (kind) => {
      strike({ kind }, 'reserve');
      await expect(ordering.place(anOrder(), callWithin())).rejects.toMatchObject({
        code: expect.stringMatching(/BAD_RESPONSE|UNAVAILABLE/) as string,
        detail: expect.stringContaining('undone: reserve, lines, cart') as string,
      });
      expect(leftovers()).toEqual({ carts: 0, held: 0, orders: 0 });
    },
  );

  it('is told to slow down for as long as the shop said', async () => {
    strike({ kind: 'status', status: 429, retryAfter: '7' }, 'reserve');
    await expect(ordering.place(anOrder(), callWithin())).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: 7_000,
      status: 429,
    });
    expect(leftovers()).toEqual({ carts: 0, held: 0, orders: 0 });
  });

  it('gets time of its own for the undo when the deadline has passed', async () => {
    strike({ kind: 'hang' }, 'reserve');
    await expect(ordering.place(anOrder(), callWithin(2_000))).rejects.toMatchObject({
      code: 'TIMEOUT',
      detail: expect.stringContaining('undone: reserve, lines, cart') as string,
    });
    expect(leftovers()).toEqual({ carts: 0, held: 0, orders: 0 });
  });

  it('does not wait for undos that hang for longer than that time', async () => {
    const hasty = portsOf(shop, {}, 300);
    const began = Date.now();
    try {
      strike({ kind: 'hang-before' }, 'lines');
      const leaving = new AbortController();
      const placing = hasty.ordering.place(anOrder(), callWithin(60_000, leaving.signal));
      placing.catch(() => undefined);
      await until(() => shop.server.requests.some(({ path }) => path.includes('/lines')));
      Object.assign(shop.server.knobs, { faultFor: '' });
      leaving.abort();
      await expect(placing).rejects.toMatchObject({
        detail: expect.stringMatching(/left behind: lines \(TIMEOUT.*cart \(TIMEOUT/) as string,
      });
    } finally {
      hasty.close();
    }
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});

describe('a last step whose end nobody knows', () => {
  it('that was worked on is not undone, and is found: nothing is sent again', async () => {
    strike({ kind: 'hang' }, 'confirm');
    expect(await placeAndLeaveAt('confirm')).toMatchObject({
      code: 'TIMEOUT',
      detail: expect.stringContaining('nothing was undone') as string,
    });
    strike(null, 'confirm');
    const worked = shop.journal.length;
    expect(await ordering.has(REFERENCE, callWithin())).toBe(true);
    expect(await ordering.place(anOrder(), callWithin())).toEqual({ outcome: 'PLACED' });
    expect(shop.journal).toHaveLength(worked);
    expect(leftovers()).toEqual({ carts: 0, held: 0, orders: 1 });
  });

  it('that was never worked on is not undone at once, but before the next attempt', async () => {
    strike({ kind: 'hang-before' }, 'confirm');
    await placeAndLeaveAt('confirm');
    expect(leftovers()).toEqual({ carts: 1, held: 1, orders: 0 });
    expect(undosIn(shop.journal)).toEqual([]);

    strike(null, 'confirm');
    expect(await ordering.has(REFERENCE, callWithin())).toBe(false);
    expect(undosIn(shop.journal)).toEqual([]);
    expect(await ordering.place(anOrder(), callWithin())).toEqual({ outcome: 'PLACED' });
    expect(undosIn(shop.journal)).toEqual(['undo reserve', 'undo lines', 'undo cart']);
    expect(leftovers()).toEqual({ carts: 0, held: 0, orders: 1 });
  });

  it('leaves nothing behind however often that happens', async () => {
    strike({ kind: 'status', status: 503 }, 'confirm');
    // Worked on, and 503 all the same; the order is then taken out of the shop, as if it had been lost.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(ordering.place(anOrder(), callWithin())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      const [lost] = shop.orders.splice(0);
      shop.carts.set(lost?.cart ?? '', { items: null, address: null });
      shop.held.set(lost?.cart ?? '', 'R');
    }
    strike(null, 'confirm');
    expect(await ordering.place(anOrder(), callWithin())).toEqual({ outcome: 'PLACED' });
    expect(leftovers()).toEqual({ carts: 0, held: 0, orders: 1 });
  });

  it.each([
    ['a conflict over the reference', { status: 409, body: { error: 'KNOWN' } }],
    ['a refusal that its own first attempt brought about', OUT_OF_STOCK],
  ])('and arrives while it is sent again: %s is the order itself', async (_, answer) => {
    strike({ kind: 'hang-before' }, 'confirm');
    await placeAndLeaveAt('confirm');
    strike(null, 'confirm');
    shop.refuse = { step: 'reserve', answer };
    let looks = 0;
    shop.beforeFind = () => {
      looks += 1;
      const late = { id: 'O1', reference: REFERENCE, cart: 'C1', items: null, address: null, state: 'new' };
      if (looks === 2) shop.orders.push(late);
    };
    expect(await ordering.place(anOrder(), callWithin())).toEqual({ outcome: 'PLACED' });
    expect(shop.orders).toHaveLength(1);
  });

  it('and a refusal that is no longer certain is not told as one', async () => {
    strike({ kind: 'hang-before' }, 'confirm');
    await placeAndLeaveAt('confirm');
    strike(null, 'confirm');
    shop.refuse = { step: 'reserve', answer: OUT_OF_STOCK };
    shop.beforeFind = () => {
      shop.beforeFind = () => {
        shop.answers = { find: 'no idea' };
      };
    };
    await expect(ordering.place(anOrder(), callWithin())).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    // What it made meanwhile goes with the next attempt, which is told the truth.
    shop.answers = {};
    shop.beforeFind = () => undefined;
    expect(await ordering.place(anOrder(), callWithin())).toMatchObject({ reason: 'OUT_OF_STOCK' });
    expect(leftovers()).toEqual({ carts: 0, held: 0, orders: 0 });
  });
});

describe('a conflict', () => {
  it('over a reference that another process has placed meanwhile is that order', async () => {
    shop.conflicts = true;
    const order = { id: 'O1', reference: REFERENCE, cart: 'C0', items: null, address: null, state: 'new' };
    shop.beforeFind = () => {
      shop.beforeFind = () => undefined;
      setImmediate(() => shop.orders.push(order)); // once it has been told that there is none
    };
    expect(await ordering.place(anOrder(), callWithin())).toEqual({ outcome: 'PLACED' });
    expect(shop.orders).toEqual([order]);
    expect(shop.journal).toContain('reserve');
  });
});
