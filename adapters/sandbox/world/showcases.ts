import type { CategoryCode } from '../../core/categories';

export interface Showcase {
  readonly id: number;
  readonly name: string;
  readonly category: CategoryCode;
}

const KINDS: readonly (readonly [string, CategoryCode])[] = [
  ['Makanan dan Minuman', 'food-drink'],
  ['Bahan Pokok', 'food-drink'],
  ['Beras dan Pangan Lokal', 'food-drink'],
  ['Kue dan Jajanan Pasar', 'food-drink'],
  ['Katering', 'catering'],
  ['Makanan Siap Saji', 'catering'],
  ['Alat Tulis Kantor', 'stationery'],
  ['Kertas dan Perlengkapan Kantor', 'stationery'],
  ['Mebel', 'furniture'],
  ['Furnitur Sekolah', 'furniture'],
  ['Komputer dan Aksesori', 'electronics'],
  ['Elektronik', 'electronics'],
  ['Alat dan Bahan Kebersihan', 'cleaning'],
  ['Bahan Bangunan', 'building-materials'],
  ['Material Beton Precast', 'building-materials'],
  ['Aspal dan Paving', 'building-materials'],
  ['Perkakas', 'tools'],
  ['Suku Cadang', 'tools'],
  ['Batik', 'souvenirs'],
  ['Kerajinan dan Suvenir', 'souvenirs'],
  ['Pakaian Dinas', 'fashion'],
  ['Seragam Sekolah', 'fashion'],
  ['Bahan Kesehatan', 'health'],
  ['Bibit dan Benih', 'farming'],
  ['Pakan Ternak', 'farming'],
  ['Cetak dan Penggandaan', 'creative-services'],
  ['Jasa Angkutan', 'transport'],
  ['Hotel dan Ruang Rapat', 'accommodation'],
  ['Sewa Tenda dan Perlengkapan', 'rental'],
  ['Jasa Kebersihan Gedung', 'services'],
  ['Servis dan Pemeliharaan', 'services'],
];

/** 93 showcases (etalase) of the province and 16 of cities: each kind plain, for small business, and green. */
const PROVINCIAL = ['', ' UMKM', ' Ramah Lingkungan'];
const OF_CITIES = 16;

export const SHOWCASES: readonly Showcase[] = [
  ...PROVINCIAL.flatMap((suffix) =>
    KINDS.map(([name, category]) => ({ name: `${name}${suffix}`, category })),
  ),
  ...KINDS.slice(0, OF_CITIES).map(([name, category]) => ({ name: `${name} Kota`, category })),
].map((showcase, i) => ({ id: 51_001 + i, ...showcase }));
