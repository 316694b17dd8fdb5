import { Kysely, DummyDriver, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMemoryCache } from '../../adapters/core/cache/memory-cache';
import { noFeedMemory } from '../../adapters/core/contract';
import { DEFAULT_POLICY } from '../../adapters/core/resilience/policy';
import { NO_EVENTS } from '../../adapters/core/resilience/source-events';
import { definitionJsonSchema } from '../../adapters/partners/definition-schema';
import { createMarketplaces } from '../../adapters/marketplaces';
import { createSubgraph } from '../../subgraphs/create-subgraphs';
import type { Tables } from '../../subgraphs/database/tables';
import { noPartners } from '../../subgraphs/partners/no-partners';
import { openOnboarding } from '../../subgraphs/registry/onboarding/onboarding';
import { createSources } from '../../subgraphs/marketplace/sources';
import { openLedger } from '../../subgraphs/orders/open-ledger';
import { readProcurementRules } from '../../subgraphs/orders/purchasing/procurement-rules';
import { SUBGRAPH_NAMES } from '../../subgraphs/subgraph';
import { composeSupergraph } from '../../schema/federation/compose';
import { subgraphUrl } from '../../subgraphs/addresses';

/** Every subgraph's SDL, the supergraph and the JSON Schema of definitions, by file name. Needs no database and no marketplace. */
export function generateSdl(): ReadonlyMap<string, string> {
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (instance) => new PostgresIntrospector(instance),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const access = { url: 'http://127.0.0.1:9', clientId: 'none', clientSecret: 'none' };
  const marketplaces = createMarketplaces(
    {
      jatimBejo: access,
      mbiz: access,
      ekatalogLokal: { feeds: [], secret: 'none', masterListsUrl: null, inaproc: null },
    },
    noFeedMemory,
  );
  const sources = createSources(marketplaces, {
    cache: createMemoryCache(),
    policy: DEFAULT_POLICY,
    events: NO_EVENTS,
  });
  const ledger = openLedger({
    db,
    sources,
    partners: noPartners.ledger,
    access: {},
    redisUrl: null,
    rules: readProcurementRules(null),
    timeoutMs: 1_000,
    listsEveryMs: 1_000,
    statusesEveryMs: 1_000,
    publicUrl: () => null,
  });
  const onboarding = openOnboarding({ db, ...noPartners.onboarding });
  const subgraphs = SUBGRAPH_NAMES.map((name) =>
    createSubgraph(name, { db, sources, partners: noPartners.subgraphs, ledger, onboarding }),
  );
  const supergraph = composeSupergraph(
    subgraphs.map(({ name, sdl }) => ({ name, url: subgraphUrl(name), sdl })),
  );
  return new Map([
    ...subgraphs.map(({ name, sdl }): [string, string] => [`${name}.graphql`, sdl]),
    ['supergraph.graphql', supergraph],
    ['pasar.schema.json', `${JSON.stringify(definitionJsonSchema(), null, 2)}\n`],
  ]);
}

/** `npm run generate` writes them where they are committed. */
if (require.main === module) {
  const folder = join(__dirname, '../../schema/generated');
  mkdirSync(folder, { recursive: true });
  for (const [file, sdl] of generateSdl()) writeFileSync(join(folder, file), sdl);
}
