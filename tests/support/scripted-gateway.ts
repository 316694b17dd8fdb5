import type { FeedCursor } from '../../adapters/core/contract';
import { createHttpSource } from '../../adapters/core/http/http-source';
import { marketplaceId, parseInstitutionCode } from '../../adapters/core/ids';
import type { OrderFeedName, OrderPage, OrdersPort } from '../../adapters/core/order/orders-port';
import { createInaprocOrders } from '../../adapters/protocols/inaproc/orders-port';
import { startFakeServer, type Answer, type FakeServer } from '../../adapters/sandbox/servers/fake-server';
import { callWithin } from './call';

export const MARKETPLACE = marketplaceId('ekatalog-lokal');
export const NOW = new Date('2026-11-22T08:00:00Z');
export const V5 = 'v5:D180:2025' as OrderFeedName;
export const V6 = 'v6:D180:2025' as OrderFeedName;

/** One line of a v5 package in which everything adds up. */
export const PACKAGE_LINE = {
  tahun_anggaran: 2025,
  kd_klpd: 'D180',
  satker_id: 78_011,
  nama_satker: null,
  kd_paket: 8_258_770,
  no_paket: 'POL-P2512-8258770',
  nama_paket: 'Pengadaan\r\nMebel\u0002 ',
  kd_rup: 45_806_011,
  nama_sumber_dana: 'APBD',
  kode_anggaran: 'WA.1;WA.2 ',
  kd_komoditas: 51_545,
  kd_produk: 76_215_995,
  kd_paket_produk: 30_883_477,
  kd_penyedia: 600_001,
  jml_jenis_produk: 2,
  kuantitas: 34.8,
  harga_satuan: 334_180.55,
  ongkos_kirim: 6_000,
  total_harga: 11_635_483.14,
  tanggal_buat_paket: '2025-12-11',
  tanggal_edit_paket: '2026-01-03',
  status_paket: 'paket_selesai',
  catatan_produk: 'telepon Ani 0812-3456',
  ppk_nip: '***019',
};

/** A v6 order in which everything adds up. */
export const ORDER = {
  fiscal_year: 2025,
  kode_klpd: 'D180',
  kode_satker: '0012',
  nama_satker: 'DINAS KOMUNIKASI ',
  order_id: '01JZ24W963T98FB48G4A1ZDG6E',
  order_date: '2025-07-01T00:00:00Z',
  rup_code: '058501404',
  rup_name: ' Belanja ATK ',
  rup_desc: 'Penunjang Urusan, ',
  funding_source: 'APBD',
  mak: '5.1, 5.2',
  kode_penyedia: '01JNJ4XRTYSV2PM9D20T1ZP5JW',
  rekan_id: 0,
  product_id: 'a-1, a-2, ',
  count_product: 2,
  total_qty: 10,
  total: 261_234_121,
  shipping_fee: null,
  status: 'ON_PROCESS',
  shipment_status: 'SHIPPING',
  flag_minikom: 'Tidak',
};
const UNITS = [{ kd_satker: 78_011, kd_satker_str: '0012', nama_satker: 'Dinas Komunikasi ' }];

/** A page as the gateway sends it. */
export function list(
  rows: readonly unknown[] | null,
  meta: object = { has_more: false, cursor: '' },
): Answer {
  return { body: { success: true, data: rows, meta } };
}

/** A gateway that answers what a test says, and e-Katalog's orders read from it. */
export interface ScriptedGateway {
  readonly server: FakeServer;
  readonly http: ReturnType<typeof createHttpSource>;
  createOrders(now?: () => Date): OrdersPort;
  /** What the list behind a feed answers from now on. */
  serve(feed: OrderFeedName, answer: Answer): void;
  /** One page of a feed that answers this. */
  page(feed: OrderFeedName, answer: Answer, cursor?: string | null): Promise<OrderPage>;
  close(): Promise<void>;
}

export async function scriptedGateway(): Promise<ScriptedGateway> {
  const answers = new Map<string, Answer>([['/rup/master-satker', list(UNITS)]]);
  const server = await startFakeServer(
    ({ path }) => answers.get(path) ?? { status: 404, body: { error: 'not found' } },
  );
  const http = createHttpSource(MARKETPLACE);
  const self: ScriptedGateway = {
    server,
    http,
    createOrders(now = () => NOW) {
      const institution = parseInstitutionCode('D180');
      const institutions = institution ? [institution] : [];
      const access = { url: server.url, token: 'secret', institutions, years: [2024, 2025] };
      return createInaprocOrders({ marketplace: MARKETPLACE, access, http, now, pageSize: 100 });
    },
    serve(feed, answer) {
      const group = feed === V5 ? 'ekatalog-archive' : 'ekatalog';
      answers.set(`/${group}/paket-e-purchasing`, answer);
    },
    page(feed, answer, cursor = null) {
      self.serve(feed, answer);
      return self.createOrders().page({ feed, cursor: cursor as FeedCursor | null }, callWithin());
    },
    async close() {
      http.close();
      await server.close();
    },
  };
  return self;
}
