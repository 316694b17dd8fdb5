import type { Marketplaces } from '../adapters/marketplaces';
import { createCatalogueSubgraph } from './catalogue/subgraph';
import type { Database } from './database/connect';
import { createEkatalogLokalSubgraph } from './ekatalog-lokal/subgraph';
import { createJatimBejoSubgraph } from './jatim-bejo/subgraph';
import { createMbizSubgraph } from './mbiz/subgraph';
import { createRegistrySubgraph } from './registry/subgraph';
import type { Subgraph, SubgraphName } from './subgraph';

/** One subgraph by name. */
export function createSubgraph(
  name: SubgraphName,
  marketplaces: Partial<Marketplaces>,
  db: Database,
): Subgraph {
  switch (name) {
    case 'jatim-bejo':
      return createJatimBejoSubgraph(required(marketplaces.jatimBejo, 'PASAR_JATIM_BEJO_URL'), db);
    case 'mbiz':
      return createMbizSubgraph(required(marketplaces.mbiz, 'PASAR_MBIZ_URL'), db);
    case 'ekatalog-lokal':
      return createEkatalogLokalSubgraph(required(marketplaces.ekatalogLokal, 'PASAR_EKATALOG_FEEDS'), db);
    case 'catalogue':
      return createCatalogueSubgraph(db);
    case 'registry':
      return createRegistrySubgraph(db);
  }
}

function required<T>(marketplace: T | undefined, variable: string): T {
  if (marketplace === undefined)
    throw new Error(`${variable} is not set: this subgraph does not know where its marketplace is`);
  return marketplace;
}
