import type { Call } from '../../core/contract';
import type { DirectOrdering, PurchaseOrder } from '../../core/order/ordering-port';
import type { Find } from './order-find';
import type { Step } from './order-steps';
import { isNo, retold, takeSteps, type Failure } from './order-take-steps';
import { takeBack, timeToTakeBack, type Shop } from './order-undo';
import type { UnsettledOrders } from './order-unsettled';
import { orderVariables } from './order-variables';

export interface Placing {
  readonly shop: Shop;
  /** Settles what it finds. */
  readonly find: Find;
  readonly steps: readonly Step[];
  readonly unsettled: UnsettledOrders;
  readonly undoMs: number;
}

/**
 * Places an order in a row of calls. It may be asked for any number of times: it begins by finding the
 * order, and takes back what an attempt that came to nothing left behind. Only after a last step whose end
 * nobody knows everything is left as it is, until the shop tells whether the order stands.
 */
export async function placeOrder(
  order: PurchaseOrder,
  { shop, find, steps, unsettled, undoMs }: Placing,
  call: Call,
): ReturnType<DirectOrdering['place']> {
  const { reference } = order;
  if ((await find(reference, call)) !== null) return { outcome: 'PLACED' };

  const earlier = await takeBack(unsettled.take(reference), shop, call, undoMs);
  const cleared = earlier === '' ? '' : `; of an attempt before${earlier}`;
  const start = { order: orderVariables(order), captured: {} };
  const ending = await takeSteps(steps, start, 'REFUSED', shop, call);
  if (ending.end === 'DONE') {
    unsettled.settle(reference);
    return { outcome: 'PLACED' };
  }
  if (ending.end === 'FAILED' && ending.mayStand) {
    unsettled.note(reference, ending.undos);
    throw retold(ending.error, `${ending.error.detail}; it may stand, so nothing was undone${cleared}`);
  }
  if (mayMeanThatItIsThere(ending) && (await isThereAfterAll(ending))) return { outcome: 'PLACED' };
  const undone = await takeBack(ending.undos, shop, call, timeToTakeBack(call, undoMs));
  if (ending.end === 'FAILED') throw retold(ending.error, `${ending.error.detail}${undone}${cleared}`);
  const { reason, detail } = ending.refusal;
  return { outcome: 'REFUSED', reason: reason ?? 'NOT_ACCEPTED', detail: `${detail}${undone}${cleared}` };

  /** A no can be about an earlier attempt of this very order that arrives while this one is made. */
  function mayMeanThatItIsThere(failure: Failure): boolean {
    const isConflict = failure.end === 'FAILED' && failure.error.code === 'CONFLICT';
    return isConflict || (isNo(failure) && unsettled.has(reference));
  }

  async function isThereAfterAll({ undos }: Failure): Promise<boolean> {
    try {
      return (await find(reference, call)) !== null;
    } catch (thrown) {
      unsettled.note(reference, undos);
      throw thrown;
    }
  }
}
