import { randomUUID } from 'node:crypto';
import type { WorldCatalogue } from '../world/world';
import type { Answer, Handler, OrderControl, ReceivedRequest } from './fake-server';
import type { ReportTarget } from './report-target';
import type { TokoDaringCredentials } from './toko-daring';
import { buyingPage } from './buying-page';

export const AUTH_PATH = '/api/auth';
export const BUYING_PATH = '/belanja';
export const STATUS_PATH = '/api/orders';

/** A buyer whom Pasar announced. */
interface Session {
  /** The token to report with: each report's answer brings the next. */
  token: string;
  readonly payload: Readonly<Record<string, unknown>>;
  nonceIsUsed: boolean;
  /** The report that is under way: two at once would race for one token. */
  reporting: Promise<void>;
}

export interface TokoDaringOrder {
  readonly order_id: string;
  status: string;
  updated_at: string;
  readonly session: string;
  readonly report: Readonly<Record<string, unknown>>;
  /** How Pasar answered the report; null while it has not. */
  answered: number | null;
}

/** The marketplace's end of ordering: lets buyers in, sells, reports, and answers what became of orders. */
export interface TokoDaringShop {
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly orders: ReadonlyMap<string, TokoDaringOrder>;
  /** Sells in the name of a session, as its page does, and reports it. Gives the order's number. */
  sell(nonce: string, goods: string): string | null;
  /** Brings an order further; the last states are reported. False for an order that isn't there. */
  advance(orderId: string, status: string): boolean;
  /** `{"status":"shipped"}` brings an order further. */
  readonly control: OrderControl;
}

export interface TokoDaringShopOptions {
  readonly name: string;
  readonly catalogue: WorldCatalogue;
  readonly credentials: TokoDaringCredentials;
  readonly reports: ReportTarget;
  readonly now: () => Date;
}

const PPN_PERCENT = 11;
const SHIPPING = 15_000;

export function createTokoDaringShop(options: TokoDaringShopOptions): TokoDaringShop {
  const { name, catalogue, credentials, reports, now } = options;
  const sessions = new Map<string, Session>();
  const orders = new Map<string, TokoDaringOrder>();
  const headers = {
    'content-type': 'application/json',
    'X-Client-Id': credentials.clientId,
    'X-Client-Secret': credentials.clientSecret,
  };

  function signIn(request: ReceivedRequest): Answer {
    if (!isPartner(request, credentials)) return failure(401, 'Unauthorized');
    const { token, payload } = (parse(request.body) ?? {}) as Partial<Session>;
    if (typeof token !== 'string' || typeof payload !== 'object')
      return failure(400, 'token dan payload wajib');
    if (payload['role'] !== 'PP' && payload['role'] !== 'PPK') return failure(400, 'role tidak dikenal');
    const nonce = randomUUID();
    sessions.set(nonce, { token, payload, nonceIsUsed: false, reporting: Promise.resolve() });
    return { body: { code: 200, data: { token: nonce }, message: null, status: true } };
  }

  function shop({ method, query, body }: ReceivedRequest): Answer {
    const form = method === 'POST' ? new URLSearchParams(body) : query;
    const nonce = form.get('nonce') ?? '';
    const session = sessions.get(nonce);
    const goods = form.get('produk') ?? '';
    if (!session || (method === 'GET' && session.nonceIsUsed))
      return page(403, buyingPage({ name, message: 'Tautan ini sudah dipakai atau tidak dikenal.' }));
    if (method === 'GET') {
      session.nonceIsUsed = true; // one visit, whatever comes of it
      return page(200, buyingPage({ name, order: { nonce, goods: goodsOf(goods), raw: goods } }));
    }
    const sold = sell(nonce, goods);
    return sold === null
      ? page(422, buyingPage({ name, message: 'Barang tidak tersedia.' }))
      : page(200, buyingPage({ name, message: `Pesanan ${sold} telah dibuat dan dilaporkan.` }));
  }

  function goodsOf(
    text: string,
  ): readonly { title: string; price: number; quantity: string; item: object }[] {
    return text.split(',').flatMap((entry) => {
      const [local = '', quantity = '1'] = entry.split(':');
      const [sellerCode = '', sku = ''] = local.split('.').map(decodeURIComponent);
      const index = catalogue.find(sellerCode, sku);
      if (index === null || !(Number(quantity) > 0)) return [];
      const { listing, seller } = catalogue.at(index);
      const { price } = catalogue.state(index, now());
      const total = Math.round(price * Number(quantity));
      const item = {
        product_name: listing.title,
        product_price: price,
        is_available: true,
        SKU: sku,
        merchant_id: sellerCode,
        merchant_name: seller.name,
        merchant_city: seller.region.name,
        is_pkp: seller.pkp,
        is_taxable: seller.pkp,
        kuantitas: Number(quantity),
        total,
        ppn: seller.pkp ? Math.round((total * PPN_PERCENT) / 100) : 0,
        ppn_persentase: seller.pkp ? PPN_PERCENT : 0,
        pph: 0,
        pph_persentase: 0,
      };
      return [{ title: listing.title, price, quantity, item }];
    });
  }

  function sell(nonce: string, goods: string): string | null {
    const session = sessions.get(nonce);
    const items = goodsOf(goods).map(({ item }) => item as { total: number; ppn: number });
    if (!session || items.length === 0) return null;
    const orderId = `${name === 'Mbiz' ? 'MB' : 'JB'}-${randomUUID().slice(0, 8).toUpperCase()}`;
    const tax = items.reduce((sum, { ppn }) => sum + ppn, 0);
    const report = {
      order_id: orderId,
      pembeli: { email: '****@gmail.com', phone: '**********000', username: session.payload['userName'] },
      items,
      alamat_pengiriman: '-',
      ongkos_kirim: SHIPPING,
      ongkos_kirim_ppn: 0,
      ongkos_kirim_ppn_persentase: 0,
      ppn_total: tax,
      pph_total: 0,
      valuasi: items.reduce((sum, { total }) => sum + total, 0) + SHIPPING + tax,
      tanggal: `${new Date(now().getTime() + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`,
      metode_bayar: 'CBD',
      nama_kurir: 'Kurir Toko',
    };
    const at = now().toISOString();
    const order: TokoDaringOrder = {
      order_id: orderId,
      status: 'new_order',
      updated_at: at,
      session: nonce,
      report,
      answered: null,
    };
    orders.set(orderId, order);
    // The buyer doesn't wait for Pasar to be told.
    session.reporting = session.reporting.then(() => tell(order, session)).catch(() => undefined);
    return orderId;
  }

  /** Reports, and keeps the token that the next report needs. */
  async function tell(order: TokoDaringOrder, session: Session): Promise<void> {
    const { status, text } = await reports.post('/toko-daring/report/transaksi/v3/save', {
      headers,
      body: JSON.stringify({ ...order.report, token: session.token }),
    });
    order.answered = status;
    const { data } = (parse(text) ?? {}) as { data?: { new_token?: string } };
    if (data?.new_token !== undefined) session.token = data.new_token;
  }

  function advance(orderId: string, status: string): boolean {
    const order = orders.get(orderId);
    if (!order) return false;
    order.status = status;
    order.updated_at = now().toISOString();
    if (status !== 'paid' && status !== 'cancel') return true;
    const report = {
      order_id: orderId,
      konfirmasi_ppmse: status === 'paid',
      keterangan_ppmse: status === 'paid' ? 'Selesai' : 'Dibatalkan pembeli',
    };
    reports
      .post('/toko-daring/report/transaksi/v3/update/transaction-done', {
        headers,
        body: JSON.stringify(report),
      })
      .catch(() => undefined); // the sandbox is closing
    return true;
  }

  function statuses(request: ReceivedRequest): Answer {
    if (!isPartner(request, credentials)) return failure(401, 'Unauthorized');
    const asked = (request.query.get('order_ids') ?? '').split(',').map(decodeURIComponent);
    const data = asked.flatMap((id) => {
      const order = orders.get(id);
      return order ? [{ order_id: id, status: order.status, updated_at: order.updated_at }] : [];
    });
    return { body: { code: 200, data, message: null, status: true } };
  }

  return {
    handlers: { [AUTH_PATH]: signIn, [BUYING_PATH]: shop, [STATUS_PATH]: statuses },
    orders,
    sell,
    advance,
    control: {
      list: () => [...orders.values()],
      change: (orderId, { status }) => typeof status === 'string' && advance(orderId, status),
    },
  };
}

function isPartner({ headers }: ReceivedRequest, { clientId, clientSecret }: TokoDaringCredentials): boolean {
  return headers['x-client-id'] === clientId && headers['x-client-secret'] === clientSecret;
}

function failure(code: number, message: string): Answer {
  return { body: { code, data: null, message, status: false } };
}

function page(status: number, html: string): Answer {
  return { status, body: html, type: 'text/html; charset=utf-8' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
