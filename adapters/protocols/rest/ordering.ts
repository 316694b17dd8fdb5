import { AdapterError } from '../../core/errors';
import type { DirectOrdering } from '../../core/order/ordering-port';
import { cancelOrder } from './order-cancel';
import { createFind, type Find } from './order-find';
import { placeOrder } from './order-place';
import { createOrderRuns } from './order-runs';
import { createReadStatus, type OrderStatusOptions } from './order-status';
import { compileStep } from './order-steps';
import { createUnsettledOrders } from './order-unsettled';

export interface RestOrderingOptions extends OrderStatusOptions {
  /** How long taking steps back may take where the call's own time is over, in milliseconds. */
  readonly undoMs?: number;
}

/** A caller's time is over by then: long enough for a shop that is well, short enough to be waited for. */
const UNDO_MS = 3_000;

/** Ordering at a marketplace that a manifest describes, call by call. */
export function createRestOrdering(options: RestOrderingOptions): DirectOrdering {
  const { marketplace, orders, exchange, undoMs = UNDO_MS } = options;
  const shop = { marketplace, exchange };
  const unsettled = createUnsettledOrders();
  const ask = createFind(orders.find, shop);
  const find: Find = async (reference, call) => {
    const found = await ask(reference, call);
    if (found !== null) unsettled.settle(reference);
    return found;
  };
  const placing = { shop, find, steps: orders.place.map(compileStep), unsettled, undoMs };
  const places = createOrderRuns<Awaited<ReturnType<DirectOrdering['place']>>>(marketplace);
  const cancels = createOrderRuns<Awaited<ReturnType<DirectOrdering['cancel']>>>(marketplace);
  const cancelling =
    orders.cancel === undefined
      ? null
      : { shop, find, steps: orders.cancel.map(compileStep), readStatus: createReadStatus(options), undoMs };
  return {
    mode: 'DIRECT',
    place: (order, call) => places.run(order.reference, () => placeOrder(order, placing, call), call),
    has: async (reference, call) => (await find(reference, call)) !== null,
    async cancel(reference, call) {
      if (cancelling === null)
        throw new AdapterError('UNSUPPORTED', { marketplace, detail: 'its manifest declares no cancelling' });
      return cancels.run(reference, () => cancelOrder(reference, cancelling, call), call);
    },
  };
}
