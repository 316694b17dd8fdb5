import type { CategoryCode } from './categories';
import type { Decimal } from './decimal';
import type { MarketplaceId, OfferId, SellerId } from './ids';
import type { RegionCode } from './regions';

/** Every source here trades in rupiah; another currency would need a rate and its date, and is refused. */
export type Currency = 'IDR';

/** Whether value added tax (PPN) is in the amount. A price that does not say so can't be compared fairly. */
export type TaxTreatment = 'INCLUDED' | 'EXCLUDED' | 'EXEMPT' | 'UNKNOWN';

export interface Price {
  readonly amount: Decimal;
  readonly currency: Currency;
  readonly tax: TaxTreatment;
  /** The marketplace's own clock for the price, where it keeps one. */
  readonly updatedAt: Date | null;
}

export type StockState = 'IN_STOCK' | 'OUT_OF_STOCK' | 'UNKNOWN';
/** What the marketplace knows of its stock: a number, only yes or no, or nothing. */
export type StockPrecision = 'QUANTITY' | 'AVAILABILITY' | 'NONE';

export interface Stock {
  readonly state: StockState;
  readonly precision: StockPrecision;
  /** In the offer's unit; null unless precision is QUANTITY. */
  readonly quantity: Decimal | null;
  readonly updatedAt: Date | null;
}

/** Size class of a business (usaha mikro, kecil, menengah, besar). */
export type BusinessScale = 'MICRO' | 'SMALL' | 'MEDIUM' | 'LARGE';

/** Micro and small businesses (UMK) are the ones that procurement rules favour. Null when not known. */
export function isSmallBusiness(scale: BusinessScale | null): boolean | null {
  return scale === null ? null : scale === 'MICRO' || scale === 'SMALL';
}

export interface Seller {
  readonly id: SellerId;
  readonly name: string;
  readonly region: RegionCode | null;
  /** Where the seller is, as the marketplace writes it; kept because the region may not follow from it. */
  readonly location: string | null;
  readonly smallBusiness: boolean | null;
}

/** What one seller lists on one marketplace. */
export interface Offer {
  readonly id: OfferId;
  readonly marketplace: MarketplaceId;
  /** The seller's own article number. */
  readonly sku: string;
  readonly title: string;
  readonly description: string | null;
  readonly price: Price;
  readonly stock: Stock;
  /** Unit of sale (satuan), as the marketplace names it; null where it names none. */
  readonly unit: string | null;
  readonly seller: Seller;
  readonly category: CategoryCode;
  /** Domestic product (produk dalam negeri, PDN). */
  readonly domesticProduct: boolean | null;
  /** Domestic content (tingkat komponen dalam negeri, TKDN) in percent, 0 to 100. */
  readonly tkdn: Decimal | null;
  /** What the seller asks for shipping (ongkos kirim), where it is named with the offer and not agreed on later. */
  readonly shippingFee?: Decimal | null;
  readonly url: string | null;
  readonly imageUrl: string | null;
  /** When the marketplace last changed the listing, by its clock. */
  readonly updatedAt: Date | null;
  /** When Pasar read it. */
  readonly observedAt: Date;
}
