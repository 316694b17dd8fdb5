import type { OfferStubs } from './catalogue/offer-stubs';
import { createCatalogueSubgraph } from './catalogue/subgraph';
import type { Database } from './database/connect';
import { createEkatalogLokalSubgraph } from './ekatalog-lokal/subgraph';
import type { Following } from './following/following';
import { createJatimBejoSubgraph } from './jatim-bejo/subgraph';
import type { SourceDirectory } from './marketplace/source-directory';
import type { Source, Sources } from './marketplace/sources';
import { createMbizSubgraph } from './mbiz/subgraph';
import type { Ledger } from './orders/open-ledger';
import { createOrdersSubgraph } from './orders/subgraph';
import { createOfferTypes } from './partners/offer-types';
import type { PartnerRegister } from './partners/partner-register';
import { createPartnersSubgraph } from './partners/subgraph';
import type { Onboarding } from './registry/onboarding/onboarding';
import { createRegistrySubgraph } from './registry/subgraph';
import type { Subgraph, SubgraphName } from './subgraph';

export interface SubgraphResources {
  readonly db: Database;
  readonly sources: Partial<Sources>;
  readonly partners: {
    readonly register: PartnerRegister;
    readonly sources: SourceDirectory;
    /** Offer types of partners that bring a subgraph of their own, as the supergraph has them. */
    readonly offerTypes: readonly string[];
  };
  /** What the orders subgraph works with; the others need none. */
  readonly ledger: Ledger | null;
  /** What the registry works with. */
  readonly onboarding: Onboarding | null;
  /** What subscriptions live by; left out where no one is going to subscribe. */
  readonly following?: Following;
}

/** One subgraph by name. */
export function createSubgraph(
  name: SubgraphName,
  { db, sources, partners, ledger, onboarding, following }: SubgraphResources,
): Subgraph {
  const { register, offerTypes: ownTypes } = partners;
  const stubs: OfferStubs = {
    ownTypes,
    offerTypes: createOfferTypes(register, ownTypes),
    isRegistered: (marketplace) => register.get(marketplace) !== undefined,
  };
  switch (name) {
    case 'jatim-bejo':
      return createJatimBejoSubgraph(required(sources.jatimBejo, 'PASAR_JATIM_BEJO_URL'), db);
    case 'mbiz':
      return createMbizSubgraph(required(sources.mbiz, 'PASAR_MBIZ_URL'), db);
    case 'ekatalog-lokal':
      return createEkatalogLokalSubgraph(required(sources.ekatalogLokal, 'PASAR_EKATALOG_FEEDS'), db);
    case 'partners':
      return createPartnersSubgraph(partners.sources, db);
    case 'catalogue':
      return createCatalogueSubgraph(db, stubs, following);
    case 'registry':
      if (onboarding === null) throw new Error('the registry needs to know how marketplaces join');
      return createRegistrySubgraph(db, onboarding);
    case 'orders':
      if (ledger === null) throw new Error('the orders subgraph needs a ledger');
      return createOrdersSubgraph(ledger, stubs, following);
  }
}

function required(source: Source | undefined, variable: string): Source {
  if (source === undefined)
    throw new Error(`${variable} is not set: this subgraph does not know where its marketplace is`);
  return source;
}
