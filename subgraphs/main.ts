import { parseArgs } from 'node:util';
import { ConfigurationError } from '../adapters/core/environment';
import { createMarketplaces } from '../adapters/marketplaces';
import { SUBGRAPH_PORTS } from './addresses';
import { startIndexThread, type IndexThread } from './catalogue/indexing/index-thread';
import { readSubgraphConfig, type SubgraphConfig } from './config';
import { createSubgraph } from './create-subgraphs';
import { connectDatabase } from './database/connect';
import { migrate } from './database/migrate';
import { portOption } from './http/port-option';
import { serveSubgraph } from './http/serve-subgraph';
import { closeOnSignal } from './http/signals';
import { createIndexMemory } from './marketplace/index-memory';
import { SUBGRAPH_NAMES, type SubgraphName } from './subgraph';

const USAGE = `Usage: npm run subgraph -- NAME [--port N], NAME one of ${SUBGRAPH_NAMES.join(', ')}`;

/** `npm run subgraph`: one subgraph on its own, over PostgreSQL. The catalogue's also keeps the index. */
async function main(): Promise<void> {
  const config = readSubgraphConfig();
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
  const db = connectDatabase({ url: config.databaseUrl });
  await migrate(db);
  const marketplaces = createMarketplaces(config.access, createIndexMemory(db));
  const subgraph = createSubgraph(name, marketplaces, db);
  const indexer = await startIndexer(name, config, config.databaseUrl);
  const served = await serveSubgraph(subgraph, {
    host: config.host,
    port: portOption(values.port, SUBGRAPH_PORTS[name]),
  });
  process.stdout.write(`Subgraph ${name} is up: ${served.url}/graphql\n`);
  closeOnSignal(async () => {
    await served.close();
    await indexer?.stop();
    await Promise.all(Object.values(marketplaces).map((marketplace) => marketplace.close()));
    await db.destroy();
  });
}

async function startIndexer(
  name: SubgraphName,
  config: SubgraphConfig,
  url: string,
): Promise<IndexThread | null> {
  if (name !== 'catalogue') return null;
  const { access, schedule, acceptShrinkage } = config;
  return startIndexThread(
    { access, database: { url }, schedule, acceptShrinkage },
    { onProgress: () => undefined, onProblem: (text) => process.stderr.write(`${text}\n`) },
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
