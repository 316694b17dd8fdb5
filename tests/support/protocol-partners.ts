import { CXML_SHOP_CREDENTIALS, createCxmlShop } from '../../adapters/sandbox/partners/cxml-shop';
import {
  byPath,
  startFakeServer,
  type FakeServer,
  type Handler,
} from '../../adapters/sandbox/servers/fake-server';
import { createReportTarget } from '../../adapters/sandbox/servers/report-target';
import {
  FEEDS_PATH,
  sellerFeedHandler,
  type FeedProduct,
  type FeedShelf,
} from '../../adapters/sandbox/servers/seller-feed';
import { PULL_PATH, tokoDaringHandler, worldShelf } from '../../adapters/sandbox/servers/toko-daring';
import {
  AUTH_PATH,
  BUYING_PATH,
  createTokoDaringShop,
  STATUS_PATH,
  type TokoDaringShop,
} from '../../adapters/sandbox/servers/toko-daring-orders';
import { createWorld } from '../../adapters/sandbox/world/world';

/** A marketplace that speaks a protocol that is known here, as it joins: its definition, and secrets beside it. */
export interface ProtocolPartner {
  readonly id: string;
  readonly document: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly server: FakeServer;
  close(): Promise<void>;
}

export const SELLER_FEED_SECRET = 'sandbox-toko-pemasok';
export const TOKO_DARING_CREDENTIALS = { clientId: 'pasar', clientSecret: 'sandbox-toko-anggota' };

function documentOf(id: string, protocol: string, lines: readonly string[]): string {
  return ['pasar: 1', `id: ${id}`, `name: Toko ${id}`, `protocol: ${protocol}`, ...lines, ''].join('\n');
}

export interface FeedArticle {
  readonly sku: string;
  readonly price: string;
  readonly stock: number;
}

/** What stands in the supplier's feed; article 4 is sold out. */
export function feedArticle(number: number): FeedArticle {
  return { sku: `BRS-${number}`, price: `${72_500 + number}.55`, stock: number === 4 ? 0 : 100 + number };
}

function feedShelf(size: number): FeedShelf {
  const updatedAt = (number: number): Date => new Date(Date.now() - number * 60_000);
  const record = (number: number): unknown => {
    const { sku, price, stock } = feedArticle(number);
    return {
      informasi: {
        nama_produk: `Beras Premium ${number} kg`,
        no_produk_penyedia: sku,
        id_kategori_produk_lkpp: 51_001,
        id_unit_pengukuran_lkpp: 2,
        deskripsi_singkat: 'Beras pulen',
        kuantitas_stok: stock,
        tanggal_update: '2026-11-21 10:00:00',
        tkdn_produk: '45,50',
        produk_aktif: 1,
        apakah_produk_lokal: 1,
        url_produk: `https://toko-pemasok.example/${sku}`,
        image_300x300: `https://toko-pemasok.example/${sku}.jpg`,
      },
      harga: {
        harga_retail: '80475',
        harga_pemerintah: price,
        ongkos_kirim: 15_000,
        kurs_id: 1,
        tanggal_update: '2026-11-20 09:30:00',
      },
    };
  };
  const numbers = Array.from({ length: size }, (_, i) => i + 1);
  const products: readonly FeedProduct[] = numbers.map((number) => ({
    updatedAt: updatedAt(number),
    record: () => record(number),
  }));
  return {
    products: () => products,
    find(sku) {
      const number = numbers.find((each) => feedArticle(each).sku === sku);
      return number === undefined ? null : record(number);
    },
  };
}

export interface SellerFeedOptions {
  readonly size?: number;
  /** Lines of the definition below its address. */
  readonly lines?: readonly string[];
  readonly handler?: (own: Handler) => Handler;
}

/** A supplier that hosts an e-Katalog v5 seller feed. */
export async function startSellerFeedPartner({
  size = 12,
  lines = [],
  handler = (own) => own,
}: SellerFeedOptions = {}): Promise<ProtocolPartner> {
  const id = 'toko-pemasok';
  const shelves = new Map([[id, feedShelf(size)]]);
  const server = await startFakeServer(
    handler(sellerFeedHandler(shelves, SELLER_FEED_SECRET, () => new Date())),
  );
  return {
    id,
    document: documentOf(id, 'seller-feed', [`url: ${server.url}${FEEDS_PATH}/${id}`, ...lines]),
    credentials: { secret: SELLER_FEED_SECRET },
    server,
    close: () => server.close(),
  };
}

export interface TokoDaringPartner extends ProtocolPartner {
  readonly shop: TokoDaringShop;
}

/** A member of Toko Daring: it lets buyers in and tells statuses of orders where its definition says so. */
export async function startTokoDaringPartner({
  signsOn = true,
  tellsStatuses = true,
}: { readonly signsOn?: boolean; readonly tellsStatuses?: boolean } = {}): Promise<TokoDaringPartner> {
  const id = 'toko-anggota';
  const { jatimBejo: catalogue } = createWorld({ scale: 0.002 });
  const now = (): Date => new Date();
  const credentials = TOKO_DARING_CREDENTIALS;
  const reports = createReportTarget();
  const shop = createTokoDaringShop({ name: 'Toko Anggota', catalogue, credentials, reports, now });
  const server = await startFakeServer(
    byPath({ ...shop.handlers, '/': tokoDaringHandler(worldShelf(catalogue, now), credentials) }),
  );
  const { url } = server;
  return {
    id,
    document: documentOf(id, 'toko-daring', [
      `url: ${url}${PULL_PATH}`,
      ...(signsOn ? [`signOn: { url: '${url}${AUTH_PATH}', shopUrl: '${url}${BUYING_PATH}' }`] : []),
      ...(tellsStatuses ? [`orderStatusUrl: ${url}${STATUS_PATH}`] : []),
    ]),
    credentials,
    server,
    shop,
    async close() {
      reports.close();
      await server.close();
    },
  };
}

/** A supplier that speaks cXML, with a CIF catalogue. */
export async function startCxmlPartner(lines: readonly string[] = []): Promise<ProtocolPartner> {
  const id = 'toko-katalog';
  const shop = createCxmlShop({});
  const server = await startFakeServer(shop.handler);
  return {
    id,
    document: documentOf(id, 'cxml', [`url: ${server.url}/cxml`, ...lines]),
    credentials: CXML_SHOP_CREDENTIALS,
    server,
    async close() {
      shop.close();
      await server.close();
    },
  };
}
