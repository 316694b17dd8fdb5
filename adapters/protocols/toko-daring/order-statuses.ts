import type { SourceStatus } from '../../core/order/order';
import type { OrderState } from '../../core/order/order-states';

/**
 * Statuses of orders at Toko Daring marketplaces. Those of reports follow from which report it is; those
 * that a marketplace answers when asked are of a regional toko daring's life cycle, the one that is known.
 */
const STATES: Readonly<Record<string, OrderState>> = {
  // What reports say.
  reported: 'CONFIRMED', // a transaction is reported once buyer and seller agree on it
  selesai: 'COMPLETED',
  gagal: 'CANCELLED',
  // What a marketplace answers.
  new_order: 'NEGOTIATING',
  pending: 'NEGOTIATING',
  pending_approve: 'AWAITING_APPROVAL',
  approve_order_ppk: 'AWAITING_APPROVAL',
  confirmed: 'NEGOTIATING', // the seller has confirmed and the officers have not
  confirm_order_ppk: 'CONFIRMED',
  approved_order: 'CONFIRMED',
  processed: 'PROCESSING',
  partial_delivery: 'PARTLY_RECEIVED',
  shipped: 'SHIPPED',
  received: 'RECEIVED',
  document: 'RECEIVED', // the handover report (BAST) is being written
  tax_invoice: 'RECEIVED',
  pending_payment: 'PAYMENT_PENDING',
  payment_process: 'PAYMENT_PENDING',
  paid: 'PAID',
  cancel_request: 'PROCESSING', // asked for, not decided
  cancel: 'CANCELLED',
};

/** The status in the marketplace's own word, with the state that it means, if it is a known one. */
export function tokoDaringStatus(status: string): SourceStatus {
  const state = Object.hasOwn(STATES, status.trim().toLowerCase())
    ? STATES[status.trim().toLowerCase()]
    : undefined;
  return { status, shipment: null, state: state ?? null };
}
