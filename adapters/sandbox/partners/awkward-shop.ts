import type { Answer, Handler, OrderControl, ReceivedRequest } from '../servers/fake-server';
import { refused } from './awkward-answers';
import { createAwkwardCarts, type OpenCarts } from './awkward-carts';
import { createAwkwardCatalogue } from './awkward-catalogue';
import { awkwardGoods, type AwkwardGoods } from './awkward-goods';
import { awkwardGraphql, failed } from './awkward-graphql';
import { createAwkwardOrders } from './awkward-orders';
import { createAwkwardSignIn, SESSION_PATH, TOKEN_PATH, type AwkwardSignIn } from './awkward-sign-in';
import { createAwkwardStock } from './awkward-stock';
import type { ShopOptions } from './easy-shop';
import { createShopOrders, type ShopOrders } from './shop-orders';

/** Turned while the shop runs. */
export interface AwkwardKnobs {
  /** How long a token of REST is good for. */
  tokenSeconds: number;
  /** How long a session of GraphQL is. */
  sessionSeconds: number;
  /** Every so many requests are told to slow down; 0 none. */
  throttleEvery: number;
  /** And for how long, in the shop's own field. */
  throttleSeconds: number;
}

/** The awkward shop and what it holds, for whoever looks from the other side. */
export interface AwkwardShop {
  readonly handler: Handler;
  readonly goods: AwkwardGoods;
  readonly orders: ShopOrders;
  readonly open: Readonly<{ [Part in keyof OpenCarts]: ReadonlyMap<unknown, unknown> }>;
  readonly signIn: AwkwardSignIn;
  readonly knobs: AwkwardKnobs;
  /** `{"state":"SENT"}` brings an order further. */
  readonly control: OrderControl;
}

const DEFAULT_SIZE = 40;
const DEFAULT_SEED = 352;
export const GRAPHQL_PATH = '/graphql';

/** "Pasar Rumit": what real shop systems do to those who read them, all in one place. */
export function createAwkwardShop(options: ShopOptions = {}): AwkwardShop {
  const { size = DEFAULT_SIZE, seed = DEFAULT_SEED, now = () => new Date() } = options;
  const goods = awkwardGoods(size, seed);
  const orders = createShopOrders(now, 9_001);
  const open: OpenCarts = { carts: new Map(), reservations: new Map() };
  const stock = createAwkwardStock(goods, orders, open.reservations);
  const catalogue = createAwkwardCatalogue(goods, stock);
  const carts = createAwkwardCarts(open, goods, stock);
  const desk = createAwkwardOrders(open, orders);
  const graphql = awkwardGraphql(goods, stock);
  const signIn = createAwkwardSignIn(now);
  const knobs: AwkwardKnobs = {
    tokenSeconds: 3_600,
    sessionSeconds: 600,
    throttleEvery: 0,
    throttleSeconds: 2,
  };
  let asked = 0;

  function ofCart(id: string, route: string, body: string): Answer {
    const cart = open.carts.get(Number(id));
    if (cart === undefined) return refused('NO_SUCH_CART');
    switch (route) {
      case 'POST lines':
        return carts.add(cart, body);
      case 'PUT address':
        return carts.deliver(cart, body);
      case 'POST reserve':
        return carts.reserve(cart, body);
      case 'DELETE reservation':
        return carts.release(cart);
      case 'DELETE ':
        return carts.discard(cart);
      default:
        return notFound;
    }
  }

  function rest({ method, path, body }: ReceivedRequest): Answer {
    const [collection = '', id = '', part = ''] = path.slice(1).split('/');
    if (collection === 'carts' && id !== '') return ofCart(id, `${method} ${part}`, body);
    if (collection === 'orders' && part === 'cancel' && method === 'POST') return desk.cancel(id);
    switch (`${method} ${path}`) {
      case 'POST /catalog/search':
        return catalogue.search(body);
      case 'POST /stock/availability':
        return catalogue.availability(body);
      case 'POST /carts':
        return carts.open();
      case 'POST /orders/confirm':
        return desk.confirm(body);
      case 'POST /orders/find':
        return desk.find(body);
      default:
        return notFound;
    }
  }

  const handler: Handler = (request) => {
    if (request.path === TOKEN_PATH) return signIn.token(request, knobs.tokenSeconds);
    if (request.path === SESSION_PATH) return signIn.session(request, knobs.sessionSeconds);
    asked += 1;
    if (knobs.throttleEvery > 0 && asked % knobs.throttleEvery === 0) {
      return { status: 429, ...refused('SLOW_DOWN', { wait_s: knobs.throttleSeconds }) };
    }
    if (request.path === GRAPHQL_PATH)
      return signIn.hasSession(request) ? graphql(request.body) : failed('SESSION_EXPIRED');
    return signIn.hasToken(request) ? rest(request) : { status: 401, ...refused('TOKEN_EXPIRED') };
  };

  return {
    handler,
    goods,
    orders,
    open,
    signIn,
    knobs,
    control: {
      list: orders.all,
      change: (reference, { state }) => orders.move(reference, String(state)),
    },
  };
}

const notFound: Answer = { status: 404, ...refused('NO_SUCH_PAGE') };
