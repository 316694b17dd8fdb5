import { z } from 'zod';
import { parseDecimal, type Decimal } from '../../core/decimal';
import { flag, looseText, percentage } from '../../core/wire-fields';

/** The fields of `interface Offer` that Pasar reads of a partner's subgraph. */
export const OFFER_FIELDS = `
  id title description sku unit domesticProduct tkdn url imageUrl updatedAt
  price { amount currency tax updatedAt }
  stock { state precision quantity updatedAt }
  seller { id name region { code } location smallBusiness }
  category { code }
`;

/**
 * `Decimal` is a text by the schema, but it is the partner who writes it, and clients read it as it is written:
 * a JSON number there would be money as a float.
 */
const decimalText = z
  .string('must be a text: a JSON number loses digits')
  .transform((text, context): Decimal => {
    const parsed = parseDecimal(text);
    if (parsed !== null) return parsed;
    context.addIssue({ code: 'custom', message: 'is not an exact decimal' });
    return z.NEVER;
  });
const optionalDecimalText = z.preprocess((value) => (value === '' ? null : value), decimalText.nullish());

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;
/** What lies outside is a slip, and some of it no database takes. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2200;

/** An instant with its zone; one that can't be read costs the time stamp, not the offer. */
const instant = z.unknown().transform((value): Date | null => {
  const date = new Date(typeof value === 'string' && ISO_INSTANT.test(value) ? value : NaN);
  const year = date.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? date : null;
});

const coded = z.object({ code: z.string() }).nullish().catch(null);

export const offerWire = z.object({
  id: z.string('is missing'),
  title: z.string('is missing'),
  description: looseText.catch(null),
  sku: looseText.catch(null),
  unit: looseText.catch(null),
  domesticProduct: flag.catch(null),
  tkdn: percentage.catch(null),
  url: looseText.catch(null),
  imageUrl: looseText.catch(null),
  updatedAt: instant.catch(null),
  price: z.object(
    {
      amount: decimalText,
      currency: z.string('is missing'),
      tax: z.enum(['INCLUDED', 'EXCLUDED', 'EXEMPT', 'UNKNOWN']).catch('UNKNOWN'),
      updatedAt: instant.catch(null),
    },
    'is missing',
  ),
  stock: z
    .object({
      state: z.enum(['IN_STOCK', 'OUT_OF_STOCK', 'UNKNOWN']).catch('UNKNOWN'),
      precision: z.enum(['QUANTITY', 'AVAILABILITY', 'NONE']).catch('NONE'),
      quantity: optionalDecimalText,
      updatedAt: instant.catch(null),
    })
    .nullish()
    .catch(null),
  seller: z.object(
    {
      id: looseText.catch(null),
      name: z.string('is missing'),
      region: coded,
      location: looseText.catch(null),
      smallBusiness: flag.catch(null),
    },
    'is missing',
  ),
  category: coded,
});
export type OfferWire = z.infer<typeof offerWire>;

export const feedWire = z.object({
  offers: z.array(z.unknown()),
  next: z.string().nullish(),
  total: z.number().int().nonnegative().nullish().catch(null),
});
