import { formatDay, formatLocalTime } from '../../core/jakarta-time';
import { dirtyText, placeAt, placesFor } from '../world/defects';
import { fraction } from '../world/random';
import { SHOWCASES } from '../world/showcases';
import { GOODS } from '../world/goods';
import type { WorldFeed } from '../world/world';
import type { Answer, Handler } from './fake-server';

/** What one seller's feed holds: products with the clock that the feed sorts and filters by. */
export interface FeedShelf {
  products(): readonly FeedProduct[];
  find(sku: string): unknown;
}

export interface FeedProduct {
  readonly updatedAt: Date;
  record(): unknown;
}

export const FEEDS_PATH = '/feeds';
export const MASTER_PATH = '/master';
const DEFAULT_PER_PAGE = 500;

/** All sellers' feeds and LKPP's master lists on one host, each feed under its seller's code. */
export function sellerFeedHandler(
  shelves: ReadonlyMap<string, FeedShelf>,
  secret: string,
  now: () => Date,
): Handler {
  return (request) => {
    const { path, query } = request;
    const [, root, first, action] = path.split('/');
    if (`/${root}` === MASTER_PATH && first) return masterList(first, request.body, secret);
    const shelf = `/${root}` === FEEDS_PATH ? shelves.get(decodeURIComponent(first ?? '')) : undefined;
    if (!shelf) return { status: 404, body: { message: 'feed tidak ditemukan' } };
    if (query.get('secretkey') !== secret) return { status: 403, body: { message: 'secretkey salah' } };
    if (action === 'produk') {
      const record = shelf.find(query.get('no_produk_penyedia') ?? '');
      return record === null
        ? { status: 404, body: { message: 'produk tidak ditemukan' } }
        : { body: { produk: record } };
    }
    if (action === 'all_produk') return page(shelf.products(), query);
    if (action === 'updated_produk') {
      const today = formatDay(now());
      const from = query.get('start_date') ?? today;
      const to = query.get('end_date') ?? today;
      const within = shelf.products().filter(({ updatedAt }) => {
        const day = formatDay(updatedAt);
        return day >= from && day <= to;
      });
      return page(within, query);
    }
    return { status: 404, body: { message: 'tidak ada' } };
  };
}

function page(products: readonly FeedProduct[], query: URLSearchParams): Answer {
  const current = Number(query.get('page') ?? 1);
  const perPage = Number(query.get('per_page') ?? DEFAULT_PER_PAGE);
  const direction = query.get('sort') === 'desc' ? -1 : 1;
  const sorted = [...products].sort((a, b) => direction * (a.updatedAt.getTime() - b.updatedAt.getTime()));
  return {
    body: {
      total: sorted.length,
      current_page: current,
      per_page: perPage,
      total_page: Math.ceil(sorted.length / perPage),
      produk: sorted.slice((current - 1) * perPage, current * perPage).map((product) => product.record()),
    },
  };
}

/** Units of sale by the number that feeds use for them. */
const UNITS = [...new Set(GOODS.flatMap((good) => good.packs.map(([, unit]) => unit)))];

function masterList(name: string, body: string, secret: string): Answer {
  const sent = (JSON.parse(body || '{}') as { secret_key?: string }).secret_key;
  if (sent !== secret) return { status: 403, body: { message: 'secret_key salah' } };
  const brands = [...new Set(GOODS.flatMap((good) => good.brands))];
  const lists: Readonly<Record<string, unknown>> = {
    produk_kategori: SHOWCASES.map(({ id, name: nama }) => ({ id, nama_kategori: nama })),
    manufaktur: brands.map((brand, i) => ({ id: i + 1, nama_manufaktur: brand })),
    unit_pengukuran: UNITS.map((unit, i) => ({ id: i + 1, nama_unit_pengukuran: unit })),
  };
  return name in lists ? { body: { [name]: lists[name] } } : { status: 404, body: { message: 'tidak ada' } };
}

/** A seller of the world as its own feed writes it. */
export function worldFeedShelf(feed: WorldFeed, now: () => Date): FeedShelf {
  const { catalogue, seller } = feed;
  const record = (index: number): unknown => {
    const { listing } = catalogue.at(index);
    const state = catalogue.state(index, now());
    const { chance } = listing;
    const stockClock = formatLocalTime(state.stockUpdatedAt);
    // Prices that were worked out from a net price end in fractions of a rupiah.
    const cents = fraction(chance, 70) < 0.08 ? 0.55 : 0;
    return {
      informasi: {
        unspsc: 50_000_000 + (chance % 1_000_000),
        id_kategori_produk_lkpp: feed.showcase(index).id,
        nama_produk: dirtyText(listing.title, chance),
        no_produk_penyedia: listing.sku,
        id_manufaktur: 1,
        berlaku_sampai: '2027-12-31',
        id_penawaran_lkpp: 9_000_000 + (chance % 900_000),
        id_unit_pengukuran_lkpp: UNITS.indexOf(listing.unit) + 1,
        deskripsi_singkat: listing.title,
        deskripsi_lengkap: `<p>${listing.title}</p>`,
        kuantitas_stok: state.quantity,
        tanggal_update: stockClock,
        tkdn_produk: tkdnAsWritten(listing.tkdn, chance),
        produk_aktif: 1,
        apakah_produk_lokal: listing.domestic ? 1 : 0,
        url_produk: `https://toko.invalid/${seller.code}/${listing.sku}`,
        image_50x50: '',
        image_100x100: '',
        image_300x300: '',
        image_800x800: '',
      },
      spesifikasi: { item: [{ label: 'Satuan', deskripsi: listing.unit }], tanggal_update: stockClock },
      image: { item: [], tanggal_update: stockClock },
      harga: {
        harga_retail: Math.round(state.price * 1.11) + cents,
        harga_pemerintah: state.price + cents,
        ongkos_kirim: fraction(chance, 71) < 0.6 ? 0 : 15_000,
        kurs_id: 1,
        tanggal_update: formatLocalTime(state.priceUpdatedAt),
      },
      lampiran: { item: [], tanggal_update: stockClock },
    };
  };
  const updatedAt = (index: number): Date => {
    const { stockUpdatedAt, priceUpdatedAt } = catalogue.state(index, now());
    return stockUpdatedAt > priceUpdatedAt ? stockUpdatedAt : priceUpdatedAt;
  };
  return {
    products: () =>
      Array.from({ length: placesFor(catalogue.size) }, (_, position) => {
        const place = placeAt(position);
        if (place.kind === 'broken')
          return { updatedAt: new Date(0), record: () => brokenRecord(place.number, record(0)) };
        return { updatedAt: updatedAt(place.index), record: () => record(place.index) };
      }),
    find(sku) {
      const index = catalogue.find(seller.code, sku);
      return index === null ? null : record(index);
    },
  };
}

function tkdnAsWritten(tkdn: number | null, chance: number): string {
  if (tkdn === null) return fraction(chance, 72) < 0.5 ? '' : '-';
  const text = tkdn.toFixed(2);
  const style = fraction(chance, 73);
  return style < 0.1 ? text.replace('.', ',') : style < 0.2 ? `${text}%` : text;
}

function brokenRecord(number: number, whole: unknown): unknown {
  const { informasi, harga, ...rest } = whole as { informasi: object; harga: object };
  const no_produk_penyedia = `RUSAK-${number}`;
  return number % 4 < 2
    ? { ...rest, informasi: { ...informasi, no_produk_penyedia } }
    : {
        ...rest,
        informasi: { ...informasi, no_produk_penyedia },
        harga: { ...harga, harga_pemerintah: null },
      };
}
