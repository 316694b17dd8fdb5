import { z } from 'zod';
import type { Answer } from '../servers/fake-server';
import { accepted, refused } from './awkward-answers';
import type { AwkwardGoods } from './awkward-goods';
import type { AwkwardStock, HeldLine, Reservation } from './awkward-stock';
import { readBody } from './request-body';

export interface Cart {
  readonly id: number;
  /** Goes up with every change; a call that names an older one is refused. */
  readonly revision: number;
  readonly lines: readonly HeldLine[];
  readonly address: string | null;
}

/** What is under way at the shop and no order yet. */
export interface OpenCarts {
  readonly carts: Map<number, Cart>;
  readonly reservations: Map<string, Reservation>;
}

const linesBody = z.object({
  lines: z.array(z.object({ item: z.number().nullable(), qty: z.number().positive() })).min(1),
});
const addressBody = z.object({
  revision: z.number(),
  to: z.object({ receiver: z.string().min(1), street: z.string().min(1), area: z.string().min(1) }),
});
const reserveBody = z.object({ revision: z.number() });

/** The first four calls of an order, and what takes them back. */
export interface AwkwardCarts {
  open(): Answer;
  add(cart: Cart, body: string): Answer;
  deliver(cart: Cart, body: string): Answer;
  /** Holds what it can, and keeps that also where it says no. */
  reserve(cart: Cart, body: string): Answer;
  release(cart: Cart): Answer;
  discard(cart: Cart): Answer;
}

export function createAwkwardCarts(
  { carts, reservations }: OpenCarts,
  goods: AwkwardGoods,
  stock: AwkwardStock,
): AwkwardCarts {
  let opened = 0;
  let reserved = 0;

  function change(cart: Cart, to: Partial<Cart>): Answer {
    const changed = { ...cart, ...to, revision: cart.revision + 1 };
    carts.set(cart.id, changed);
    return accepted({ revision: changed.revision });
  }

  const heldFor = (cart: Cart): readonly Reservation[] =>
    [...reservations.values()].filter((reservation) => reservation.cart === cart.id);

  return {
    open() {
      opened += 1;
      const cart: Cart = { id: 700 + opened, revision: 1, lines: [], address: null };
      carts.set(cart.id, cart);
      return accepted({ cart: cart.id });
    },
    add(cart, body) {
      const asked = readBody(linesBody, body);
      if (asked === null) return refused('BAD_REQUEST');
      const lines: HeldLine[] = [];
      for (const { item, qty } of asked.lines) {
        if (item === null || goods.item(item) === null) return refused('NO_SUCH_ITEM', { item });
        lines.push({ item, quantity: qty });
      }
      return change(cart, { lines: [...cart.lines, ...lines] });
    },
    deliver(cart, body) {
      const asked = readBody(addressBody, body);
      if (asked === null) return refused('BAD_ADDRESS');
      if (asked.revision !== cart.revision) return refused('STALE_CART');
      const { receiver, street, area } = asked.to;
      return change(cart, { address: `${receiver}, ${street}, ${area}` });
    },
    reserve(cart, body) {
      const asked = readBody(reserveBody, body);
      if (asked?.revision !== cart.revision) return refused('STALE_CART');
      reserved += 1;
      const enough = ({ item, quantity }: HeldLine): boolean => (stock.left(item) ?? quantity) >= quantity;
      const held = cart.lines.filter(enough);
      const lacking = cart.lines.filter((line) => !enough(line)).map(({ item }) => item);
      const reservation: Reservation = { id: `RSV-${reserved}`, cart: cart.id, lines: held };
      reservations.set(reservation.id, reservation);
      return lacking.length > 0
        ? refused('OUT_OF_STOCK', { items: lacking })
        : accepted({ reservation: reservation.id });
    },
    release(cart) {
      const held = heldFor(cart);
      for (const { id } of held) reservations.delete(id);
      return held.length === 0 ? refused('NO_RESERVATION') : accepted(true);
    },
    discard(cart) {
      if (heldFor(cart).length > 0) return refused('HAS_RESERVATION');
      carts.delete(cart.id);
      return accepted(true);
    },
  };
}
