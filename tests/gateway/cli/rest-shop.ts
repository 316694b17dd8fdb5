import type { Handler, ReceivedRequest } from '../../../adapters/sandbox/servers/fake-server';

export const TOKEN = 'rahasia-sekali';

export type Product = Readonly<Record<string, unknown>>;

/** A product to which nothing is lacking. */
export function product(number: number, change: Product = {}): Product {
  return {
    sku: `BRS-${String(number).padStart(3, '0')}`,
    name: `Beras ${number} kg`,
    about: 'Beras putih',
    price: 10_000 + number,
    stock: 5,
    unit: 'kg',
    category: 'Beras',
    pdn: true,
    url: `https://toko.example/${number}`,
    image: `https://toko.example/${number}.jpg`,
    updated: '2026-03-01T00:00:00Z',
    ...change,
  };
}

export const PRODUCTS: readonly Product[] = Array.from({ length: 25 }, (_, i) => product(i + 1));

/** An API of its own, that takes orders and gives them up again. */
export function restShop(products: readonly Product[] = PRODUCTS): Handler {
  const orders = new Map<string, string>();
  return (request) => {
    if (request.headers['authorization'] !== `Bearer ${TOKEN}`)
      return { status: 401, body: { error: 'who?' } };
    const [, collection, key] = request.path.split('/').map(decodeURIComponent);
    if (collection === 'orders') return order(request, key ?? '');
    if (collection !== 'products') return { status: 404, body: {} };
    if (key !== undefined) {
      const found = products.find(({ sku }) => sku === key);
      return found === undefined ? { status: 404, body: {} } : { body: found };
    }
    const [page, size] = ['page', 'per_page'].map((name) => Number(request.query.get(name)));
    if (!page || !size) return { status: 400, body: {} };
    return { body: { data: products.slice((page - 1) * size, page * size), total: products.length } };
  };

  function order({ method, body }: ReceivedRequest, reference: string) {
    if (method === 'POST') {
      const placed = JSON.parse(body) as { reference: string; sku: string };
      if (!products.some(({ sku }) => sku === placed.sku))
        return { status: 422, body: { error: 'no such sku' } };
      orders.set(placed.reference, 'new');
      return { status: 201, body: { reference: placed.reference } };
    }
    if (!orders.has(reference)) return { status: 404, body: {} };
    if (method === 'DELETE') orders.set(reference, 'gone');
    return { body: { reference, state: orders.get(reference) } };
  }
}

/** Its definition. */
export function restDefinition(url: string, change: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    pasar: 1,
    id: 'toko-baik',
    name: 'Toko Baik',
    protocol: 'rest',
    url,
    authentication: { type: 'bearer' },
    requests: {
      feed: { path: '/products', query: { page: '${page}', per_page: '${pageSize}' } },
      byIds: { path: '/products/${sku}' },
    },
    paging: { type: 'page', size: 10, total: 'total' },
    records: { at: 'data' },
    recordsById: { at: '@' },
    mapping: {
      sku: 'product.sku',
      title: 'product.name',
      description: 'product.about',
      price: 'product.price',
      tax: { constant: 'EXCLUDED' },
      stock: { type: 'quantity', quantity: 'product.stock' },
      unit: 'product.unit',
      seller: {
        code: { constant: 'TB' },
        name: { constant: 'Toko Baik' },
        location: { constant: 'Kota Malang' },
      },
      category: { from: 'product.category', values: { Beras: 'food-drink' } },
      domesticProduct: 'product.pdn',
      url: 'product.url',
      imageUrl: 'product.image',
      updatedAt: 'product.updated',
    },
    responses: [{ status: 422, means: 'refused', reason: 'UNKNOWN_OFFER' }],
    orders: {
      mode: 'direct',
      find: { request: { path: '/orders/${order.reference}' }, found: "state == 'new'" },
      place: [
        {
          name: 'order',
          request: {
            method: 'POST',
            path: '/orders',
            body: { reference: '${order.reference}', sku: '${order.lines[0].sku}' },
          },
        },
      ],
      cancel: [{ name: 'cancel', request: { method: 'DELETE', path: '/orders/${order.reference}' } }],
      status: {
        request: { path: '/orders/${order.reference}' },
        state: { from: 'state', values: { new: 'CONFIRMED', gone: 'CANCELLED' } },
      },
    },
    ...change,
  });
}
