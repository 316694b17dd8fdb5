import { offerTypeOf } from '../../schema/offer/offer-types';
import type { OfferStubs } from '../../subgraphs/catalogue/subgraph';

/** For a subgraph that knows offers of Pasar's own marketplaces alone. */
export const OWN_OFFERS: OfferStubs = { ownTypes: [], offerTypes: offerTypeOf };
