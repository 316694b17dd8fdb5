import type { Marketplaces } from '../adapters/marketplaces';
import { createCatalogueSubgraph } from './catalogue/subgraph';
import type { Database } from './database/connect';
import { createEkatalogLokalSubgraph } from './ekatalog-lokal/subgraph';
import { createJatimBejoSubgraph } from './jatim-bejo/subgraph';
import { createMbizSubgraph } from './mbiz/subgraph';
import { createRegistrySubgraph } from './registry/subgraph';
import type { Subgraph, SubgraphName } from './subgraph';

/** One subgraph by name. */
export function createSubgraph(name: SubgraphName, marketplaces: Marketplaces, db: Database): Subgraph {
  switch (name) {
    case 'jatim-bejo':
      return createJatimBejoSubgraph(marketplaces.jatimBejo, db);
    case 'mbiz':
      return createMbizSubgraph(marketplaces.mbiz, db);
    case 'ekatalog-lokal':
      return createEkatalogLokalSubgraph(marketplaces.ekatalogLokal, db);
    case 'catalogue':
      return createCatalogueSubgraph(db);
    case 'registry':
      return createRegistrySubgraph(db);
  }
}
