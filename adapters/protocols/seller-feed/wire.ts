import { z } from 'zod';
import { amount, flag, key, looseText, optionalAmount, percentage, someText } from '../../core/wire-fields';

/** Blocks keep their own clocks; one that can't be read costs its time stamp, not the product. */
const clock = looseText;

/** One product of the e-Katalog v5 seller feed. Blocks that Pasar doesn't use are not read. */
export const productWire = z.object({
  informasi: z.object({
    nama_produk: someText,
    no_produk_penyedia: key,
    id_kategori_produk_lkpp: looseText,
    id_unit_pengukuran_lkpp: looseText,
    deskripsi_singkat: looseText,
    kuantitas_stok: optionalAmount,
    tanggal_update: clock,
    tkdn_produk: percentage,
    produk_aktif: flag,
    apakah_produk_lokal: flag,
    url_produk: looseText,
    image_300x300: looseText,
  }),
  harga: z.object({
    harga_retail: optionalAmount,
    harga_pemerintah: amount,
    ongkos_kirim: optionalAmount,
    /** 1 is rupiah, the only currency seen. */
    kurs_id: z.coerce.number().nullish(),
    tanggal_update: clock,
  }),
});

export type ProductWire = z.infer<typeof productWire>;

export const pageWire = z.object({
  produk: z.array(z.unknown()),
  total: z.coerce.number().int().nonnegative().nullish().catch(null),
  current_page: z.coerce.number().int().nullish(),
  total_page: z.coerce.number().int().nonnegative(),
});

export const singleWire = z.object({ produk: z.unknown() });

/** LKPP's master lists: rows of an id and a name under the list's own key. */
export const masterRowWire = z.object({ id: key }).catchall(z.unknown());
