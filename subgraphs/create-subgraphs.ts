import type { OfferReaders } from './marketplace/offer-readers';
import { createCatalogueSubgraph } from './catalogue/subgraph';
import type { Database } from './database/connect';
import { createEkatalogLokalSubgraph } from './ekatalog-lokal/subgraph';
import { createJatimBejoSubgraph } from './jatim-bejo/subgraph';
import { createMbizSubgraph } from './mbiz/subgraph';
import { createRegistrySubgraph } from './registry/subgraph';
import type { Subgraph, SubgraphName } from './subgraph';

/** One subgraph by name. */
export function createSubgraph(name: SubgraphName, readers: Partial<OfferReaders>, db: Database): Subgraph {
  switch (name) {
    case 'jatim-bejo':
      return createJatimBejoSubgraph(required(readers.jatimBejo, 'PASAR_JATIM_BEJO_URL'), db);
    case 'mbiz':
      return createMbizSubgraph(required(readers.mbiz, 'PASAR_MBIZ_URL'), db);
    case 'ekatalog-lokal':
      return createEkatalogLokalSubgraph(required(readers.ekatalogLokal, 'PASAR_EKATALOG_FEEDS'), db);
    case 'catalogue':
      return createCatalogueSubgraph(db);
    case 'registry':
      return createRegistrySubgraph(db);
  }
}

function required<T>(reader: T | undefined, variable: string): T {
  if (reader === undefined)
    throw new Error(`${variable} is not set: this subgraph does not know where its marketplace is`);
  return reader;
}
