import type { SourceStatus } from '../../core/order/order';
import type { OrderState } from '../../core/order/order-states';

/**
 * What each message of a supplier makes of an order: document and type as the standard writes them.
 * A type that only tells of some lines leaves the order as such confirmed. Null: says nothing of a state.
 */
const STATES: Readonly<Record<string, OrderState | null>> = {
  'confirmation:accept': 'CONFIRMED',
  'confirmation:allDetail': 'CONFIRMED',
  'confirmation:detail': 'CONFIRMED',
  'confirmation:except': 'CONFIRMED',
  'confirmation:backordered': 'CONFIRMED',
  /** Of the header: the whole order, whatever its lines say. */
  'confirmation:reject': 'REFUSED',
  'confirmation:requestToPay': 'PAYMENT_PENDING',
  'shipNotice:new': 'SHIPPED',
  'shipNotice:update': 'SHIPPED',
  /** The notice is withdrawn, the order is not: where it stands now is not said. */
  'shipNotice:delete': null,
};

/** Of a ConfirmationRequest: `type` is the header's. An order all of whose lines are refused is refused. */
export function confirmationStatus(
  type: string,
  lines: readonly { readonly status: string | null }[],
): SourceStatus {
  const status = `confirmation:${type}`;
  const tellsOfAllLines = type === 'allDetail' && lines.length > 0;
  const isRefused = tellsOfAllLines && lines.every((line) => line.status === 'reject');
  return { status, shipment: null, state: isRefused ? 'REFUSED' : stateOf(status) };
}

/** Of a ShipNoticeRequest. `shipmentType`: actual, or planned, which is a promise and no shipment yet. */
export function shipNoticeStatus(operation: string, shipmentType: string | null): SourceStatus {
  const status = `shipNotice:${operation}`;
  const state = stateOf(status);
  const isPlanned = state === 'SHIPPED' && shipmentType === 'planned';
  return { status, shipment: shipmentType, state: isPlanned ? 'PROCESSING' : state };
}

function stateOf(status: string): OrderState | null {
  return Object.hasOwn(STATES, status) ? (STATES[status] ?? null) : null;
}
