import type { MarketplaceId } from '../../adapters/core/ids';
import { offerTypeOf, PARTNER_OFFER } from '../../schema/offer/offer-types';
import type { PartnerRegister } from './partner-register';

/** The GraphQL type of a marketplace's offers; null where no subgraph serves them now. */
export type OfferTypes = (marketplace: MarketplaceId) => string | null;

/**
 * Types of the marketplaces that Pasar comes with, of partners, and of partners' own subgraphs as far as the
 * schema that runs here has them: one that was published a moment ago is known when its supergraph is.
 */
export function createOfferTypes(register: PartnerRegister, ownTypes: readonly string[]): OfferTypes {
  const known = new Set(ownTypes);
  return (marketplace) => {
    const fixed = offerTypeOf(marketplace);
    if (fixed !== null) return fixed;
    const partner = register.get(marketplace);
    if (partner === undefined || partner.suspended) return null;
    const { offerType } = partner;
    if (offerType === null) return PARTNER_OFFER;
    return known.has(offerType) ? offerType : null;
  };
}
