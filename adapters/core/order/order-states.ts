/**
 * The states of an order, the same over all marketplaces. One table: what each means, how far along it
 * is, and which may follow. The life cycle is that of a regional toko daring, widened by what e-Katalog
 * tells apart (a negotiation refused, an order that expired).
 */
export const ORDER_STATES = {
  DRAFT: {
    indonesian: 'draf',
    step: 0,
    next: ['NEGOTIATING', 'AWAITING_APPROVAL', 'CONFIRMED', 'CANCELLED', 'REFUSED', 'EXPIRED'],
  },
  NEGOTIATING: {
    indonesian: 'negosiasi',
    step: 1,
    next: ['AWAITING_APPROVAL', 'CONFIRMED', 'CANCELLED', 'REFUSED', 'EXPIRED'],
  },
  AWAITING_APPROVAL: {
    indonesian: 'menunggu persetujuan',
    step: 2,
    next: ['NEGOTIATING', 'CONFIRMED', 'PROCESSING', 'CANCELLED', 'REFUSED', 'EXPIRED'],
  },
  CONFIRMED: {
    indonesian: 'dikonfirmasi',
    step: 3,
    next: ['PROCESSING', 'SHIPPED', 'PARTLY_RECEIVED', 'RECEIVED', 'COMPLETED', 'CANCELLED', 'REFUSED'],
  },
  PROCESSING: {
    indonesian: 'diproses penyedia',
    step: 4,
    next: ['SHIPPED', 'PARTLY_RECEIVED', 'RECEIVED', 'PAYMENT_PENDING', 'PAID', 'COMPLETED', 'CANCELLED'],
  },
  SHIPPED: {
    indonesian: 'dikirim',
    step: 5,
    next: ['PARTLY_RECEIVED', 'RECEIVED', 'PAYMENT_PENDING', 'PAID', 'COMPLETED', 'CANCELLED'],
  },
  PARTLY_RECEIVED: {
    indonesian: 'diterima sebagian',
    step: 6,
    next: ['RECEIVED', 'PAYMENT_PENDING', 'PAID', 'COMPLETED', 'CANCELLED'],
  },
  RECEIVED: { indonesian: 'diterima', step: 7, next: ['PAYMENT_PENDING', 'PAID', 'COMPLETED'] },
  PAYMENT_PENDING: { indonesian: 'menunggu pembayaran', step: 8, next: ['PAID', 'COMPLETED'] },
  PAID: { indonesian: 'dibayar', step: 9, next: ['COMPLETED'] },
  COMPLETED: { indonesian: 'selesai', step: 10, next: [] },
  CANCELLED: { indonesian: 'dibatalkan', step: 10, next: [] },
  REFUSED: { indonesian: 'ditolak', step: 10, next: [] },
  EXPIRED: { indonesian: 'kedaluwarsa', step: 10, next: [] },
} as const satisfies Record<string, StateRule>;

interface StateRule {
  readonly indonesian: string;
  /** How far along: 10 ends an order. */
  readonly step: number;
  readonly next: readonly string[];
}

export type OrderState = keyof typeof ORDER_STATES;

/** Counted as money spent. What is only being negotiated or was called off is not. */
export const SPENT_STATES: readonly OrderState[] = [
  'CONFIRMED',
  'PROCESSING',
  'SHIPPED',
  'PARTLY_RECEIVED',
  'RECEIVED',
  'PAYMENT_PENDING',
  'PAID',
  'COMPLETED',
];

export function mayFollow(from: OrderState, to: OrderState): boolean {
  const next: readonly string[] = ORDER_STATES[from].next;
  return next.includes(to);
}

/** What news of a state means to an order whose state is known. */
export type Step = 'FIRST' | 'SAME' | 'ADVANCE' | 'LATE' | 'UNEXPECTED';

/**
 * Pure. ADVANCE: further along, over any number of steps, for sources that are read now and then skip
 * some. LATE: an earlier step of the same way, told after a later one; messages overtake each other.
 * UNEXPECTED: neither leads to the other, such as going from one end to another.
 */
export function stepTo(from: OrderState | null, to: OrderState): Step {
  if (from === null) return 'FIRST';
  if (from === to) return 'SAME';
  if (canReach(from, to)) return 'ADVANCE';
  return canReach(to, from) ? 'LATE' : 'UNEXPECTED';
}

/** Can `to` come after `from` by any number of steps? */
function canReach(from: OrderState, to: OrderState, seen = new Set<OrderState>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const next: readonly OrderState[] = ORDER_STATES[from].next;
  return next.includes(to) || next.some((state) => canReach(state, to, seen));
}
