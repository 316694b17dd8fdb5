import type { MarketplaceId } from '../../adapters/core/ids';
import type { OfferTypes } from '../partners/offer-types';

/** How a subgraph refers to offers: the types of partners' own subgraphs, and whose offers are of which. */
export interface OfferStubs {
  readonly ownTypes: readonly string[];
  readonly offerTypes: OfferTypes;
  /** Did a marketplace join, whether it is searched now or not? */
  isRegistered(marketplace: MarketplaceId): boolean;
}
