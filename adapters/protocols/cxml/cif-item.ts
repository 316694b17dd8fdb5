import { z } from 'zod';
import { cleanText } from '../../core/clean-text';
import { isPositive, parseDecimal } from '../../core/decimal';
import { foreignText } from '../../core/foreign-text';
import { offerId, sellerId, type MarketplaceId } from '../../core/ids';
import type { Offer, TaxTreatment } from '../../core/offer';
import { LONGEST } from '../../core/offer-limits';
import type { Understood } from '../../core/understand-records';
import { webAddress } from '../../core/web-address';
import { amount, someText, TOO_LONG } from '../../core/wire-fields';
import { ARTICLE_DIVIDER, skuOf } from './cif-article';
import { categoryOf } from './cif-categories';
import type { CifHeader } from './cif-header';
import { unitName } from './cif-units';

/** Identifiers go back in orders as they came: what would not survive the way makes goods that can't be bought. */
const UNSENDABLE = /[\p{Cc}\p{Cs}\ufffd]/u;
const sendable = z
  .string()
  .refine((id) => id.length <= LONGEST.code, TOO_LONG)
  .refine((id) => !UNSENDABLE.test(id), 'holds characters that no order can carry');
const identifier = sendable.refine((id) => id !== '', 'is empty');
const text = someText.default('');

/** One row's fields, those that say something of an offer. */
export const cifItemWire = z.object({
  'Supplier ID': identifier,
  'Supplier Name': text,
  'Supplier Part ID': identifier.refine(
    (id) => !id.includes(ARTICLE_DIVIDER),
    `holds "${ARTICLE_DIVIDER}", which stands before an auxiliary id`,
  ),
  'Supplier Part Auxiliary ID': sendable.default(''),
  'Item Description': text,
  'Short Name': text,
  'SPSC Code': text,
  'Classification Codes': text,
  'Unit Price': amount,
  Currency: text,
  Tax: text,
  'Units of Measure': text,
  'Price Unit': text,
  'Price Unit Quantity': text,
  'Unit Conversion': text,
  'Supplier URL': text,
  Image: text,
});

export type CifItem = z.infer<typeof cifItemWire>;

export interface CifContext {
  readonly marketplace: MarketplaceId;
  readonly header: CifHeader;
  /** Of a supplier whose row does not name it. */
  sellerName(supplierId: string): string;
  readonly observedAt: Date;
}

export function mapCifItem(item: CifItem, context: CifContext): Understood<Offer> {
  const { marketplace, header, observedAt } = context;
  const description = foreignText(item['Item Description'], LONGEST.description);
  const title = foreignText(item['Short Name'], LONGEST.title) ?? shortened(description);
  if (title === null) return { reason: 'Item Description: is empty' };
  if ((item.Currency.toUpperCase() || header.currency) !== 'IDR') return { reason: 'Currency: is not IDR' };
  if (!isPositive(item['Unit Price'])) return { reason: 'Unit Price: is not above zero' };
  const basis = basisProblem(item);
  if (basis !== null) return { reason: basis };
  const supplierId = item['Supplier ID'];
  const sku = skuOf({
    partId: item['Supplier Part ID'],
    auxiliaryId: item['Supplier Part Auxiliary ID'] || null,
  });
  if (sku.length > LONGEST.code) return { reason: `Supplier Part ID: with the auxiliary id it ${TOO_LONG}` };
  return {
    offer: {
      id: offerId(marketplace, supplierId, sku),
      marketplace,
      sku,
      title,
      description: description === title ? null : description,
      price: { amount: item['Unit Price'], currency: 'IDR', tax: taxOf(item.Tax), updatedAt: null },
      stock: { state: 'UNKNOWN', precision: 'NONE', quantity: null, updatedAt: null },
      unit: unitOf(item['Units of Measure'], header),
      seller: {
        id: sellerId(marketplace, supplierId),
        name:
          foreignText(item['Supplier Name'], LONGEST.name) ??
          cleanText(context.sellerName(supplierId).slice(0, LONGEST.name)),
        region: null,
        location: null,
        smallBusiness: null,
      },
      category: categoryOf(spscCodeOf(item, header)),
      domesticProduct: null,
      tkdn: null,
      url: webAddress(item['Supplier URL']),
      imageUrl: webAddress(item.Image),
      // TIMESTAMP is when the file was written, which says nothing of any one row.
      updatedAt: null,
      observedAt,
    },
  };
}

const MAX_TITLE = 200;

/** Item descriptions may be 2,000 characters long. */
function shortened(name: string | null): string | null {
  return name === null || name.length <= MAX_TITLE ? name : `${cleanText(name.slice(0, MAX_TITLE - 1))}…`;
}

/** A price of several units, or of another unit than is sold: taken for the unit's own it would be wrong by far. */
function basisProblem(item: CifItem): string | null {
  for (const field of ['Price Unit Quantity', 'Unit Conversion'] as const) {
    if (item[field] !== '' && parseDecimal(item[field]) !== '1') return `${field}: is not 1`;
  }
  const priced = item['Price Unit'].toUpperCase();
  const isOther = priced !== '' && priced !== item['Units of Measure'].toUpperCase();
  return isOther ? 'Price Unit: is not the unit of measure' : null;
}

/** No column of the format says it; `Tax` is one that Pasar reads beside them. */
function taxOf(written: string): TaxTreatment {
  const word = written.toUpperCase();
  return word === 'INCLUDED' || word === 'EXCLUDED' || word === 'EXEMPT' ? word : 'UNKNOWN';
}

function unitOf(written: string, { unitsInWords }: CifHeader): string | null {
  const unit = foreignText(written, LONGEST.unit);
  return unit === null || unitsInWords ? unit : unitName(unit);
}

/** `UNSPSC_V13.5 = "43211503"`. Bounded, for each UNSPSC of a stranger's thousand is looked behind. */
const UNSPSC = /UNSPSC[\w.]{0,20}\s{0,5}=\s{0,5}"?(\d{1,20})/i;

/** Codes of another scheme than UNSPSC (whose older name is SPSC) would be taken for something else. */
function spscCodeOf(item: CifItem, { codeFormat }: CifHeader): string {
  if (codeFormat !== null && !/^(?:UN)?SPSC/i.test(codeFormat)) return '';
  return item['SPSC Code'] || (UNSPSC.exec(item['Classification Codes'])?.[1] ?? '');
}
