import { callWithin } from '../../support/call';
import { marketplaceId, sellerId } from '../../../adapters/core/ids';
import { understandRecords } from '../../../adapters/core/understand-records';
import { SHOWCASES } from '../../../adapters/sandbox/world/showcases';
import { categoryOf } from '../../../adapters/protocols/seller-feed/categories';
import { mapProduct } from '../../../adapters/protocols/seller-feed/map-product';
import { productWire, type ProductWire } from '../../../adapters/protocols/seller-feed/wire';

const marketplace = marketplaceId('ekatalog-lokal');
const context = {
  marketplace,
  sellerCode: '600001',
  seller: {
    id: sellerId(marketplace, '600001'),
    name: 'CV Mitra',
    region: null,
    location: null,
    smallBusiness: null,
  },
  lists: { categories: new Map([['51001', 'Makanan dan Minuman UMKM']]), units: new Map([['2', 'Karung']]) },
  observedAt: new Date('2026-11-22T08:00:00Z'),
};

const informasi = {
  unspsc: 50221101,
  id_kategori_produk_lkpp: 51001,
  nama_produk: 'Beras Premium 5 kg',
  no_produk_penyedia: 'BRS-5',
  id_unit_pengukuran_lkpp: 2,
  deskripsi_singkat: 'Beras',
  deskripsi_lengkap: '<p>Beras</p>',
  kuantitas_stok: 120,
  tanggal_update: '2026-11-21 10:00:00',
  tkdn_produk: '45,50',
  produk_aktif: 1,
  apakah_produk_lokal: 1,
  url_produk: 'https://toko.invalid/1',
  image_300x300: '',
};
const harga = {
  harga_retail: 80475,
  harga_pemerintah: 72500.55,
  ongkos_kirim: 15000,
  kurs_id: 1,
  tanggal_update: '2026-11-20 09:30:00',
};

function understand(change: { informasi?: object; harga?: object | undefined } = {}) {
  const record = {
    informasi: { ...informasi, ...change.informasi },
    harga: 'harga' in change ? change.harga && { ...harga, ...change.harga } : harga,
  };
  const toOffer = (wire: ProductWire) => mapProduct(wire, context);
  const work = { marketplace, call: callWithin() };
  return understandRecords([record], { schema: productWire, idOf: () => 'id', toOffer }, work);
}

describe('a product of the e-Katalog seller feed', () => {
  it('is understood, each block with its own clock', async () => {
    expect((await understand()).offers).toEqual([
      expect.objectContaining({
        id: 'ekatalog-lokal:600001.BRS-5',
        price: {
          amount: '72500.55',
          currency: 'IDR',
          tax: 'UNKNOWN',
          updatedAt: new Date('2026-11-20T02:30:00Z'),
        },
        stock: {
          state: 'IN_STOCK',
          precision: 'QUANTITY',
          quantity: '120',
          updatedAt: new Date('2026-11-21T03:00:00Z'),
        },
        unit: 'Karung',
        category: 'food-drink',
        showcase: 'Makanan dan Minuman UMKM',
        domesticProduct: true,
        tkdn: '45.5',
        retailPrice: '80475',
        shippingFee: '15000',
      }),
    ]);
  });

  it.each<[string, object, object]>([
    ['no stock left', { informasi: { kuantitas_stok: 0 } }, { state: 'OUT_OF_STOCK', quantity: '0' }],
    [
      'a fractional stock',
      { informasi: { kuantitas_stok: 509.9 } },
      { state: 'IN_STOCK', quantity: '509.9' },
    ],
    ['taken off display', { informasi: { produk_aktif: 0 } }, { state: 'OUT_OF_STOCK' }],
    [
      'stock not said',
      { informasi: { kuantitas_stok: null } },
      { state: 'UNKNOWN', precision: 'NONE', quantity: null },
    ],
  ])('tells its stock with %s', async (_, change, stock) => {
    expect((await understand(change)).offers[0]?.stock).toMatchObject(stock);
  });

  it.each<[string, object, object]>([
    [
      'an unknown showcase and unit',
      { informasi: { id_kategori_produk_lkpp: 1, id_unit_pengukuran_lkpp: 99 } },
      { category: 'other', unit: null, showcase: null },
    ],
    [
      'addresses that would run, or hold a password',
      { informasi: { url_produk: 'javascript:alert(1)', image_300x300: 'https://a:b@toko.invalid/1.jpg' } },
      { url: null, imageUrl: null },
    ],
    [
      'an escaped name',
      { informasi: { nama_produk: 'Kabel &lt;10m &amp; <b>stop</b>' } },
      { title: 'Kabel <10m & stop' },
    ],
    [
      'texts of a million characters',
      { informasi: { nama_produk: 'x'.repeat(1_000_000), deskripsi_singkat: 'x'.repeat(1_000_000) } },
      { title: 'x'.repeat(500), description: 'x'.repeat(5_000) },
    ],
    ['no TKDN', { informasi: { tkdn_produk: '-' } }, { tkdn: null }],
    [
      'no retail price',
      { harga: { harga_retail: null, ongkos_kirim: '' } },
      { retailPrice: null, shippingFee: null },
    ],
    [
      'a clock that can not be read',
      { harga: { tanggal_update: '0000-00-00 00:00:00' } },
      { price: { amount: '72500.55', currency: 'IDR', tax: 'UNKNOWN', updatedAt: null } },
    ],
  ])('is understood with %s', async (_, change, expected) => {
    expect((await understand(change)).offers[0]).toMatchObject(expected);
  });

  it.each<[string, object, string]>([
    ['no name', { informasi: { nama_produk: ' ' } }, 'informasi.nama_produk: is empty'],
    [
      'no article number',
      { informasi: { no_produk_penyedia: '' } },
      'informasi.no_produk_penyedia: is empty',
    ],
    [
      'an endless article number',
      { informasi: { no_produk_penyedia: 'x'.repeat(1_000_000) } },
      'informasi.no_produk_penyedia: is too long: over 200 characters',
    ],
    ['no government price', { harga: { harga_pemerintah: null } }, 'harga.harga_pemerintah: Invalid input'],
    ['a price of zero', { harga: { harga_pemerintah: 0 } }, 'harga.harga_pemerintah: is not above zero'],
    ['another currency', { harga: { kurs_id: 2 } }, 'harga.kurs_id: is not rupiah'],
    ['no price block', { harga: undefined }, 'harga: Invalid input: expected object, received undefined'],
  ])('is set aside with its reason for %s', async (_, change, reason) => {
    expect(await understand(change)).toEqual({ offers: [], rejected: [{ recordId: 'id', reason }] });
  });
});

it.each([
  ['Jasa Katering dan Jamuan', 'catering'],
  ['Sewa Kendaraan dan Peralatan', 'rental'],
  ['Jasa Kebersihan Gedung', 'services'],
  ['Alat Tulis Kantor', 'stationery'],
  ['Obat dan Bahan Medis', 'health'],
  ['Katalog', 'other'],
  [null, 'other'],
])('the showcase %j is in category %s', (name, category) => {
  expect(categoryOf(name)).toBe(category);
});

it('every showcase of the sandbox falls into the category of what is in it', () => {
  expect(SHOWCASES).toHaveLength(93 + 16);
  for (const { name, category } of SHOWCASES) expect([name, categoryOf(name)]).toEqual([name, category]);
});
