/** Orders that a fake partner shop took, in memory; each shop has words of its own for the states. */
export interface ShopOrder {
  readonly id: number;
  /** The buyer's number of it, Pasar's. */
  readonly reference: string;
  readonly lines: readonly ShopOrderLine[];
  readonly state: ShopOrderState;
  readonly changedAt: Date;
}

export interface ShopOrderLine {
  readonly sku: string;
  readonly quantity: number;
}

const STATES = ['NEW', 'PACKED', 'SENT', 'DONE', 'CANCELLED'] as const;
export type ShopOrderState = (typeof STATES)[number];

export interface ShopOrders {
  /** In the order they came. */
  all(): readonly ShopOrder[];
  byId(id: number): ShopOrder | null;
  byReference(reference: string): ShopOrder | null;
  add(reference: string, lines: readonly ShopOrderLine[]): ShopOrder;
  /** Takes an order back; twice is once. Goods that are on their way can't be. */
  cancel(id: number): 'CANCELLED' | 'TOO_LATE' | 'UNKNOWN';
  /** For people and tests; false where there is no such order or state. */
  move(reference: string, to: string): boolean;
  /** How many of an article are in orders that stand. */
  ordered(sku: string): number;
}

export function createShopOrders(now: () => Date, firstId = 1): ShopOrders {
  const orders = new Map<number, ShopOrder>();
  const all = (): readonly ShopOrder[] => [...orders.values()];
  const set = (order: ShopOrder): void => void orders.set(order.id, { ...order, changedAt: now() });

  const byReference = (reference: string): ShopOrder | null =>
    all().find((order) => order.reference === reference) ?? null;

  return {
    all,
    byId: (id) => orders.get(id) ?? null,
    byReference,
    add(reference, lines) {
      const order: ShopOrder = {
        id: firstId + orders.size,
        reference,
        lines,
        state: 'NEW',
        changedAt: now(),
      };
      orders.set(order.id, order);
      return order;
    },
    cancel(id) {
      const order = orders.get(id);
      if (order === undefined) return 'UNKNOWN';
      if (order.state === 'SENT' || order.state === 'DONE') return 'TOO_LATE';
      if (order.state !== 'CANCELLED') set({ ...order, state: 'CANCELLED' });
      return 'CANCELLED';
    },
    move(reference, to) {
      const order = byReference(reference);
      const state = STATES.find((known) => known === to);
      if (order === null || state === undefined) return false;
      set({ ...order, state });
      return true;
    },
    ordered: (sku) =>
      all()
        .filter(({ state }) => state !== 'CANCELLED')
        .flatMap(({ lines }) => lines.filter((line) => line.sku === sku))
        .reduce((sum, { quantity }) => sum + quantity, 0),
  };
}
