import type { Answer, Handler, OrderControl, ReceivedRequest } from '../servers/fake-server';
import { easyGoods, type EasyGoods } from './easy-goods';
import { createEasyOrders } from './easy-orders';
import { createEasyProducts } from './easy-products';
import { createShopOrders, type ShopOrders } from './shop-orders';

/** Good for nothing but this shop. */
export const EASY_SHOP_KEY = 'sandbox-toko-contoh';
const DEFAULT_SIZE = 40;
const DEFAULT_SEED = 351;

export interface ShopOptions {
  /** How many goods (easy shop) or products (awkward shop) it has. */
  readonly size?: number;
  readonly seed?: number;
  readonly now?: () => Date;
}

/** The easy shop and what it holds, for whoever looks from the other side. */
export interface EasyShop {
  readonly handler: Handler;
  readonly goods: EasyGoods;
  readonly orders: ShopOrders;
  /** `{"state":"SENT"}` brings an order further. */
  readonly control: OrderControl;
}

/** "Toko Contoh": a plain REST API, as a shop has it whose makers thought of others who would read it. */
export function createEasyShop(options: ShopOptions = {}): EasyShop {
  const { size = DEFAULT_SIZE, seed = DEFAULT_SEED, now = () => new Date() } = options;
  const goods = easyGoods(size, seed, now);
  const orders = createShopOrders(now);
  const products = createEasyProducts(goods, orders);
  const desk = createEasyOrders(goods, products, orders);

  function answer(request: ReceivedRequest): Answer {
    const { method, path, query, body } = request;
    const [collection, id, ...more] = path.slice(1).split('/').map(decodeURIComponent);
    const route = more.length > 0 ? '' : `${method} ${collection}${id === undefined ? '' : '/{id}'}`;
    switch (route) {
      case 'GET products':
        return products.list(request);
      case 'GET products/{id}':
        return products.one(id ?? '');
      case 'POST orders':
        return desk.place(body);
      case 'GET orders':
        return desk.list(query.get('reference'));
      case 'DELETE orders/{id}':
        return desk.cancel(id ?? '');
      default:
        return { status: 404, body: { error: 'NO_SUCH_PAGE' } };
    }
  }

  return {
    goods,
    orders,
    control: {
      list: orders.all,
      change: (reference, { state }) => orders.move(reference, String(state)),
    },
    handler: (request) =>
      request.headers['x-api-key'] === EASY_SHOP_KEY
        ? answer(request)
        : { status: 401, body: { error: 'INVALID_KEY' } },
  };
}
