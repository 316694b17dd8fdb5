import { isPositive, type Decimal } from '../../core/decimal';
import { foreignText } from '../../core/foreign-text';
import { offerId, sellerId, type MarketplaceId } from '../../core/ids';
import { isSmallBusiness, type BusinessScale, type Offer } from '../../core/offer';
import { LONGEST } from '../../core/offer-limits';
import { regionFromText } from '../../core/region-text';
import type { Understood } from '../../core/understand-records';
import { webAddress } from '../../core/web-address';
import { categoryOf } from './categories';
import type { ProductWire } from './wire';

/** What Toko Daring says of an offer beyond the common model. */
export interface TokoDaringOffer extends Offer {
  /** Weight in kilograms, as the product pull gives it. */
  readonly weightKg: Decimal | null;
  readonly sellerScore: Decimal | null;
  readonly sellerScoreMax: Decimal | null;
}

export function mapProduct(
  wire: ProductWire,
  marketplace: MarketplaceId,
  observedAt: Date,
): Understood<TokoDaringOffer> {
  const title = foreignText(wire.product_name, LONGEST.title);
  if (title === null) return { reason: 'product_name: is empty' };
  if (!isPositive(wire.product_price)) return { reason: 'product_price: is not above zero' };
  if (wire.is_available === null) return { reason: 'is_available: is neither yes nor no' };
  const location = foreignText(wire.merchant_city, LONGEST.name);
  return {
    offer: {
      id: offerId(marketplace, wire.merchant_id, wire.sku),
      marketplace,
      sku: wire.sku,
      title,
      description: foreignText(wire.product_description, LONGEST.description),
      price: {
        amount: wire.product_price,
        currency: 'IDR',
        // Reports carry PPN beside the product's price: the price itself is without it.
        tax: wire.is_taxable === null ? 'UNKNOWN' : wire.is_taxable ? 'EXCLUDED' : 'EXEMPT',
        updatedAt: null,
      },
      stock: {
        state: wire.is_available ? 'IN_STOCK' : 'OUT_OF_STOCK',
        precision: 'AVAILABILITY',
        quantity: null,
        updatedAt: null,
      },
      unit: null,
      seller: {
        id: sellerId(marketplace, wire.merchant_id),
        name: foreignText(wire.merchant_name, LONGEST.name) ?? wire.merchant_id,
        region: location === null ? null : (regionFromText(location)?.code ?? null),
        location,
        smallBusiness: isSmallBusiness(scaleOf(wire.merchant_type)),
      },
      category: categoryOf(wire.product_category),
      domesticProduct: wire.is_PDN,
      tkdn: null, // the product pull has no TKDN
      url: null,
      imageUrl: webAddress(wire.product_thumbnail) ?? webAddress(wire.product_images?.[0]),
      updatedAt: null,
      observedAt,
      weightKg: wire.product_weight ?? null,
      sellerScore: wire.merchant_score ?? null,
      sellerScoreMax: wire.max_merchant_score ?? null,
    },
  };
}

const SCALES: Readonly<Record<string, BusinessScale>> = {
  mikro: 'MICRO',
  usaha_mikro: 'MICRO',
  kecil: 'SMALL',
  usaha_kecil: 'SMALL',
  menengah: 'MEDIUM',
  usaha_menengah: 'MEDIUM',
  besar: 'LARGE',
  usaha_besar: 'LARGE',
};

function scaleOf(merchantType: string | null): BusinessScale | null {
  return SCALES[merchantType?.trim().toLowerCase().replace(/\s+/g, '_') ?? ''] ?? null;
}
