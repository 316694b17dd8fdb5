import { isPositive, type Decimal } from '../../core/decimal';
import { foreignText } from '../../core/foreign-text';
import { offerId, type MarketplaceId } from '../../core/ids';
import { parseInstant } from '../../core/jakarta-time';
import type { Offer, Seller, Stock } from '../../core/offer';
import { LONGEST } from '../../core/offer-limits';
import type { Understood } from '../../core/understand-records';
import { webAddress } from '../../core/web-address';
import { categoryOf } from './categories';
import type { MasterLists } from './master-lists';
import type { ProductWire } from './wire';

/** What the e-Katalog feed says of an offer beyond the common model. */
export interface SellerFeedOffer extends Offer {
  /** What the public pays, value added tax included (`harga_retail`). */
  readonly retailPrice: Decimal | null;
  /** Shipping that the seller asks (`ongkos_kirim`). */
  readonly shippingFee: Decimal | null;
  /** The showcase (etalase) by the name that LKPP gives it. */
  readonly showcase: string | null;
}

export interface MappingContext {
  readonly marketplace: MarketplaceId;
  readonly sellerCode: string;
  readonly seller: Seller;
  readonly lists: MasterLists;
  readonly observedAt: Date;
}

const RUPIAH = 1;

export function mapProduct(
  { informasi, harga }: ProductWire,
  context: MappingContext,
): Understood<SellerFeedOffer> {
  const title = foreignText(informasi.nama_produk, LONGEST.title);
  if (title === null) return { reason: 'informasi.nama_produk: is empty' };
  if (!isPositive(harga.harga_pemerintah)) return { reason: 'harga.harga_pemerintah: is not above zero' };
  if (harga.kurs_id != null && harga.kurs_id !== RUPIAH) return { reason: 'harga.kurs_id: is not rupiah' };
  const updatedAt = parseInstant(informasi.tanggal_update);
  const showcase = context.lists.categories.get(informasi.id_kategori_produk_lkpp ?? '') ?? null;
  return {
    offer: {
      id: offerId(context.marketplace, context.sellerCode, informasi.no_produk_penyedia),
      marketplace: context.marketplace,
      sku: informasi.no_produk_penyedia,
      title,
      description: foreignText(informasi.deskripsi_singkat, LONGEST.description),
      price: {
        amount: harga.harga_pemerintah,
        currency: 'IDR',
        tax: 'UNKNOWN', // only harga_retail is documented to include tax
        updatedAt: parseInstant(harga.tanggal_update),
      },
      stock: stockOf(informasi, updatedAt),
      unit: context.lists.units.get(informasi.id_unit_pengukuran_lkpp ?? '') ?? null,
      seller: context.seller,
      category: categoryOf(showcase),
      domesticProduct: informasi.apakah_produk_lokal,
      tkdn: informasi.tkdn_produk,
      url: webAddress(informasi.url_produk),
      imageUrl: webAddress(informasi.image_300x300),
      updatedAt,
      observedAt: context.observedAt,
      retailPrice: harga.harga_retail ?? null,
      shippingFee: harga.ongkos_kirim ?? null,
      showcase,
    },
  };
}

/** A product taken off display (`produk_aktif` 0) can't be bought, whatever its quantity says. */
function stockOf(informasi: ProductWire['informasi'], updatedAt: Date | null): Stock {
  const quantity = informasi.kuantitas_stok ?? null;
  if (informasi.produk_aktif === false) {
    return { state: 'OUT_OF_STOCK', precision: 'QUANTITY', quantity, updatedAt };
  }
  if (quantity === null) return { state: 'UNKNOWN', precision: 'NONE', quantity: null, updatedAt };
  return {
    state: isPositive(quantity) ? 'IN_STOCK' : 'OUT_OF_STOCK',
    precision: 'QUANTITY',
    quantity,
    updatedAt,
  };
}
