import { categoryByCode } from '../../core/categories';
import { compareDecimals, isPositive, ZERO, type Decimal } from '../../core/decimal';
import { offerId, sellerId, type MarketplaceId } from '../../core/ids';
import type { Offer, Seller, TaxTreatment } from '../../core/offer';
import { LONGEST } from '../../core/offer-limits';
import { regionFromText } from '../../core/region-text';
import { regionByCode } from '../../core/regions';
import { webAddress } from '../../core/web-address';
import { percentage } from '../../core/wire-fields';
import { compileField, readField, readRequired, type Field, type MappedRecord } from './fields';
import type { OfferMapping } from './manifest';
import { compileStock } from './map-stock';
import { readAmount, readCode, readFlag, readInstant, readText, Unreadable } from './values';

export interface MapOfferOptions {
  readonly id: MarketplaceId;
  readonly name: string;
  readonly mapping: OfferMapping;
}

export interface OfferMapper {
  /** Throws `Unreadable` for a record that can't be an offer. */
  toOffer(mapped: MappedRecord, observedAt: Date): Offer;
  /** The article number as far as it can be read; never throws. */
  skuOf(mapped: MappedRecord): string | null;
}

const TAX: readonly string[] = ['INCLUDED', 'EXCLUDED', 'EXEMPT', 'UNKNOWN'] satisfies TaxTreatment[];

/** The mapping of a manifest, compiled once. */
export function createOfferMapper({ id, name, mapping }: MapOfferOptions): OfferMapper {
  const required = {
    sku: compileField('mapping.sku', mapping.sku),
    title: compileField('mapping.title', mapping.title),
    price: compileField('mapping.price', mapping.price),
    tax: compileField('mapping.tax', mapping.tax),
  };
  const optional = {
    description: compiled('description', mapping.description),
    unit: compiled('unit', mapping.unit),
    domesticProduct: compiled('domesticProduct', mapping.domesticProduct, 'flag'),
    tkdn: compiled('tkdn', mapping.tkdn),
    shippingFee: compiled('shippingFee', mapping.shippingFee),
    url: compiled('url', mapping.url),
    imageUrl: compiled('imageUrl', mapping.imageUrl),
    updatedAt: compiled('updatedAt', mapping.updatedAt),
    category: compiled('category', mapping.category),
  };
  const stockOf = compileStock(mapping.stock);
  const sellerOf = compileSeller(id, name, mapping.seller);

  return {
    toOffer(mapped, observedAt) {
      const sku = readRequired(required.sku, mapped, code);
      const seller = sellerOf(mapped);
      return {
        id: offerId(id, seller.code, sku),
        marketplace: id,
        sku,
        title: readRequired(required.title, mapped, (value) => readText(value, LONGEST.title)),
        description: read(optional.description, mapped, (value) => readText(value, LONGEST.description)),
        price: {
          amount: readRequired(required.price, mapped, price),
          currency: 'IDR',
          tax: readField(required.tax, mapped, taxTreatment),
          updatedAt: null,
        },
        stock: stockOf(mapped),
        unit: read(optional.unit, mapped, (value) => readText(value, LONGEST.unit)),
        seller: seller.seller,
        category: categoryByCode(String(optional.category?.valueOf(mapped.context)))?.code ?? 'other',
        domesticProduct: read(optional.domesticProduct, mapped, readFlag),
        tkdn: read(optional.tkdn, mapped, percent),
        ...(optional.shippingFee === null
          ? {}
          : { shippingFee: read(optional.shippingFee, mapped, notNegative) }),
        url: read(optional.url, mapped, webAddress),
        imageUrl: read(optional.imageUrl, mapped, webAddress),
        updatedAt: read(optional.updatedAt, mapped, readInstant),
        observedAt,
      };
    },
    skuOf(mapped) {
      try {
        return readField(required.sku, mapped, code);
      } catch (error) {
        if (error instanceof Unreadable) return null;
        throw error;
      }
    },
  };
}

function compileSeller(
  id: MarketplaceId,
  name: string,
  mapping: OfferMapping['seller'],
): (mapped: MappedRecord) => { readonly code: string; readonly seller: Seller } {
  if (mapping === undefined) {
    const itself = { id: sellerId(id, id), name, region: null, location: null, smallBusiness: null };
    return () => ({ code: id, seller: itself });
  }
  const codeField = compileField('mapping.seller.code', mapping.code);
  const nameField = compileField('mapping.seller.name', mapping.name);
  const location = compiled('seller.location', mapping.location);
  const smallBusiness = compiled('seller.smallBusiness', mapping.smallBusiness, 'flag');
  return (mapped) => {
    const sellerCode = readRequired(codeField, mapped, code);
    return {
      code: sellerCode,
      seller: {
        id: sellerId(id, sellerCode),
        name: readField(nameField, mapped, (value) => readText(value, LONGEST.name)) ?? sellerCode,
        ...placeOf(read(location, mapped, (value) => readText(value, LONGEST.name))),
        smallBusiness: read(smallBusiness, mapped, readFlag),
      },
    };
  };
}

function compiled(
  name: string,
  mapping: Parameters<typeof compileField>[1] | undefined,
  kind?: 'flag',
): Field | null {
  return mapping === undefined ? null : compileField(`mapping.${name}`, mapping, kind);
}

function read<T>(
  field: Field | null,
  mapped: MappedRecord,
  parse: Parameters<typeof readField<T | null>>[2],
): T | null {
  return field === null ? null : readField(field, mapped, parse);
}

function code(value: unknown): string | null {
  return readCode(value, LONGEST.code);
}

const price: typeof readAmount = (value, notation) => {
  const amount = readAmount(value, notation);
  if (amount !== null && !isPositive(amount)) throw new Unreadable('is not above zero');
  return amount;
};

const notNegative: typeof readAmount = (value, notation) => {
  const amount = readAmount(value, notation);
  if (amount !== null && compareDecimals(amount, ZERO) < 0) throw new Unreadable('is below zero');
  return amount;
};

/** Not known where it is no percentage: that costs a preference and not the offer. */
const percent: typeof readAmount = (value, notation) => {
  const isPlain = Object.keys(notation).length === 0;
  return percentage.parse(isPlain ? value : readable(() => readAmount(value, notation)));
};

function readable(parse: () => Decimal | null): Decimal | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function taxTreatment(value: unknown): TaxTreatment {
  const text = readCode(value, LONGEST.code)?.toUpperCase() ?? 'UNKNOWN';
  if (!isTaxTreatment(text)) throw new Unreadable(`is none of ${TAX.join(', ')}`);
  return text;
}

function isTaxTreatment(text: string): text is TaxTreatment {
  return TAX.includes(text);
}

/** A code of the Ministry of Home Affairs (35.73), or words that name a regency or city. */
function placeOf(location: string | null): Pick<Seller, 'region' | 'location'> {
  if (location === null) return { region: null, location: null };
  const byCode = regionByCode(location);
  if (byCode !== null) return { region: byCode.code, location: byCode.name };
  return { region: regionFromText(location)?.code ?? null, location };
}
