import { fraction, hash, pick } from '../../../../adapters/sandbox/world/random';

/** What the four subgraphs are about: a small shop whose six users review three of its products. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly birthday: number;
}

export interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly category: string;
  readonly description: string;
  readonly image: string;
}

export interface Review {
  readonly id: string;
  readonly body: string;
  readonly authorId: string;
  readonly upc: string;
}

export interface Stock {
  readonly quantity: number;
  readonly warehouse: string;
  readonly restockedOn: string;
  readonly price: number;
}

const PRODUCTS = 500;
const REVIEWED = 3;
const REVIEWS_PER_USER = 2;
/** Makes the deep answer as long as that of the public benchmark of gateways. */
const REVIEW_SENTENCES = 4;

const NAMES = [
  'Sari Wulandari',
  'Agus Prasetyo',
  'Dewi Lestari',
  'Bambang Utomo',
  'Rina Kusuma',
  'Eko Saputra',
];
const GOODS = ['Beras premium', 'Kertas HVS', 'Kopi bubuk', 'Meja kerja', 'Tinta printer', 'Batik tulis'];
const CATEGORIES = ['pangan', 'alat-tulis', 'minuman', 'mebel', 'elektronik', 'sandang'];
const WAREHOUSES = ['Surabaya', 'Malang', 'Kediri', 'Jember', 'Madiun'];
const SENTENCES = [
  'Barang datang lebih cepat dari yang dijanjikan, dan bungkusnya masih rapi.',
  'Warnanya sedikit berbeda dari gambar, tetapi mutunya sesuai dengan harganya.',
  'Penjual menjawab setiap pertanyaan dalam beberapa menit saja, sangat membantu.',
  'Sudah dipakai dua minggu di kantor, dan sejauh ini tidak ada keluhan apa pun.',
  'Ongkos kirimnya agak mahal untuk barang seberat ini, semoga nanti ada potongan.',
  'Akan memesan lagi bulan depan untuk bagian lain, asalkan stoknya masih tersedia.',
];

export const users: readonly User[] = NAMES.map((name, index) => ({
  id: String(index + 1),
  name,
  username: name.toLowerCase().replace(' ', '.'),
  birthday: 19_700_101 + index * 10_203,
}));

export const products: readonly Product[] = Array.from({ length: PRODUCTS }, (_, index) => ({
  upc: String(index + 1),
  name: `${pick(GOODS, index)} ${index + 1}`,
  price: 1_000 + (hash(index, 1) % 900_000),
  weight: 50 + (hash(index, 2) % 5_000),
  category: pick(CATEGORIES, index),
  description: prose(2, index),
  image: `https://img.example/goods/${index + 1}.jpg`,
}));

export const reviews: readonly Review[] = Array.from(
  { length: NAMES.length * REVIEWS_PER_USER },
  (_, index) => ({
    id: String(index + 1),
    body: prose(REVIEW_SENTENCES, index, 3),
    authorId: String((index % NAMES.length) + 1),
    upc: String((index % REVIEWED) + 1),
  }),
);

export function stockOf(upc: string): Stock {
  const key = Number(upc);
  const quantity = fraction(key, 4) < 0.2 ? 0 : hash(key, 5) % 400;
  return {
    quantity,
    warehouse: pick(WAREHOUSES, key, 6),
    restockedOn: `2026-10-${String(1 + (hash(key, 7) % 28)).padStart(2, '0')}`,
    price: 1_000 + (hash(key, 8) % 900_000),
  };
}

function prose(sentences: number, ...key: readonly number[]): string {
  return Array.from({ length: sentences }, (_, index) => pick(SENTENCES, ...key, index)).join(' ');
}
