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
