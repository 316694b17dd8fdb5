import { z } from 'zod';
import { CATEGORIES, type CategoryCode } from '../../core/categories';
import { expression } from './manifest-texts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Scalar = z.infer<typeof scalar>;

/** A field whose constant, table and default hold such values. */
function fieldOf<Value extends z.ZodType<Scalar>>(value: Value) {
  const mapped = z.strictObject({
    from: expression,
    values: z.record(z.string(), value).optional().describe('What each value there means.'),
    default: value.optional().describe('Where there is nothing, or nothing known.'),
  });
  const constant = z.strictObject({ constant: value });
  return { mapped, constant, field: z.union([expression, mapped, constant]) };
}

const { mapped, constant, field } = fieldOf(scalar);
export { field };
const taxField = fieldOf(z.enum(['INCLUDED', 'EXCLUDED', 'EXEMPT', 'UNKNOWN']).nullable()).field;
/** As they are read out of answers, too. */
const YES_OR_NO = [true, false, 1, 0, '1', '0', 'true', 'false', 'ya', 'tidak', 'y', 't', 'n', null] as const;
const yesOrNoField = fieldOf(z.literal(YES_OR_NO, { error: 'must be true or false' })).field;
const amountField = z.union([
  expression,
  mapped.extend({
    minorUnits: z.number().int().min(0).max(6).optional().describe('12345 is 123.45 where this is 2.'),
    decimalComma: z.boolean().optional().describe('1.234,50 is 1234.50.'),
  }),
  constant,
]);
export type FieldMapping = z.infer<typeof field>;
export type AmountMapping = z.infer<typeof amountField>;

const categoryCodes = CATEGORIES.map(({ code }) => code) as [CategoryCode, ...CategoryCode[]];

/** What the fields of a record mean. */
export const mapping = z
  .strictObject({
    sku: field.describe("The seller's article number (SKU): what `byIds` asks by."),
    title: field.describe('Name of the product (nama produk).'),
    description: field.optional(),
    price: amountField.describe('What one unit costs (harga), in rupiah.'),
    tax: taxField.default({ constant: 'UNKNOWN' }).describe('INCLUDED, EXCLUDED, EXEMPT or UNKNOWN (PPN).'),
    stock: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('none') }),
        z.strictObject({ type: z.literal('quantity'), quantity: amountField }),
        z.strictObject({ type: z.literal('availability'), available: yesOrNoField }),
      ])
      .describe('A number of units, only yes or no (true or false), or nothing (stok).'),
    unit: field.optional().describe('Unit of sale (satuan).'),
    seller: z
      .strictObject({
        code: field,
        name: field,
        location: field.optional().describe('Kota Malang, MALANG (KOTA), an address, or a code like 35.73.'),
        smallBusiness: yesOrNoField.optional().describe('Micro or small business (UMK): true or false.'),
      })
      .optional()
      .describe('The marketplace itself, where it is the only seller.'),
    category: z
      .strictObject({ from: expression, values: z.record(z.string(), z.enum(categoryCodes)) })
      .optional()
      .describe("Pasar's code for each of your categories; `other` for the rest."),
    domesticProduct: yesOrNoField.optional().describe('Domestic product (PDN): true or false.'),
    tkdn: amountField.optional().describe('Domestic content (TKDN) in percent.'),
    shippingFee: amountField.optional().describe('In rupiah (ongkos kirim).'),
    url: field.optional().describe("The offer's own page."),
    imageUrl: field.optional(),
    updatedAt: field.optional().describe('ISO 8601, or seconds or milliseconds since 1970.'),
  })
  .describe('Expressions over `product`, `variant` and lookups.');
export type OfferMapping = z.infer<typeof mapping>;
