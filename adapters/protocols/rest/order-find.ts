import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { OrderReference } from '../../core/ids';
import type { Variables } from './exchange';
import type { DirectOrders } from './manifest';
import { compileCapture, type CallVariables } from './order-captures';
import { compileShown } from './order-shown';
import type { Shop } from './order-undo';

/** An order that the shop has. */
export interface Found {
  /** What its answer gave; null where that may be of another order that it shows as well. */
  readonly captured: Variables | null;
}

/** Null for an order that the shop doesn't have. */
export type Find = (reference: OrderReference, call: Call) => Promise<Found | null>;

/** Asks for an order by its reference. What says neither yes nor no is an error, never a no. */
export function createFind(find: DirectOrders['find'], { exchange, marketplace }: Shop): Find {
  const { request, responses } = find;
  const shownIn = compileShown(find);
  const capture = compileCapture(find.capture);
  return async (reference, call) => {
    const answer = await exchange.send({ request, responses, variables: byReference(reference) }, call);
    if (answer.means === 'missing') return null;
    if (answer.means === 'refused') {
      if (answer.reason === 'UNKNOWN_ORDER') return null;
      throw notTold(marketplace, `refused, ${answer.detail}`);
    }
    switch (shownIn(answer.body, reference)) {
      case 'YES':
        return { captured: capture(answer) };
      case 'AMONG_OTHERS':
        return { captured: find.capture === undefined ? {} : null };
      case 'NO':
        return null;
      case 'UNCLEAR':
        throw notTold(marketplace, 'the answer lacks what "found" and "reference" look at');
    }
  };
}

export function notTold(marketplace: Shop['marketplace'], why: string): AdapterError {
  return new AdapterError('BAD_RESPONSE', { marketplace, detail: `finding an order: ${why}` });
}

/** All that is known of an order that is only asked for. */
export function byReference(reference: string): CallVariables {
  return { order: { reference }, captured: {} };
}
