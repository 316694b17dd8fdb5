import { z } from 'zod';
import type { Answer } from '../servers/fake-server';
import type { OpenCarts } from './awkward-carts';
import { accepted, refused } from './awkward-answers';
import { readBody } from './request-body';
import type { ShopOrder, ShopOrders, ShopOrderState } from './shop-orders';

/** The awkward shop's words for what became of an order. */
const WORDS: Readonly<Record<ShopOrderState, string>> = {
  NEW: 'CONF',
  PACKED: 'PICK',
  SENT: 'SHIP',
  DONE: 'DONE',
  CANCELLED: 'CANC',
};

const confirmBody = z.object({
  cart: z.number(),
  reservation: z.string(),
  reference: z.string().min(1).max(60),
});
const findBody = z.object({ client_ref: z.string() });

/** The fifth call of an order, and what can be asked about one. */
export interface AwkwardOrders {
  confirm(body: string): Answer;
  find(body: string): Answer;
  cancel(id: string): Answer;
}

export function createAwkwardOrders({ carts, reservations }: OpenCarts, orders: ShopOrders): AwkwardOrders {
  return {
    confirm(body) {
      const asked = readBody(confirmBody, body);
      if (asked === null) return refused('BAD_REQUEST');
      const cart = carts.get(asked.cart);
      const reservation = reservations.get(asked.reservation);
      if (cart === undefined || cart.address === null) return refused('CART_NOT_READY');
      const isWhole = reservation?.cart === cart.id && reservation.lines.length === cart.lines.length;
      if (!isWhole) return refused('NOT_RESERVED');
      if (orders.byReference(asked.reference) !== null) return refused('DUPLICATE_REF');
      reservations.delete(reservation.id);
      carts.delete(cart.id);
      const lines = cart.lines.map(({ item, quantity }) => ({ sku: String(item), quantity }));
      return accepted({ order: orders.add(asked.reference, lines).id });
    },
    find(body) {
      const asked = readBody(findBody, body);
      if (asked === null) return refused('BAD_REQUEST');
      const order = orders.byReference(asked.client_ref);
      return accepted(order === null ? false : onTheWire(order));
    },
    cancel(id) {
      const outcome = orders.cancel(Number(id));
      if (outcome === 'CANCELLED') return accepted(true);
      return refused(outcome === 'TOO_LATE' ? 'TOO_LATE' : 'NO_SUCH_ORDER');
    },
  };
}

function onTheWire({ id, reference, state, changedAt }: ShopOrder): object {
  return { id, client_ref: reference, state: WORDS[state], since: Math.floor(changedAt.getTime() / 1_000) };
}
