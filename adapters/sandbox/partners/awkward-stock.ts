import type { AwkwardGoods } from './awkward-goods';
import type { ShopOrders } from './shop-orders';

export interface HeldLine {
  readonly item: number;
  readonly quantity: number;
}

/** A hold on goods for a cart; it lasts until it is given up or becomes an order. */
export interface Reservation {
  readonly id: string;
  readonly cart: number;
  readonly lines: readonly HeldLine[];
}

/** What can still be sold of each item: what the shop has, less what is ordered and what is reserved. */
export interface AwkwardStock {
  /** Null where it is made to order. */
  left(item: number): number | null;
  /** The shop's word for it; nothing where it doesn't know. */
  word(item: number): 'tersedia' | 'terbatas' | 'habis' | null;
}

const FEW = 5;

export function createAwkwardStock(
  goods: AwkwardGoods,
  orders: ShopOrders,
  reservations: ReadonlyMap<string, Reservation>,
): AwkwardStock {
  const reserved = (item: number): number =>
    [...reservations.values()]
      .flatMap(({ lines }) => lines.filter((line) => line.item === item))
      .reduce((sum, { quantity }) => sum + quantity, 0);

  function left(item: number): number | null {
    const held = goods.item(item)?.held ?? null;
    return held === null ? null : Math.max(0, held - orders.ordered(String(item)) - reserved(item));
  }

  return {
    left,
    word(item) {
      const count = left(item);
      if (count === null) return null;
      return count === 0 ? 'habis' : count <= FEW ? 'terbatas' : 'tersedia';
    },
  };
}
