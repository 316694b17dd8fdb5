/**
 * Identities. Each is its own type, so that a seller's id can never be passed where an offer's is
 * wanted; each is parsed once, where text enters, and trusted from there on.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Which marketplace: lower-case kebab words, e.g. `jatim-bejo`. */
export type MarketplaceId = Branded<'MarketplaceId'>;
/** One listing of one seller on one marketplace: `jatim-bejo:M0042.BRS-005`. */
export type OfferId = Branded<'OfferId'>;
/** A seller (penyedia) on one marketplace: `jatim-bejo:M0042`. */
export type SellerId = Branded<'SellerId'>;
/** An order (paket, pesanan) on one marketplace: `ekatalog-lokal:01JX…`, `mbiz:PSR-…`. */
export type OrderId = Branded<'OrderId'>;
/** Pasar's own number of an order that it places, the same at every attempt: `PSR-2K7…`. */
export type OrderReference = Branded<'OrderReference'>;
/** LKPP's code of an institution (K/L/PD): `D180` is the city of Malang. */
export type InstitutionCode = Branded<'InstitutionCode'>;
/** The official code of a work unit (`kd_satker_str`): text, for zeros lead it. */
export type WorkUnitCode = Branded<'WorkUnitCode'>;
/** A package of the general procurement plan (kode RUP, SiRUP). */
export type RupCode = Branded<'RupCode'>;

const MARKETPLACE_ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MARKETPLACE_ID_MAX = 40;
const OFFER_ID = /^([a-z][a-z0-9-]*):([A-Za-z0-9%_~-]+)\.([A-Za-z0-9%_~-]+)$/;
/** Longer than any id seen; what exceeds it is not an id but an attack or a mistake. */
export const OFFER_ID_MAX = 300;

/** The text as a marketplace id, or null when it is not one. */
export function parseMarketplaceId(text: string): MarketplaceId | null {
  return text.length <= MARKETPLACE_ID_MAX && MARKETPLACE_ID.test(text) ? (text as MarketplaceId) : null;
}

/** For ids written in this code: a wrong one is a programming error and throws. */
export function marketplaceId(text: string): MarketplaceId {
  const id = parseMarketplaceId(text);
  if (id === null) throw new Error(`"${text}" is not a marketplace id`);
  return id;
}

/**
 * No protocol here gives a product an id of its own: what identifies a listing is its seller's code
 * and the seller's own article number (SKU). Both may hold any character, so both are encoded.
 */
export function offerId(marketplace: MarketplaceId, sellerCode: string, sku: string): OfferId {
  return `${marketplace}:${encodePart(sellerCode)}.${encodePart(sku)}` as OfferId;
}

export function sellerId(marketplace: MarketplaceId, sellerCode: string): SellerId {
  return `${marketplace}:${encodePart(sellerCode)}` as SellerId;
}

export interface OfferIdParts {
  readonly id: OfferId;
  readonly marketplace: MarketplaceId;
  readonly sellerCode: string;
  readonly sku: string;
}

/** The parts of an offer id, or null when the text is not one. */
export function parseOfferId(text: string): OfferIdParts | null {
  if (text.length > OFFER_ID_MAX) return null;
  const match = OFFER_ID.exec(text);
  const marketplace = parseMarketplaceId(match?.[1] ?? '');
  const sellerCode = decodePart(match?.[2] ?? '');
  const sku = decodePart(match?.[3] ?? '');
  if (!marketplace || !sellerCode || !sku) return null;
  const id = offerId(marketplace, sellerCode, sku);
  // Only the one canonical spelling is an id: otherwise two texts would name the same offer.
  return id === text ? { id, marketplace, sellerCode, sku } : null;
}

/** `.` divides the two parts of an offer id, and encodeURIComponent leaves it and `!'()*` as they are. */
function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    /[.!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decodePart(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a lone % is no encoding
  }
}

const INSTITUTION = /^[A-Z]\d{1,4}$/;
const WORK_UNIT = /^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$/;
const RUP = /^\d{1,15}$/;
const ORDER_NUMBER_MAX = 120;

/** The text as an institution's code, or null when it is not one. */
export function parseInstitutionCode(text: string): InstitutionCode | null {
  return INSTITUTION.test(text) ? (text as InstitutionCode) : null;
}

export function parseWorkUnitCode(text: string): WorkUnitCode | null {
  return WORK_UNIT.test(text) ? (text as WorkUnitCode) : null;
}

export function parseRupCode(text: string): RupCode | null {
  return RUP.test(text) ? (text as RupCode) : null;
}

/** The id of a marketplace's order from its number there, or null for a number that is none. */
export function orderId(marketplace: MarketplaceId, number: string): OrderId | null {
  const isNumber = number !== '' && number.length <= ORDER_NUMBER_MAX && number.isWellFormed();
  return isNumber ? (`${marketplace}:${encodePart(number)}` as OrderId) : null;
}

export interface OrderIdParts {
  readonly id: OrderId;
  readonly marketplace: MarketplaceId;
  readonly number: string;
}

/** The parts of an order id, or null when the text is not one. */
export function parseOrderId(text: string): OrderIdParts | null {
  const colon = text.indexOf(':');
  const marketplace = parseMarketplaceId(text.slice(0, Math.max(0, colon)));
  const number = decodePart(text.slice(colon + 1));
  if (!marketplace || !number) return null;
  const id = orderId(marketplace, number);
  return id === text ? { id, marketplace, number } : null;
}
