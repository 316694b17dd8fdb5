import { categoryByCode } from '../../core/categories';
import { cleanText, textFromHtml, textOrNull } from '../../core/clean-text';
import { isPositive } from '../../core/decimal';
import { parseOfferId, sellerId, type MarketplaceId } from '../../core/ids';
import type { Offer, Stock } from '../../core/offer';
import { regionFromText } from '../../core/region-text';
import { regionByCode } from '../../core/regions';
import type { Understood } from '../../core/understand-records';
import type { OfferWire } from './wire';

/** As of partners that are described by a manifest; what is longer is cut. */
const LONGEST = { title: 500, description: 5_000, name: 200, sku: 200, unit: 100 };
const LONGEST_ADDRESS = 2_000;

/** An offer as a partner's subgraph gives it. Its id is Pasar's own from the start: clients ask by it. */
export function mapOffer(wire: OfferWire, marketplace: MarketplaceId, observedAt: Date): Understood<Offer> {
  const parts = parseOfferId(wire.id);
  if (parts === null) return { reason: 'id: is not of the form marketplace:seller.sku, each part encoded' };
  if (parts.marketplace !== marketplace) return { reason: `id: does not begin with ${marketplace}:` };
  const title = shortened(wire.title, LONGEST.title, cleanText) ?? '';
  if (title === '') return { reason: 'title: is empty' };
  const { price, seller } = wire;
  if (!isPositive(price.amount)) return { reason: 'price.amount: is not above zero' };
  if (price.currency !== 'IDR') return { reason: 'price.currency: is not IDR' };
  const soldBy = sellerId(marketplace, parts.sellerCode);
  if (seller.id !== null && seller.id !== soldBy)
    return { reason: "seller.id: is not what stands before the point in the offer's id" };
  const location = shortened(seller.location, LONGEST.name);
  return {
    offer: {
      id: parts.id,
      marketplace,
      sku: (wire.sku ?? '').length > LONGEST.sku ? parts.sku : (textOrNull(wire.sku) ?? parts.sku),
      title,
      description: shortened(wire.description, LONGEST.description, textFromHtml),
      price: { amount: price.amount, currency: 'IDR', tax: price.tax, updatedAt: price.updatedAt },
      stock: stockOf(wire.stock),
      unit: shortened(wire.unit, LONGEST.unit),
      seller: {
        id: soldBy,
        name: shortened(seller.name, LONGEST.name) ?? parts.sellerCode,
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

/** Cleaning looks at a text more than once: no one's megabytes are cleaned only to be thrown away. */
function shortened(
  text: string | null,
  longest: number,
  clean: (text: string) => string | null = textOrNull,
): string | null {
  const cleaned = text === null ? null : clean(text.slice(0, 2 * longest + 1));
  return cleaned === null || cleaned.length <= longest ? cleaned : cleanText(cleaned.slice(0, longest));
}

/** Anything else would be run, or sent elsewhere, by the browser of whoever follows it. */
function webAddress(text: string | null): string | null {
  const address = (text ?? '').slice(0, LONGEST_ADDRESS + 1).trim();
  const isOne = address.length <= LONGEST_ADDRESS && /^https?:\/\//i.test(address) && URL.canParse(address);
  return isOne ? address : null;
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
