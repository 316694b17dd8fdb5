import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { OrderReference } from '../../core/ids';
import type { Variables } from './exchange';
import { compileExpression } from './expression';
import { plainPath, saysNothing } from './json-path';
import type { DirectOrders } from './manifest';
import { compileCapture, type CallVariables } from './order-captures';
import type { Shop } from './order-undo';
import { holds } from './truth';

/** An order that the shop has, with what its answer gave; null for one that it doesn't have. */
export type Find = (
  reference: OrderReference,
  call: Call,
) => Promise<{ readonly captured: Variables } | null>;

/**
 * Asks for an order by its reference. An answer that lacks what `found` looks at is none: taken for a no it
 * would order twice. Where the answer itself says null, or ends its list before, it does say no.
 */
export function createFind(find: DirectOrders['find'], { exchange, marketplace }: Shop): Find {
  const isThere = compileExpression(find.found);
  const path = plainPath(find.found);
  const capture = compileCapture(find.capture);
  return async (reference, call) => {
    const answer = await exchange.send({ request: find.request, variables: byReference(reference) }, call);
    if (answer.means === 'missing') return null;
    if (answer.means === 'refused') {
      if (answer.reason === 'UNKNOWN_ORDER') return null;
      throw notTold(`refused, ${answer.detail}`);
    }
    const found = isThere(answer.body);
    if (found === null && !(path !== null && saysNothing(answer.body, path)))
      throw notTold('the answer lacks what "found" looks at');
    return holds(found) ? { captured: capture(answer.body) } : null;
  };

  function notTold(detail: string): AdapterError {
    return new AdapterError('BAD_RESPONSE', { marketplace, detail: `finding an order: ${detail}` });
  }
}

/** All that is known of an order that is only asked for. */
export function byReference(reference: string): CallVariables {
  return { order: { reference }, captured: {} };
}
