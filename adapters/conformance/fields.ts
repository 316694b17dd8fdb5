import type { Marketplace, ProtocolName } from '../core/contract';

/** Parts of an offer that a marketplace supplies. */
export type OfferField =
  | 'sku'
  | 'title'
  | 'description'
  | 'price'
  | 'tax'
  | 'stock'
  | 'unit'
  | 'sellerCode'
  | 'sellerRegion'
  | 'category'
  | 'domestic'
  | 'tkdn'
  | 'url'
  | 'image'
  | 'updatedAt';

/**
 * Where each protocol tells a field of an offer, in the words that whoever has to mend it knows; null where it
 * has no place for it, so that nothing can be asked of a marketplace that speaks it.
 */
const FIELDS: Record<ProtocolName, Record<OfferField, string | null>> = {
  rest: {
    sku: 'mapping.sku',
    title: 'mapping.title',
    description: 'mapping.description',
    price: 'mapping.price',
    tax: 'mapping.tax',
    stock: 'mapping.stock',
    unit: 'mapping.unit',
    sellerCode: 'mapping.seller.code',
    sellerRegion: 'mapping.seller.location (a constant, where there is one seller)',
    category: 'mapping.category',
    domestic: 'mapping.domesticProduct or mapping.tkdn',
    tkdn: 'mapping.tkdn',
    url: 'mapping.url',
    image: 'mapping.imageUrl',
    updatedAt: 'mapping.updatedAt',
  },
  'toko-daring': {
    sku: 'SKU',
    title: 'product_name',
    description: 'product_description',
    price: 'product_price',
    tax: 'is_taxable',
    stock: 'is_available',
    unit: null,
    sellerCode: 'merchant_id',
    sellerRegion: 'merchant_city',
    category: 'product_category',
    domestic: 'is_PDN',
    tkdn: null,
    url: null,
    image: 'product_thumbnail',
    updatedAt: null,
  },
  'seller-feed': {
    sku: 'informasi.no_produk_penyedia',
    title: 'informasi.nama_produk',
    description: 'informasi.deskripsi_singkat',
    price: 'harga.harga_pemerintah',
    tax: null,
    stock: 'informasi.kuantitas_stok',
    // Units and categories are numbers there, whose names only LKPP's own lists have.
    unit: null,
    sellerCode: 'seller.code of the definition',
    sellerRegion: 'seller.location of the definition',
    category: null,
    domestic: 'informasi.apakah_produk_lokal or informasi.tkdn_produk',
    tkdn: 'informasi.tkdn_produk',
    url: 'informasi.url_produk',
    image: 'informasi.image_300x300',
    updatedAt: 'informasi.tanggal_update',
  },
  cxml: {
    sku: 'Supplier Part ID',
    title: 'Short Name',
    description: 'Item Description',
    price: 'Unit Price',
    tax: 'Tax',
    stock: null,
    unit: 'Units of Measure',
    sellerCode: 'Supplier ID',
    sellerRegion: null,
    category: 'SPSC Code',
    domestic: null,
    tkdn: null,
    url: 'Supplier URL',
    image: 'Image',
    updatedAt: null,
  },
  federation: {
    sku: 'sku',
    title: 'title',
    description: 'description',
    price: 'price { amount }',
    tax: 'price { tax }',
    stock: 'stock',
    unit: 'unit',
    sellerCode: 'seller { id }',
    sellerRegion: 'seller { region }',
    category: 'category',
    domestic: 'domesticProduct or tkdn',
    tkdn: 'tkdn',
    url: 'url',
    image: 'imageUrl',
    updatedAt: 'updatedAt',
  },
};

export function placeOf({ protocol }: Pick<Marketplace, 'protocol'>, field: OfferField): string | null {
  return FIELDS[protocol][field];
}
