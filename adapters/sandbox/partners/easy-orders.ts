import { z } from 'zod';
import type { Answer } from '../servers/fake-server';
import type { EasyGoods } from './easy-goods';
import type { EasyProducts } from './easy-products';
import { readBody } from './request-body';
import type { ShopOrder, ShopOrders, ShopOrderState } from './shop-orders';

/** The easy shop's words for what became of an order. */
const WORDS: Readonly<Record<ShopOrderState, string>> = {
  NEW: 'baru',
  PACKED: 'diproses',
  SENT: 'dikirim',
  DONE: 'selesai',
  CANCELLED: 'batal',
};

const orderBody = z.object({
  reference: z.string().min(1).max(60),
  customer: z.object({ name: z.string().min(1), address: z.string().min(1) }),
  lines: z.array(z.object({ sku: z.string(), qty: z.number().positive() })).min(1),
});

/** The easy shop takes an order in one call, and knows the buyer's number of it. */
export interface EasyOrders {
  place(body: string): Answer;
  list(reference: string | null): Answer;
  cancel(id: string): Answer;
}

export function createEasyOrders(goods: EasyGoods, products: EasyProducts, orders: ShopOrders): EasyOrders {
  function refusal(lines: z.infer<typeof orderBody>['lines']): Answer | null {
    for (const { sku, qty } of lines) {
      const index = goods.find(sku);
      if (index === null) return { status: 422, body: { error: 'UNKNOWN_SKU', sku } };
      if (qty > products.stock(index)) return { status: 409, body: { error: 'OUT_OF_STOCK', sku } };
    }
    return null;
  }

  return {
    place(body) {
      const wanted = readBody(orderBody, body);
      if (wanted === null) return { status: 400, body: { error: 'BAD_ORDER' } };
      // The same number again is the same order.
      const known = orders.byReference(wanted.reference);
      if (known !== null) return { body: onTheWire(known) };
      const refused = refusal(wanted.lines);
      if (refused !== null) return refused;
      const lines = wanted.lines.map(({ sku, qty }) => ({ sku, quantity: qty }));
      return { status: 201, body: onTheWire(orders.add(wanted.reference, lines)) };
    },
    list(reference) {
      const found =
        reference === null ? orders.all() : orders.all().filter((order) => order.reference === reference);
      return { body: { data: found.map(onTheWire) } };
    },
    cancel(id) {
      const order = orders.byId(Number(id));
      if (order === null) return { status: 404, body: { error: 'UNKNOWN_ORDER' } };
      if (orders.cancel(order.id) === 'TOO_LATE') return { status: 409, body: { error: 'TOO_LATE' } };
      return { body: onTheWire(orders.byId(order.id) ?? order) };
    },
  };
}

function onTheWire({ id, reference, lines, state, changedAt }: ShopOrder): object {
  return {
    id,
    reference,
    status: WORDS[state],
    status_at: changedAt.toISOString(),
    lines: lines.map(({ sku, quantity }) => ({ sku, qty: quantity })),
  };
}
