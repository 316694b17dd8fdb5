import { categoryByCode } from '../../core/categories';
import { isPositive } from '../../core/decimal';
import { foreignCode, foreignText } from '../../core/foreign-text';
import { parseOfferId, sellerId, type MarketplaceId } from '../../core/ids';
import type { Offer, Stock } from '../../core/offer';
import { LONGEST } from '../../core/offer-limits';
import { regionFromText } from '../../core/region-text';
import { regionByCode } from '../../core/regions';
import type { Understood } from '../../core/understand-records';
import { webAddress } from '../../core/web-address';
import type { OfferWire } from './wire';

/** An offer as a partner's subgraph gives it. Its id is Pasar's own from the start: clients ask by it. */
export function mapOffer(wire: OfferWire, marketplace: MarketplaceId, observedAt: Date): Understood<Offer> {
  const parts = parseOfferId(wire.id);
  if (parts === null) return { reason: 'id: is not of the form marketplace:seller.sku, each part encoded' };
  if (parts.marketplace !== marketplace) return { reason: `id: does not begin with ${marketplace}:` };
  const title = foreignText(wire.title, LONGEST.title);
  if (title === null) return { reason: 'title: is empty' };
  const { price, seller } = wire;
  if (!isPositive(price.amount)) return { reason: 'price.amount: is not above zero' };
  if (price.currency !== 'IDR') return { reason: 'price.currency: is not IDR' };
  const soldBy = sellerId(marketplace, parts.sellerCode);
  if (seller.id !== null && seller.id !== soldBy)
    return { reason: "seller.id: is not what stands before the point in the offer's id" };
  const location = foreignText(seller.location, LONGEST.name);
  return {
    offer: {
      id: parts.id,
      marketplace,
      sku: foreignCode(wire.sku ?? '', LONGEST.code) || parts.sku,
      title,
      description: foreignText(wire.description, LONGEST.description),
      price: { amount: price.amount, currency: 'IDR', tax: price.tax, updatedAt: price.updatedAt },
      stock: stockOf(wire.stock),
      unit: foreignText(wire.unit, LONGEST.unit),
      seller: {
        id: soldBy,
        name: foreignText(seller.name, LONGEST.name) ?? parts.sellerCode,
        region: (regionByCode(seller.region?.code ?? '') ?? regionFromText(location ?? ''))?.code ?? null,
        location,
        smallBusiness: seller.smallBusiness,
      },
      category: categoryByCode(wire.category?.code ?? '')?.code ?? 'other',
      domesticProduct: wire.domesticProduct,
      tkdn: wire.tkdn,
      url: webAddress(wire.url),
      imageUrl: webAddress(wire.imageUrl),
      updatedAt: wire.updatedAt,
      observedAt,
    },
  };
}

/** What is said without what it needs counts as less: a quantity that is none is only a yes or no. */
function stockOf(wire: OfferWire['stock']): Stock {
  if (!wire) return { state: 'UNKNOWN', precision: 'NONE', quantity: null, updatedAt: null };
  const { state, precision, quantity = null, updatedAt } = wire;
  if (precision === 'QUANTITY' && quantity !== null && !quantity.startsWith('-')) {
    const known = isPositive(quantity) ? (state === 'OUT_OF_STOCK' ? state : 'IN_STOCK') : 'OUT_OF_STOCK';
    return { state: known, precision, quantity, updatedAt };
  }
  const isSaid = precision !== 'NONE' && state !== 'UNKNOWN';
  return {
    state: isSaid ? state : 'UNKNOWN',
    precision: isSaid ? 'AVAILABILITY' : 'NONE',
    quantity: null,
    updatedAt,
  };
}
