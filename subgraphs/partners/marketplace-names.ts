import type { MarketplaceId } from '../../adapters/core/ids';
import type { OfferTypes } from './offer-types';
import type { PartnerRegister } from './partner-register';

/** What people call each marketplace, by its id. */
export interface MarketplaceNames {
  get(id: string): string | undefined;
}

/** How marketplaces appear in the graph: their names, and the types of their offers. */
export interface MarketplaceViews extends MarketplaceNames {
  readonly offerTypes: OfferTypes;
}

/** The names of the marketplaces that are configured, and of partners, suspended ones included. */
export function createMarketplaceNames(
  fixed: readonly { readonly id: MarketplaceId; readonly name: string }[],
  register: PartnerRegister,
): MarketplaceNames {
  const names = new Map<string, string>(fixed.map(({ id, name }) => [id, name]));
  return { get: (id) => names.get(id) ?? register.get(id as MarketplaceId)?.name };
}
