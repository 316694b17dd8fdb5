import { z } from 'zod';
import { foreignCode } from '../../core/foreign-text';
import { LONGEST } from '../../core/offer-limits';
import { amount, flag, key, looseText, optionalAmount, someText, TOO_LONG } from '../../core/wire-fields';

/**
 * The Toko Daring product pull as marketplaces send it. Only what Pasar uses is read: a merchant's tax
 * number and identity number (`merchant_npwp`, `merchant_nik`) are personal and dropped right here.
 */
export const productWire = z
  .object({
    product_name: someText,
    product_price: amount,
    is_available: flag,
    product_images: z.array(z.string()).nullish().catch(null),
    product_thumbnail: looseText,
    product_description: looseText,
    /** An object from the category's id to its code, e.g. `{"5":"atk"}`. */
    product_category: z.record(z.string(), z.unknown()).nullish().catch(null),
    product_weight: optionalAmount.catch(null),
    is_PDN: flag,
    is_taxable: flag,
    SKU: looseText,
    sku: looseText,
    merchant_id: key,
    merchant_name: someText,
    merchant_province: looseText,
    merchant_city: looseText,
    merchant_score: optionalAmount.catch(null),
    max_merchant_score: optionalAmount.catch(null),
    merchant_type: looseText,
  })
  .transform(({ SKU, sku, ...product }, context) => {
    const code = foreignCode(SKU ?? sku ?? '', LONGEST.code);
    if (code !== null && code !== '') return { ...product, sku: code };
    context.addIssue({ code: 'custom', path: ['SKU'], message: code === null ? TOO_LONG : 'is missing' });
    return z.NEVER;
  });

export type ProductWire = z.infer<typeof productWire>;

/** `code` and `status` tell success from failure: failures come under HTTP 200. */
export const envelopeWire = z.object({
  code: z.coerce.number().nullish(),
  status: z.unknown(),
  message: looseText,
});

/** `{code: 404, status: false}` under HTTP 200; some code bases write `"success"` or 200 as the status. */
export function isFailure(code: number | null | undefined, status: unknown): boolean {
  if (code != null && code !== 0 && (code < 200 || code > 299)) return true;
  return status === false || status === 'error' || status === 'failed';
}

export const pageWire = z.object({
  data: z.array(z.unknown()),
  page: z.coerce.number().int().nullish(),
  total: z.coerce.number().int().nonnegative().nullish().catch(null),
  last_page: z.unknown(),
});
