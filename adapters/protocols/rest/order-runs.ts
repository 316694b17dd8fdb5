import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { MarketplaceId, OrderReference } from '../../core/ids';
import { within } from '../../core/within';

/** Work on orders, one at a time for each: who asks for what is under way waits for how that ends. */
export interface OrderRuns<T> {
  run(reference: OrderReference, work: () => Promise<T>, call: Call): Promise<T>;
}

/**
 * Whoever began it has it to the end, what is taken back included. Its call bounds it, not that of those
 * who joined: they leave when their own time is over.
 */
export function createOrderRuns<T>(marketplace: MarketplaceId): OrderRuns<T> {
  const running = new Map<OrderReference, Promise<T>>();
  return {
    async run(reference, work, { deadline }) {
      const underWay = running.get(reference);
      if (underWay === undefined) {
        const begun = work().finally(() => running.delete(reference));
        running.set(reference, begun);
        return begun;
      }
      const left = await within(
        deadline - Date.now(),
        underWay.then((value) => ({ value })),
        null,
      );
      if (left !== null) return left.value;
      const detail = `order ${reference}: still under way for someone else`;
      throw new AdapterError('TIMEOUT', { marketplace, detail });
    },
  };
}
