import { cleanText, textOrNull } from '../../core/clean-text';
import type { SourceStatus } from '../../core/order/order';
import type { OrderState } from '../../core/order/order-states';

/**
 * `status_paket` of e-Katalog v5. Its archive holds no packages that are negotiated or were called off:
 * whatever is in it was agreed, and its readers count all of it as spent.
 */
const PACKAGE_STATES: Readonly<Record<string, OrderState>> = {
  // Price and seller are settled; the commitment officer (PPK) draws up the contract.
  PROSES_KONTRAK_PPK: 'CONFIRMED',
  // One status for shipping and receiving. The buyer's screen calls this step "Pengiriman".
  MELAKUKAN_PENGIRIMAN_DAN_PENERIMAAN: 'SHIPPED',
  // Everything has arrived; that the package is complete is being checked.
  VERIFIKASI_PENYELESAIAN_PAKET: 'RECEIVED',
  PAKET_SELESAI: 'COMPLETED',
};

/** Goods on their way, of an order that stands. */
const BY_SHIPMENT: Readonly<Record<string, OrderState>> = {
  // Signed, and the seller has begun nothing yet.
  DRAFT: 'CONFIRMED',
  PROCESSING: 'PROCESSING',
  SHIPPING: 'SHIPPED',
  // Arrived, by the carrier's word; the buyer's word, which comes next, makes no other state.
  DELIVERED: 'RECEIVED',
  BUYER_CONFIRMED: 'RECEIVED',
  // Delivery is closed and the order is not: with payment inside the system that is what is left.
  COMPLETED: 'PAYMENT_PENDING',
};

/** `status` of e-Katalog v6, all twelve documented values; a table where the shipment tells more. */
const ORDER_STATUS: Readonly<Record<string, OrderState | Readonly<Record<string, OrderState>>>> = {
  ON_NEGOTIATION: 'NEGOTIATING',
  // Negotiated, and someone still has to agree: the seller, the PPK, or both by their signatures. None
  // of these is counted as spent by the readers of this list, so none may be CONFIRMED.
  WAITING_SELLER_CONFIRMATION: 'AWAITING_APPROVAL',
  WAITING_PPK_REVIEW: 'AWAITING_APPROVAL',
  ESIGN_IN_PROGRESS: 'AWAITING_APPROVAL',
  // Asked for and not yet decided; not counted as spent either. CANCELLED would be final.
  REQUEST_CANCEL_BY_ADMIN: 'AWAITING_APPROVAL',
  ON_PROCESS: BY_SHIPMENT,
  // The contract is being amended while the order goes on.
  ON_ADDENDUM: BY_SHIPMENT,
  // Settled beside the system, which learns no more: last year's orders rest in it, some of them with a
  // shipment that never left DRAFT.
  PAYMENT_OUTSIDE_SYSTEM: 'PAID',
  COMPLETED: 'COMPLETED',
  // An order that stood and was called off, against one that never came to stand (hardly any has a date).
  CANCELLED: 'CANCELLED',
  CANCELLED_ON_NEGOTIATION: 'REFUSED',
  CANCELLED_ON_REVIEW: 'REFUSED',
};

/** The status of a v5 package; a value that isn't in the table has no state and is kept as it is. */
export function packageStatus(status: string): SourceStatus {
  return { status: cleanText(status), shipment: null, state: PACKAGE_STATES[canonical(status)] ?? null };
}

/** The status of a v6 order by its two axes. */
export function orderStatus(status: string, shipment: string | null): SourceStatus {
  const found = ORDER_STATUS[canonical(status)] ?? null;
  const isByShipment = found !== null && typeof found === 'object';
  // An order on its way whose shipment isn't told is on its way all the same.
  const state = isByShipment ? (found[canonical(textOrNull(shipment) ?? 'PROCESSING')] ?? null) : found;
  return { status: cleanText(status), shipment: textOrNull(shipment), state };
}

/** Public tables write the same statuses with spaces, v5 writes them in lower case. */
function canonical(status: string): string {
  return cleanText(status)
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
}
