import { parentPort, workerData } from 'node:worker_threads';
import { noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import { createMarketplaces } from '../../../adapters/marketplaces';
import { connectDatabase } from '../../database/connect';
import type { IndexThreadMessage, IndexThreadOptions } from './index-thread';
import { createIndexer } from './indexer';
import { registerFeeds } from './register-feeds';

/** The indexer in a thread of its own: reading tens of thousands of records delays no one's query. */
async function main(): Promise<void> {
  const { access, database, schedule, acceptShrinkage } = workerData as IndexThreadOptions;
  const marketplaces: readonly Marketplace[] = Object.values(createMarketplaces(access, noFeedMemory));
  const db = connectDatabase(database);
  const tell = (message: IndexThreadMessage): void => parentPort?.postMessage(message);
  const indexer = createIndexer({
    db,
    marketplaces,
    schedule,
    acceptShrinkage: new Set(acceptShrinkage),
    onError: (error) =>
      tell({
        kind: 'problem',
        text: `the index database: ${error instanceof Error ? error.message : 'unknown failure'}`,
      }),
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onOutcome: ({ id }, feed, outcome) => {
      if (outcome.kind === 'failed')
        tell({ kind: 'problem', text: `${id}, feed ${feed}: ${outcome.detail}` });
      if (outcome.kind === 'read' && outcome.problem !== null)
        tell({ kind: 'problem', text: `${id}, feed ${feed}: ${outcome.problem}` });
    },
  });
  parentPort?.once('message', () => {
    void indexer.stop().then(async () => {
      await Promise.all(marketplaces.map((marketplace) => marketplace.close()));
      await db.destroy();
      parentPort?.close();
    });
  });
  await registerFeeds(db, marketplaces);
  tell({ kind: 'started' });
  await indexer.run();
}

void main();
