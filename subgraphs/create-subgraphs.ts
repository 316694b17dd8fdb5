import { createCatalogueSubgraph } from './catalogue/subgraph';
import type { Database } from './database/connect';
import { createEkatalogLokalSubgraph } from './ekatalog-lokal/subgraph';
import { createJatimBejoSubgraph } from './jatim-bejo/subgraph';
import type { Source, Sources } from './marketplace/sources';
import { createMbizSubgraph } from './mbiz/subgraph';
import type { Ledger } from './orders/open-ledger';
import { createOrdersSubgraph } from './orders/subgraph';
import { createRegistrySubgraph } from './registry/subgraph';
import type { Subgraph, SubgraphName } from './subgraph';

export interface SubgraphResources {
  readonly db: Database;
  readonly sources: Partial<Sources>;
  /** What the orders subgraph works with; the others need none. */
  readonly ledger: Ledger | null;
}

/** One subgraph by name. */
export function createSubgraph(name: SubgraphName, { db, sources, ledger }: SubgraphResources): Subgraph {
  switch (name) {
    case 'jatim-bejo':
      return createJatimBejoSubgraph(required(sources.jatimBejo, 'PASAR_JATIM_BEJO_URL'), db);
    case 'mbiz':
      return createMbizSubgraph(required(sources.mbiz, 'PASAR_MBIZ_URL'), db);
    case 'ekatalog-lokal':
      return createEkatalogLokalSubgraph(required(sources.ekatalogLokal, 'PASAR_EKATALOG_FEEDS'), db);
    case 'catalogue':
      return createCatalogueSubgraph(db);
    case 'registry':
      return createRegistrySubgraph(db);
    case 'orders':
      if (ledger === null) throw new Error('the orders subgraph needs a ledger');
      return createOrdersSubgraph(ledger);
  }
}

function required(source: Source | undefined, variable: string): Source {
  if (source === undefined)
    throw new Error(`${variable} is not set: this subgraph does not know where its marketplace is`);
  return source;
}
