import { wireCategory } from '../../protocols/toko-daring/categories';
import { dirtyText, placeAt, placesFor } from '../world/defects';
import { fraction, pick } from '../world/random';
import type { WorldSeller } from '../world/sellers';
import type { WorldCatalogue, WorldOffer } from '../world/world';
import type { ListingState } from '../world/movement';
import type { Answer, Handler } from './fake-server';

/** What a Toko Daring server has on offer: records by position, and by `merchant.sku`. */
export interface Shelf {
  readonly size: number;
  record(position: number): unknown;
  find(localId: string): unknown;
}

export interface TokoDaringCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export const PULL_PATH = '/api/products';
const MAX_PER_PAGE = 999;

/** The marketplace's end of the product pull, failures under HTTP 200 included, as the real ones have it. */
export function tokoDaringHandler(shelf: Shelf, credentials: TokoDaringCredentials): Handler {
  return (request, knobs) => {
    if (request.path !== PULL_PATH) return { status: 404, body: { message: 'Not Found' } };
    const { headers, query } = request;
    if (
      headers['x-client-id'] !== credentials.clientId ||
      headers['x-client-secret'] !== credentials.clientSecret
    ) {
      return failure(401, 'Unauthorized');
    }
    const page = Number(query.get('page') ?? 1);
    const perPage = Number(query.get('per_page') ?? 100);
    if (
      !Number.isInteger(page) ||
      page < 1 ||
      !Number.isInteger(perPage) ||
      perPage < 1 ||
      perPage > MAX_PER_PAGE
    ) {
      return failure(400, 'page dan per_page tidak sesuai');
    }
    const ids = query.get('ids');
    if (ids !== null && knobs.ids === 'refuse') return failure(400, 'parameter tidak dikenal');
    return ids !== null && knobs.ids === 'honour'
      ? byIds(shelf, ids, knobs.idsPerAnswer)
      : byPage(shelf, page, perPage);
  };
}

function byPage(shelf: Shelf, page: number, perPage: number): Answer {
  const start = (page - 1) * perPage;
  const end = Math.min(start + perPage, shelf.size);
  const data = Array.from({ length: Math.max(0, end - start) }, (_, i) => shelf.record(start + i));
  return { body: envelope(data, page, perPage, shelf.size, end >= shelf.size) };
}

function byIds(shelf: Shelf, ids: string, most: number): Answer {
  const data = ids.split(',').flatMap((id) => shelf.find(id) ?? []);
  return { body: envelope(data.slice(0, most), 1, most, data.length, data.length <= most) };
}

function envelope(
  data: readonly unknown[],
  page: number,
  perPage: number,
  total: number,
  lastPage: boolean,
): unknown {
  return { status: true, code: 200, data, per_page: perPage, page, total, last_page: lastPage };
}

function failure(code: number, message: string): Answer {
  return { body: { code, data: null, message, status: false } };
}

/** A catalogue of the world as a Toko Daring marketplace would write it, dirt included. */
export function worldShelf(catalogue: WorldCatalogue, now: () => Date): Shelf {
  const wire = (index: number): unknown => productRecord(catalogue.at(index), catalogue.state(index, now()));
  return {
    size: placesFor(catalogue.size),
    record(position) {
      const place = placeAt(position);
      if (place.kind !== 'broken') return wire(place.index);
      return brokenRecord(place.number, wire(0) as Record<string, unknown>);
    },
    find(localId) {
      const [sellerCode, sku] = localId.split('.').map(decodeURIComponent);
      const index = catalogue.find(sellerCode ?? '', sku ?? '');
      return index === null ? null : wire(index);
    },
  };
}

function productRecord({ seller, listing }: WorldOffer, state: ListingState): unknown {
  const { chance } = listing;
  // Code bases disagree on the key's spelling and on whether a price is a number or a text.
  const skuKey = fraction(chance, 60) < 0.1 ? 'sku' : 'SKU';
  return {
    product_name: dirtyText(listing.title, chance),
    product_price: fraction(chance, 61) < 0.05 ? `${state.price}.00` : state.price,
    is_available: state.quantity > 0,
    product_images: [],
    product_thumbnail: '',
    product_description:
      fraction(chance, 62) < 0.3 ? null : `<p>${listing.title}, dari ${seller.region.name}.</p>`,
    product_category: wireCategory(listing.good.category),
    product_weight: listing.weightKg,
    tags: [],
    is_PDN: listing.domestic,
    is_taxable: seller.pkp,
    [skuKey]: listing.sku,
    merchant_id: seller.code,
    merchant_name: seller.name,
    merchant_province: 'Jawa Timur',
    merchant_city: cityAsWritten(seller, chance),
    merchant_npwp: '000000000000000',
    merchant_nik: '****************',
    is_pkp: seller.pkp,
    merchant_score: seller.score,
    max_merchant_score: 5,
    merchant_type: { MICRO: 'mikro', SMALL: 'kecil', MEDIUM: 'menengah', LARGE: 'besar' }[seller.scale],
  };
}

/** One region, many spellings; all of them still say whether it is the city or the regency. */
function cityAsWritten({ region }: WorldSeller, chance: number): string {
  if (fraction(chance, 63) >= 0.1) return region.name;
  const { shortName, kind } = region;
  return kind === 'KOTA'
    ? pick([`KOTA ${shortName.toUpperCase()}`, `${shortName} (Kota)`, `Kota ${shortName} `], chance, 64)
    : pick(
        [
          `Kab. ${shortName}`,
          `KAB. ${shortName.toUpperCase()}`,
          `Kab.\u00a0${shortName}`,
          `${shortName} (Kab.)`,
        ],
        chance,
        64,
      );
}

/** Five ways to be beyond understanding. */
function brokenRecord(number: number, whole: Record<string, unknown>): unknown {
  const sku = `RUSAK-${number}`;
  const broken: readonly unknown[] = [
    { ...whole, SKU: sku, sku: undefined, product_name: '' },
    { ...whole, SKU: sku, sku: undefined, product_price: 'hubungi penjual' },
    { ...whole, SKU: sku, sku: undefined, product_price: -1 },
    { ...whole, SKU: '', sku: undefined },
    { ...whole, SKU: sku, sku: undefined, merchant_id: null },
  ];
  return broken[number % broken.length];
}
