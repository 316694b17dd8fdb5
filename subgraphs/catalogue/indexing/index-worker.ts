import { parentPort, workerData } from 'node:worker_threads';
import { noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import { createMarketplaces } from '../../../adapters/marketplaces';
import { connectDatabase } from '../../database/connect';
import type { IndexThreadMessage, IndexThreadOptions } from './index-thread';
import { createIndexer } from './indexer';
import type { FeedOutcome } from './feed-reader';
import { createPartnerMarketplaces } from '../../partners/partner-marketplaces';
import { openPartnerRegister } from '../../partners/partner-register';
import { createSecretBox } from '../../partners/credentials/secret-box';
import { createIndexMemory } from '../../marketplace/index-memory';
import { createPartnerIndexer } from './partner-indexer';
import { registerFeeds } from './register-feeds';

/** The indexer in a thread of its own: reading tens of thousands of records delays no one's query. */
async function main(): Promise<void> {
  const { access, database, schedule, acceptShrinkage, secretKeys, hosts } = workerData as IndexThreadOptions;
  const marketplaces: readonly Marketplace[] = Object.values(createMarketplaces(access, noFeedMemory));
  const db = connectDatabase(database);
  const tell = (message: IndexThreadMessage): void => parentPort?.postMessage(message);
  const onError = (error: unknown): void =>
    tell({ kind: 'database-failed', reason: error instanceof Error ? error.message : 'unknown failure' });
  const register = await openPartnerRegister({ db });
  const partners = createPartnerMarketplaces<Marketplace>({
    register,
    box: createSecretBox(secretKeys),
    hosts,
    memory: createIndexMemory(db),
    create: (marketplace) => marketplace,
  });
  const partnerIndexer = createPartnerIndexer({
    db,
    marketplaces: partners,
    schedule,
    onError,
    onOutcome: (marketplace, feed, outcome) =>
      tell({ kind: 'outcome', marketplace, feed, outcome: outcome.kind, problem: problemOf(outcome) }),
  });
  const indexer = createIndexer({
    db,
    marketplaces,
    schedule,
    acceptShrinkage: new Set(acceptShrinkage),
    onError,
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onOutcome: ({ id }, feed, outcome) =>
      tell({ kind: 'outcome', marketplace: id, feed, outcome: outcome.kind, problem: problemOf(outcome) }),
  });
  parentPort?.once('message', () => {
    void Promise.all([indexer.stop(), partnerIndexer.stop()]).then(async () => {
      await register.close();
      await partners.close();
      await Promise.all(marketplaces.map((marketplace) => marketplace.close()));
      await db.destroy();
      parentPort?.close();
    });
  });
  await registerFeeds(db, marketplaces);
  tell({ kind: 'started' });
  await Promise.all([indexer.run(), partnerIndexer.run()]);
}

function problemOf(outcome: FeedOutcome): string | null {
  if (outcome.kind === 'failed') return outcome.detail;
  return outcome.kind === 'read' ? outcome.problem : null;
}

void main();
