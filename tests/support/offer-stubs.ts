import { offerTypeOf } from '../../schema/offer/offer-types';
import type { OfferStubs } from '../../subgraphs/catalogue/offer-stubs';

/** For a subgraph that knows offers of Pasar's own marketplaces alone. */
export const OWN_OFFERS: OfferStubs = { ownTypes: [], offerTypes: offerTypeOf, isRegistered: () => false };
