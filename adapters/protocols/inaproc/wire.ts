import { z } from 'zod';
import { flag, key, looseText, optionalAmount } from '../../core/wire-fields';

/** Every answer of the INAPROC gateway: `data` is null where nothing was found. */
export const envelopeWire = z.object({
  success: z.boolean(),
  data: z.array(z.unknown()).nullish(),
  meta: z.object({ has_more: z.boolean().nullish(), cursor: z.unknown() }).nullish(),
});

/** `ekatalog-archive/penyedia-detail`. Contact and tax numbers are in the row too and are not read. */
export const sellerWire = z.object({
  kd_penyedia: key,
  nama_penyedia: z.string(),
  penyedia_ukm: looseText,
  alamat_penyedia: looseText,
});

/**
 * `ekatalog-archive/paket-e-purchasing`: one product line of a v5 package. Officials' names, numbers,
 * mails and phones, tax numbers and buyers' notes (`catatan_produk`) are in the row too and are not read.
 */
export const packageLineWire = z.object({
  tahun_anggaran: z.number().int().nullish(),
  kd_klpd: looseText,
  satker_id: looseText,
  nama_satker: looseText,
  kd_paket: key,
  no_paket: looseText,
  nama_paket: looseText,
  kd_rup: looseText,
  nama_sumber_dana: looseText,
  kode_anggaran: looseText,
  kd_produk: looseText,
  kd_paket_produk: key,
  kd_penyedia: looseText,
  kuantitas: optionalAmount,
  harga_satuan: optionalAmount,
  ongkos_kirim: optionalAmount,
  total_harga: optionalAmount,
  tanggal_buat_paket: looseText,
  tanggal_edit_paket: looseText,
  status_paket: key,
});

export type PackageLineWire = z.infer<typeof packageLineWire>;

/** `ekatalog/paket-e-purchasing`: one v6 order. */
export const orderWire = z.object({
  fiscal_year: z.number().int().nullish(),
  kode_klpd: looseText,
  /** As a number it would have lost its leading zeros, and be another unit's. */
  kode_satker: z.string().nullish().catch(null),
  nama_satker: looseText,
  order_id: key,
  order_date: looseText,
  rup_code: looseText,
  rup_name: looseText,
  funding_source: looseText,
  mak: looseText,
  kode_penyedia: looseText,
  product_id: looseText,
  count_product: z.number().int().nullish(),
  total: optionalAmount,
  shipping_fee: optionalAmount,
  status: key,
  shipment_status: looseText,
  flag_minikom: flag,
});

export type OrderWire = z.infer<typeof orderWire>;

/** `rup/master-satker`: `kd_satker` is SiRUP's own number, `kd_satker_str` the official code. */
export const workUnitWire = z.object({
  kd_satker: key,
  kd_satker_str: z.string().nullish().catch(null),
  nama_satker: looseText,
});
