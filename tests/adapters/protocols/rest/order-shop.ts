import { createHttpSource } from '../../../../adapters/core/http/http-source';
import { decimal } from '../../../../adapters/core/decimal';
import { marketplaceId } from '../../../../adapters/core/ids';
import type { DirectOrdering, PurchaseOrder } from '../../../../adapters/core/order/ordering-port';
import type { OrdersPort } from '../../../../adapters/core/order/orders-port';
import { createExchange } from '../../../../adapters/protocols/rest/create-exchange';
import { restManifestSchema, type DirectOrders } from '../../../../adapters/protocols/rest/manifest';
import { createRestOrderStatuses } from '../../../../adapters/protocols/rest/order-status';
import { createRestOrdering } from '../../../../adapters/protocols/rest/ordering';
import {
  startFakeServer,
  type Answer,
  type FakeServer,
  type ReceivedRequest,
} from '../../../../adapters/sandbox/servers/fake-server';
import { offer } from '../../../support/offers';
import { purchaseOrder } from '../../../support/purchase-orders';

export const SHOP = marketplaceId('toko-anu');
export const STEPS = ['cart', 'lines', 'address', 'reserve', 'confirm'] as const;
export type StepName = (typeof STEPS)[number];

/** An order at the shop: how it is there, and who asked for it. */
export interface ShopOrder {
  readonly id: string;
  readonly reference: string;
  readonly cart: string;
  readonly items: unknown;
  readonly address: unknown;
  state: string;
}

interface Cart {
  items: unknown;
  address: unknown;
}

/** A shop that takes an order in five calls, and can be made to say no, or to fail, at each of them. */
export interface OrderShop {
  readonly server: FakeServer;
  readonly carts: Map<string, Cart>;
  readonly held: Map<string, string>;
  readonly orders: ShopOrder[];
  /** What was asked of it and worked on, `find` and `status` apart: `cart`, …, `undo reserve`, `cancel`. */
  readonly journal: string[];
  /** The step that is refused, with this answer; with `leaving` it is worked on all the same. */
  refuse: { readonly step: string; readonly answer: Answer; readonly leaving?: boolean } | null;
  /** What a step answers in place of what it would: it is worked on. */
  answers: Partial<Record<string, unknown>>;
  /** How many of the next undos of a step fail. */
  undosToFail: Partial<Record<StepName, number>>;
  /** Does it say 409 to a reference that it knows? */
  conflicts: boolean;
  /** Does it answer with all its orders and states, whichever it is asked for? */
  ignoresFilters: boolean;
  /** Comes before an order is looked for. */
  beforeFind: () => void;
}

export async function startOrderShop(): Promise<OrderShop> {
  const carts = new Map<string, Cart>();
  const held = new Map<string, string>();
  const orders: ShopOrder[] = [];
  const journal: string[] = [];
  let opened = 0;

  const json = (body: string): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;
  const work = (name: string, does: () => Answer): Answer => {
    const { refuse } = shop;
    if (refuse?.step === name && refuse.leaving !== true) return refuse.answer;
    const done = does();
    journal.push(name);
    if (refuse?.step === name) return refuse.answer;
    return name in shop.answers ? { body: shop.answers[name] } : done;
  };
  const undo = (step: StepName, does: () => boolean): Answer => {
    const left = shop.undosToFail[step] ?? 0;
    if (left > 0) {
      shop.undosToFail[step] = left - 1;
      return { status: 503, body: { error: 'BUSY' } };
    }
    return work(`undo ${step}`, () => (does() ? { body: {} } : { status: 404, body: {} }));
  };

  function handle({ method, path, query, body }: ReceivedRequest): Answer {
    const [, part, id = '', more = ''] = path.split('/');
    const found = orders.find(({ reference }) => reference === (query.get('reference') ?? ''));
    switch (`${method} ${part}${more === '' ? '' : `/${more}`}`) {
      case 'GET orders':
        shop.beforeFind();
        return 'find' in shop.answers
          ? { body: shop.answers['find'] }
          : {
              body: {
                orders: orders.filter(
                  (order) => shop.ignoresFilters || order.reference === query.get('reference'),
                ),
              },
            };
      case 'GET status':
        if ('status' in shop.answers) return { body: shop.answers['status'] };
        if (shop.ignoresFilters) return { body: { all: orders, state: orders[0]?.state } };
        return found === undefined
          ? { status: 404, body: {} }
          : { body: { state: found.state, at: '2026-03-02T04:00:00Z' } };
      case 'POST open-cart':
        return work('cart', () => {
          const cart = `C${(opened += 1)}`;
          carts.set(cart, { items: null, address: null });
          return { status: 201, body: { cart }, headers: { location: `/carts/${cart}?new=1` } };
        });
      case 'POST carts/line': {
        const cart = carts.get(id);
        if (cart === undefined) return { status: 404, body: {} };
        const items = Array.isArray(cart.items) ? (cart.items as unknown[]) : [];
        const number = items.length + 1;
        return work(`line ${number}`, () => {
          cart.items = [...items, json(body)];
          return { status: 201, body: { line: `${id}-${number}` } };
        });
      }
      case 'POST carts/lines':
      case 'PUT carts/address':
      case 'POST carts/reserve': {
        const cart = carts.get(id);
        if (cart === undefined) return { status: 404, body: {} };
        return work(more, () => {
          if (more === 'lines') cart.items = json(body)['items'];
          if (more === 'address') cart.address = json(body)['address'];
          if (more === 'reserve') held.set(id, `R-${id}`);
          return { body: more === 'reserve' ? { reservation: `R-${id}` } : {} };
        });
      }
      case 'POST confirm': {
        const { cart = '', reservation, reference } = json(body);
        const basket = carts.get(String(cart));
        if (shop.conflicts && orders.some((order) => order.reference === reference))
          return { status: 409, body: { error: 'KNOWN' } };
        if (basket === undefined || held.get(String(cart)) !== reservation) return { status: 404, body: {} };
        return work('confirm', () => {
          const order = {
            id: `O${orders.length + 1}`,
            reference: String(reference),
            cart: String(cart),
            ...basket,
            state: 'new',
          };
          orders.push(order);
          carts.delete(String(cart));
          held.delete(String(cart));
          return { status: 201, body: { order: order.id } };
        });
      }
      case 'DELETE opened':
        return undo('cart', () => carts.delete(id));
      case 'DELETE listed':
        return undo('lines', () => {
          const cart = carts.get(id);
          if (cart !== undefined) cart.items = null;
          return cart !== undefined;
        });
      case 'DELETE line':
        return work(`undo line ${id}`, () => ({ body: {} }));
      case 'DELETE held':
        return undo('reserve', () => held.delete(id));
      case 'POST orders/void':
      case 'POST orders/cancel': {
        const order = orders.find((known) => known.id === id);
        if (order === undefined) return { status: 404, body: {} };
        return work(more, () => {
          if (order.state === 'shipped') return { status: 409, body: { error: 'ON_ITS_WAY' } };
          if (order.state === 'cancelled') return { status: 404, body: {} };
          if (more === 'cancel') order.state = 'cancelled';
          return { body: {} };
        });
      }
      default:
        return { status: 404, body: {} };
    }
  }

  const shop: OrderShop = {
    server: await startFakeServer(handle),
    carts,
    held,
    orders,
    journal,
    refuse: null,
    answers: {},
    undosToFail: {},
    conflicts: false,
    ignoresFilters: false,
    beforeFind: () => undefined,
  };
  return shop;
}

const REFERENCE = '${order.reference}';
const CART = '${captured.cart}';

/** How a manifest describes the shop. */
export const ORDERS = {
  mode: 'direct',
  find: {
    request: { path: '/orders', query: { reference: REFERENCE } },
    found: 'length(orders) > `0`',
    capture: { id: 'orders[0].id' },
  },
  place: [
    {
      name: 'cart',
      request: { method: 'POST', path: '/open-cart', body: { for: '${order.institution.name}' } },
      capture: { cart: 'cart' },
      undo: { method: 'DELETE', path: `/opened/${CART}` },
    },
    {
      name: 'lines',
      request: {
        method: 'POST',
        path: `/carts/${CART}/lines`,
        body: { items: '${order.lines[].{sku: sku, quantity: to_number(quantity), price: unitPriceInSen}}' },
      },
      undo: { method: 'DELETE', path: `/listed/${CART}` },
    },
    {
      name: 'address',
      request: {
        method: 'PUT',
        path: `/carts/${CART}/address`,
        body: { address: { street: '${order.deliverTo.address}', city: '${order.deliverTo.regionName}' } },
      },
    },
    {
      name: 'reserve',
      request: { method: 'POST', path: `/carts/${CART}/reserve`, body: {} },
      capture: { reservation: 'reservation' },
      undo: { method: 'DELETE', path: `/held/${CART}` },
      undoWhenRefused: true,
    },
    {
      name: 'confirm',
      request: {
        method: 'POST',
        path: '/confirm',
        body: {
          cart: CART,
          reservation: '${captured.reservation}',
          reference: REFERENCE,
          note: '${order.note}',
        },
      },
      capture: { order: 'order' },
    },
  ],
  cancel: [
    { name: 'void', request: { method: 'POST', path: '/orders/${captured.id}/void', body: {} } },
    { name: 'cancel', request: { method: 'POST', path: '/orders/${captured.id}/cancel', body: {} } },
  ],
  status: {
    request: { path: '/status', query: { reference: REFERENCE } },
    state: {
      from: 'state',
      values: { new: 'AWAITING_APPROVAL', shipped: 'SHIPPED', cancelled: 'CANCELLED', '7': 'PAID' },
    },
    at: 'at',
  },
} as const;

export interface ShopPorts {
  readonly ordering: DirectOrdering;
  readonly statuses: OrdersPort | null;
  close(): void;
}

/** Ordering at the shop as its manifest says, or with a part of `orders` changed. */
export function portsOf(
  { server }: OrderShop,
  change: Readonly<Record<string, unknown>> = {},
  undoMs = 5_000,
): ShopPorts {
  const manifest = restManifestSchema.parse({
    url: server.url,
    requests: { feed: { path: '/goods' }, byIds: { path: '/goods/${sku}' } },
    records: { at: '@' },
    mapping: { sku: 'product.sku', title: 'product.title', price: 'product.price', stock: { type: 'none' } },
    responses: [
      { status: 422, when: "error == 'OUT_OF_STOCK'", means: 'refused', reason: 'OUT_OF_STOCK' },
      { status: 422, means: 'refused' },
      { status: 409, when: "error == 'ON_ITS_WAY'", means: 'refused' },
      { status: 410, means: 'refused', reason: 'UNKNOWN_ORDER' },
    ],
    orders: { ...ORDERS, ...change },
  });
  const exchange = createExchange({
    marketplace: SHOP,
    manifest,
    credentials: {},
    http: createHttpSource(SHOP),
  });
  const options = { marketplace: SHOP, orders: manifest.orders as DirectOrders, exchange };
  return {
    ordering: createRestOrdering({ ...options, undoMs }),
    statuses: createRestOrderStatuses(options),
    close: () => exchange.close(),
  };
}

/** Two sorts of rice for the city of Malang. */
export function anOrder(change: Partial<PurchaseOrder> = {}): PurchaseOrder {
  const rice = { marketplace: SHOP, seller: 'M0042', price: '133672.22' };
  return purchaseOrder(
    [
      offer({ ...rice, sku: 'BRS-005', title: 'Beras premium 5 kg' }),
      offer({ ...rice, sku: 'BRS/010', title: 'Beras medium 10 kg', price: '98500' }),
    ],
    { quantity: decimal('2.5'), ...change },
  );
}

export const OUT_OF_STOCK: Answer = { status: 422, body: { error: 'OUT_OF_STOCK' } };
