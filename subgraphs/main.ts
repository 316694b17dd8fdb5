import { parseArgs } from 'node:util';
import { ConfigurationError, readAll } from '../adapters/core/environment';
import { SUBGRAPH_PORTS } from './addresses';
import { measureIndex } from './catalogue/index-metrics';
import {
  startIndexThread,
  type IndexThread,
  type IndexThreadOptions,
} from './catalogue/indexing/index-thread';
import { readSubgraphConfig, type SubgraphConfig } from './config';
import { connectDatabase } from './database/connect';
import { migrate } from './database/migrate';
import { readHttpConfig } from './http/config';
import { portOption } from './http/port-option';
import { serveSubgraph } from './http/serve-subgraph';
import { closeOnSignal } from './http/signals';
import { createGrowingSubgraph } from './growing-subgraph';
import { openSources } from './marketplace/open-sources';
import type { Source } from './marketplace/sources';
import { readHostPolicy } from './partners/config';
import { createReportingPartners } from './partners/ledger-partners';
import { createMarketplaceNames } from './partners/marketplace-names';
import { openPartners } from './partners/open-partners';
import { readSecretKeys } from './partners/credentials/config';
import { resealCredentials } from './partners/credentials/reseal-credentials';
import { openOnboarding } from './registry/onboarding/onboarding';
import { readLedgerConfig } from './orders/config';
import { openLedger } from './orders/open-ledger';
import { SUBGRAPH_NAMES, type SubgraphName } from './subgraph';
import { readTelemetryConfig } from './telemetry/config';
import { setLogLevel } from './telemetry/log';
import { startTracing } from './telemetry/tracing';

const USAGE = `Usage: npm run subgraph -- NAME [--port N], NAME one of ${SUBGRAPH_NAMES.join(', ')}`;

/** `npm run subgraph`: one subgraph on its own, over PostgreSQL. The catalogue's also keeps the index. */
async function main(): Promise<void> {
  const {
    subgraphs: config,
    orders,
    http,
    telemetry,
    hosts,
    secretKeys,
  } = readAll({
    subgraphs: () => readSubgraphConfig(),
    orders: () => readLedgerConfig(),
    http: () => readHttpConfig(),
    telemetry: () => readTelemetryConfig(),
    hosts: () => readHostPolicy(),
    secretKeys: () => readSecretKeys(),
  });
  const { values, positionals } = parseArgs({
    options: { port: { type: 'string' } },
    allowPositionals: true,
  });
  const name = SUBGRAPH_NAMES.find((known) => known === positionals[0]);
  if (name === undefined)
    throw new ConfigurationError([`"${positionals[0] ?? ''}" is not a subgraph. ${USAGE}`]);
  if (config.databaseUrl === null) {
    throw new ConfigurationError([
      'DATABASE_URL: is missing; a subgraph on its own shares a PostgreSQL with the others',
    ]);
  }
  const { subgraphSecret } = http;
  if (subgraphSecret === null) {
    throw new ConfigurationError([
      'PASAR_SUBGRAPH_SECRET: is missing; give the gateway and all subgraphs the same 32 characters or more',
    ]);
  }
  const db = connectDatabase({ url: config.databaseUrl });
  await migrate(db);
  setLogLevel(telemetry);
  const stopTracing = await startTracing(telemetry, `pasar-${name}`);
  const partners = await openPartners({ db, redisUrl: config.redisUrl, secretKeys, hosts });
  const access = accessOf(name, config);
  const opened = openSources(access, {
    db,
    partners,
    redisUrl: config.redisUrl,
    deadlineMs: http.deadlineMs,
    hedging: config.hedging,
  });
  const ledger =
    name === 'orders'
      ? openLedger({
          ...orders,
          db,
          sources: opened.sources,
          partners: {
            sources: opened.partners,
            names: createMarketplaceNames(
              Object.values<Source>(opened.sources).map(({ marketplace }) => marketplace),
              partners.register,
            ),
            ...createReportingPartners(partners.register, partners.box),
          },
          access: config.access,
          redisUrl: config.redisUrl,
          publicUrl: () => orders.publicUrl,
        })
      : null;
  if (name === 'registry') await resealCredentials(db, partners.box);
  const onboarding = name === 'registry' ? openOnboarding({ db, ...partners }) : null;
  const subgraph = createGrowingSubgraph(name, {
    db,
    sources: opened.sources,
    partners: { register: partners.register, sources: opened.partners },
    ledger,
    onboarding,
  });
  if (name === 'catalogue') measureIndex(db);
  const indexer = await startIndexer(name, config, { url: config.databaseUrl, secretKeys, hosts });
  const served = await serveSubgraph(
    subgraph,
    { ...http, subgraphSecret, port: portOption(values.port, SUBGRAPH_PORTS[name]) },
    (app) => ledger?.addRoutes(app),
  );
  ledger?.run();
  process.stdout.write(`Subgraph ${name} is up: ${served.url}/graphql\n`);
  closeOnSignal(async () => {
    subgraph.close(); // answers that would never end hold up no closing
    await served.close();
    await indexer?.stop();
    await ledger?.close();
    await onboarding?.close();
    await opened.close();
    await partners.close();
    await db.destroy();
    await stopTracing();
  });
}

/** A marketplace's subgraph asks only that one, orders are of all; the catalogue and the registry ask none. */
function accessOf(name: SubgraphName, { access }: SubgraphConfig): SubgraphConfig['access'] {
  const { jatimBejo, mbiz, ekatalogLokal } = access;
  if (name === 'jatim-bejo') return jatimBejo ? { jatimBejo } : {};
  if (name === 'mbiz') return mbiz ? { mbiz } : {};
  if (name === 'orders') return access;
  return name === 'ekatalog-lokal' && ekatalogLokal ? { ekatalogLokal } : {};
}

async function startIndexer(
  name: SubgraphName,
  config: SubgraphConfig,
  { url, ...partners }: { readonly url: string } & Pick<IndexThreadOptions, 'secretKeys' | 'hosts'>,
): Promise<IndexThread | null> {
  if (name !== 'catalogue') return null;
  const { access, schedule, acceptShrinkage } = config;
  return startIndexThread(
    { access, database: { url }, schedule, acceptShrinkage, ...partners },
    { onProgress: () => undefined },
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
