import { parentPort, workerData } from 'node:worker_threads';
import { noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import { createMarketplaces } from '../../../adapters/marketplaces';
import { connectDatabase } from '../../database/connect';
import type { IndexThreadMessage, IndexThreadOptions } from './index-thread';
import { createIndexer } from './indexer';
import type { FeedOutcome } from './read-feed';
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
      tell({ kind: 'database-failed', reason: error instanceof Error ? error.message : 'unknown failure' }),
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onOutcome: ({ id }, feed, outcome) =>
      tell({ kind: 'outcome', marketplace: id, feed, outcome: outcome.kind, problem: problemOf(outcome) }),
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

function problemOf(outcome: FeedOutcome): string | null {
  if (outcome.kind === 'failed') return outcome.detail;
  return outcome.kind === 'read' ? outcome.problem : null;
}

void main();
