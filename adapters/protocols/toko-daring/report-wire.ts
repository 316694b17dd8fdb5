import { z } from 'zod';
import { amount, flag, key, looseText, optionalAmount, someText } from '../../core/wire-fields';

/** The transaction report, version 3. People, addresses and tax numbers are in it too and are not read. */
const itemWire = z
  .object({
    product_name: someText,
    product_price: amount,
    SKU: looseText,
    sku: looseText,
    merchant_id: key,
    merchant_name: looseText,
    kuantitas: amount,
    total: amount,
    ppn: optionalAmount,
    ppn_persentase: optionalAmount,
    pph: optionalAmount,
  })
  .transform(({ SKU, sku, ...item }) => ({ ...item, sku: SKU ?? sku }));

const ITEMS_MAX = 1_000;

export const reportWire = z.object({
  order_id: key,
  items: z.array(itemWire).min(1, 'has no items').max(ITEMS_MAX, `has more than ${ITEMS_MAX} items`),
  ongkos_kirim: optionalAmount,
  ongkos_kirim_ppn: optionalAmount,
  ppn_total: optionalAmount,
  pph_total: optionalAmount,
  valuasi: amount,
  tanggal: z.union([z.string(), z.number()]),
  metode_bayar: looseText,
  nama_kurir: looseText,
  token: z.string().min(1, 'is empty'),
});

export type ReportWire = z.infer<typeof reportWire>;
export type ReportItemWire = ReportWire['items'][number];

/** The report that an order is done, or came to nothing. */
export const doneWire = z.object({
  order_id: key,
  konfirmasi_ppmse: z
    .union([z.boolean(), z.number(), z.string()], 'is neither yes nor no')
    .transform((value) => flag.parse(value))
    .refine((value) => value !== null, 'is neither yes nor no'),
  keterangan_ppmse: looseText,
});
