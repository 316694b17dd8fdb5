import type { Answer, ReceivedRequest } from '../servers/fake-server';
import { EASY_CITY, type EasyGoods } from './easy-goods';
import type { ShopOrders } from './shop-orders';

const MOST_PER_PAGE = 100;
const CATEGORY_NAMES: Readonly<Record<string, string>> = {
  'food-drink': 'Makanan & Minuman',
  stationery: 'Alat Tulis',
};

/** The easy shop's list of products, page by page, and each of them alone. */
export interface EasyProducts {
  list(request: ReceivedRequest): Answer;
  one(sku: string): Answer;
  /** How many are left for sale. */
  stock(index: number): number;
}

export function createEasyProducts(goods: EasyGoods, orders: ShopOrders): EasyProducts {
  const stock = (index: number): number =>
    Math.max(0, goods.state(index).quantity - orders.ordered(goods.at(index).sku));

  function record(index: number): object {
    const { sku, title, good, unit } = goods.at(index);
    const { price, priceUpdatedAt, stockUpdatedAt } = goods.state(index);
    return {
      sku,
      name: title,
      description: `${title}. Siap kirim dari ${EASY_CITY}.`,
      price,
      stock: stock(index),
      unit,
      city: EASY_CITY,
      category: CATEGORY_NAMES[good.category] ?? 'Lain-lain',
      photo: `https://toko-contoh.example/foto/${sku}.jpg`,
      link: `https://toko-contoh.example/produk/${sku}`,
      updated_at: new Date(Math.max(priceUpdatedAt.getTime(), stockUpdatedAt.getTime())).toISOString(),
    };
  }

  function changedSince(index: number, since: number): boolean {
    const { priceUpdatedAt, stockUpdatedAt } = goods.state(index);
    return Math.max(priceUpdatedAt.getTime(), stockUpdatedAt.getTime()) >= since;
  }

  return {
    stock,
    list({ query }) {
      const page = Number(query.get('page') ?? 1);
      const limit = Number(query.get('limit') ?? 20);
      const since = Date.parse(query.get('updated_since') ?? '1970-01-01');
      const isPage = Number.isInteger(page) && page >= 1;
      const isLimit = Number.isInteger(limit) && limit >= 1 && limit <= MOST_PER_PAGE;
      if (!isPage || !isLimit || Number.isNaN(since)) return { status: 400, body: { error: 'BAD_QUERY' } };
      const listed = Array.from({ length: goods.size() }, (_, i) => i).filter((i) => changedSince(i, since));
      const data = listed.slice((page - 1) * limit, page * limit).map(record);
      return { body: { data, total: listed.length } };
    },
    one(sku) {
      const index = goods.find(sku);
      return index === null ? { status: 404, body: { error: 'UNKNOWN_SKU' } } : { body: record(index) };
    },
  };
}
