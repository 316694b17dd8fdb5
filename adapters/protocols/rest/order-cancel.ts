import type { Call } from '../../core/contract';
import { AdapterError, toAdapterError } from '../../core/errors';
import type { OrderReference } from '../../core/ids';
import type { OrderState } from '../../core/order/order-states';
import type { DirectOrdering, Refused } from '../../core/order/ordering-port';
import { notTold, type Find } from './order-find';
import type { ReadStatus } from './order-status';
import type { Step } from './order-steps';
import { isNo, retold, takeSteps } from './order-take-steps';
import { takeBack, timeToTakeBack, type Shop } from './order-undo';

export interface Cancelling {
  readonly shop: Shop;
  readonly find: Find;
  readonly steps: readonly Step[];
  /** Null where the shop can't be asked. */
  readonly readStatus: ReadStatus | null;
  readonly undoMs: number;
}

const CANCELLED = { outcome: 'CANCELLED' } as const;

/**
 * Takes an order back in a row of calls. Twice is once: shops say in many ways that an order was cancelled
 * before (they don't show it any more, they know nothing to cancel, they refuse), and where they tell statuses
 * the status decides what was meant.
 */
export async function cancelOrder(
  reference: OrderReference,
  { shop, find, steps, readStatus, undoMs }: Cancelling,
  call: Call,
): ReturnType<DirectOrdering['cancel']> {
  const found = await find(reference, call);
  if (found === null) {
    const state = await stateNow();
    return state === 'CANCELLED' ? CANCELLED : refused('UNKNOWN_ORDER', `it is not there${toldOf(state)}`);
  }
  if (found.captured === null)
    throw notTold(
      shop.marketplace,
      'the answer shows other orders too: what it gives may be of one of those',
    );
  const start = { order: { reference }, captured: found.captured };
  const ending = await takeSteps(steps, start, 'NOTHING_TO_DO', shop, call);
  if (ending.end === 'DONE') return ending.lastWasMissing ? nothingWasThere() : CANCELLED;
  if (ending.end === 'FAILED' && ending.mayStand) throw ending.error;

  const state = isNo(ending) ? await stateNow() : null;
  if (state === 'CANCELLED') return CANCELLED;
  const undone = await takeBack(ending.undos, shop, call, timeToTakeBack(call, undoMs));
  if (ending.end === 'FAILED') throw retold(ending.error, `${ending.error.detail}${undone}${toldOf(state)}`);
  const { reason, detail } = ending.refusal;
  return refused(reason ?? 'TOO_LATE', `${detail}${undone}${toldOf(state)}`);

  /** Cancelled before, as far as the shop can be asked; else the order has gone where nothing cancels it. */
  async function nothingWasThere(): ReturnType<DirectOrdering['cancel']> {
    const state = await stateNow();
    if (state instanceof AdapterError) throw state;
    if (state === null || state === 'CANCELLED') return CANCELLED;
    return refused('TOO_LATE', `the last step found nothing to cancel${toldOf(state)}`);
  }

  /** Null where it isn't known. */
  async function stateNow(): Promise<OrderState | AdapterError | null> {
    try {
      return (await readStatus?.(reference, call))?.state ?? null;
    } catch (thrown) {
      return toAdapterError(thrown, shop.marketplace);
    }
  }
}

function refused(reason: Refused['reason'], detail: string): Refused {
  return { outcome: 'REFUSED', reason, detail };
}

function toldOf(state: OrderState | AdapterError | null): string {
  if (state === null) return '';
  return state instanceof AdapterError
    ? `; its status is not known, ${state.detail}`
    : `; its state is ${state}`;
}
