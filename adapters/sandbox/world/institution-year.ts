import { hash } from './random';

/** One institution's orders of one fiscal year: how many, and what they are drawn from. */
export interface InstitutionYear {
  readonly seed: number;
  /** Institution code, e.g. `D180`. */
  readonly klpd: string;
  readonly year: number;
  /** Of the whole year, of which those count that are made by now. */
  readonly packages: number;
  readonly orders: number;
  /** Nothing is dated after it. */
  readonly now: Date;
  /** Codes of the sellers that were ordered from. */
  readonly sellers: readonly string[];
}

export const PURPOSES = [
  'Belanja Alat Tulis Kantor',
  'Belanja Makanan dan Minuman Rapat',
  'Pengadaan Komputer dan Perlengkapannya',
  'Belanja Bahan Kebersihan Gedung',
  'Pengadaan Mebel Ruang Kelas',
  'Belanja Cetak dan Penggandaan',
  'Belanja Pakaian Dinas Lapangan',
  'Pengadaan Paving Jalan Lingkungan',
  'Belanja Suvenir Batik Khas Daerah',
  'Pengadaan Bahan Kesehatan Puskesmas',
];

/** A code of the general procurement plan (RUP): eight digits. */
export function planned(...parts: readonly number[]): string {
  return String(45_000_000 + (hash(...parts) % 18_000_000));
}
