import type { OrderReference } from '../../core/ids';
import type { Undo } from './order-undo';

/**
 * Orders whose last step was sent and never answered, and what takes back the steps before it. It is kept
 * until the shop tells whether it has the order: attempt after attempt would otherwise leave a cart and a
 * reservation behind, until the shop has none left of what Pasar itself has reserved.
 */
export interface UnsettledOrders {
  has(reference: OrderReference): boolean;
  note(reference: OrderReference, undos: readonly Undo[]): void;
  /** What was kept; the order stays unsettled, for what was sent may yet arrive. */
  take(reference: OrderReference): readonly Undo[];
  settle(reference: OrderReference): void;
}

/** Only this process's own: after a restart the shop lets carts and reservations expire. */
const MOST_KEPT = 1_000;

export function createUnsettledOrders(): UnsettledOrders {
  const kept = new Map<OrderReference, readonly Undo[]>();
  return {
    has: (reference) => kept.has(reference),
    note(reference, undos) {
      kept.set(reference, [...undos, ...(kept.get(reference) ?? [])]);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    },
    take(reference) {
      const undos = kept.get(reference) ?? [];
      if (kept.has(reference)) kept.set(reference, []);
      return undos;
    },
    settle: (reference) => void kept.delete(reference),
  };
}
