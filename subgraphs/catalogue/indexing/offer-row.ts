import { createHash } from 'node:crypto';
import type { FeedName } from '../../../adapters/core/contract';
import type { Offer } from '../../../adapters/core/offer';
import { regionByCode } from '../../../adapters/core/regions';
import { searchWords } from '../search-words';

/** An offer as a row of the index, its columns in the order of the model. */
export function offerRow(offer: Offer, feed: FeedName): Record<string, unknown> {
  const content = {
    id: offer.id,
    marketplace: offer.marketplace,
    feed,
    title: offer.title,
    title_words: searchWords(offer.title).join(' '),
    sku: offer.sku,
    seller_id: offer.seller.id,
    seller_name: offer.seller.name,
    seller_words: searchWords(
      `${offer.seller.name} ${regionByCode(offer.seller.region ?? '')?.name ?? ''}`,
    ).join(' '),
    seller_location: offer.seller.location,
    region: offer.seller.region,
    small_business: offer.seller.smallBusiness,
    price: offer.price.amount,
    currency: offer.price.currency,
    tax: offer.price.tax,
    unit: offer.unit,
    stock_state: offer.stock.state,
    stock_precision: offer.stock.precision,
    stock_quantity: offer.stock.quantity,
    category: offer.category,
    domestic_product: offer.domesticProduct,
    tkdn: offer.tkdn,
    url: offer.url,
    image_url: offer.imageUrl,
    description: offer.description,
    price_updated_at: offer.price.updatedAt,
    stock_updated_at: offer.stock.updatedAt,
    updated_at: offer.updatedAt,
  };
  return {
    ...content,
    fingerprint: digest(JSON.stringify(content)).toString('base64url'),
    shuffle: shuffleKey(offer.id),
  };
}

/**
 * A fixed random place for an id. Ties in a ranking are broken by it, so that no marketplace comes
 * first for its name and no seller for its number. 48 bits: exact as a JavaScript number.
 */
export function shuffleKey(id: string): number {
  return digest(id).readUIntBE(0, 6);
}

function digest(text: string): Buffer {
  return createHash('sha1').update(text).digest();
}
