/** Orders that a fake marketplace took, in memory. */
export interface BookedOrder {
  readonly reference: string;
  /** Of the document that brought it. */
  readonly payloadId: string;
  readonly lines: readonly BookedLine[];
  /** Tax and shipping included. */
  readonly total: string;
  readonly state: BookState;
}

export interface BookedLine {
  readonly sellerCode: string;
  readonly sku: string;
  readonly quantity: string;
  readonly unitPrice: string;
}

export type BookState = 'ACCEPTED' | 'CONFIRMED' | 'REJECTED' | 'SHIPPED' | 'CANCELLED';

/** From which states another may come. Coming again is no change. */
const MAY_COME_FROM: Readonly<Record<Exclude<BookState, 'ACCEPTED'>, readonly BookState[]>> = {
  CONFIRMED: ['ACCEPTED'],
  REJECTED: ['ACCEPTED', 'CONFIRMED'],
  SHIPPED: ['ACCEPTED', 'CONFIRMED'],
  CANCELLED: ['ACCEPTED', 'CONFIRMED'],
};

export interface OrderBook {
  /** In the order they came. */
  all(): readonly BookedOrder[];
  find(reference: string): BookedOrder | null;
  /** Takes an order in. The same document again is the same order; another one of that number is not taken. */
  add(order: Omit<BookedOrder, 'state'>): 'ADDED' | 'REPEATED' | 'TAKEN_NUMBER';
  move(reference: string, to: keyof typeof MAY_COME_FROM): 'MOVED' | 'SAME' | 'TOO_LATE' | 'UNKNOWN';
}

export function createOrderBook(): OrderBook {
  const orders = new Map<string, BookedOrder>();
  return {
    all: () => [...orders.values()],
    find: (reference) => orders.get(reference) ?? null,
    add(order) {
      const known = orders.get(order.reference);
      if (known !== undefined) return known.payloadId === order.payloadId ? 'REPEATED' : 'TAKEN_NUMBER';
      orders.set(order.reference, { ...order, state: 'ACCEPTED' });
      return 'ADDED';
    },
    move(reference, to) {
      const order = orders.get(reference);
      if (order === undefined) return 'UNKNOWN';
      if (order.state === to) return 'SAME';
      if (!MAY_COME_FROM[to].includes(order.state)) return 'TOO_LATE';
      orders.set(reference, { ...order, state: to });
      return 'MOVED';
    },
  };
}
