import type { Marketplace } from '../../adapters/core/contract';
import { createIndexer } from '../../subgraphs/catalogue/indexing/indexer';
import { registerFeeds } from '../../subgraphs/catalogue/indexing/register-feeds';
import type { Database } from '../../subgraphs/database/connect';

/** Reads all feeds into the index, once. */
export async function indexAll(db: Database, marketplaces: readonly Marketplace[]): Promise<void> {
  await registerFeeds(db, marketplaces);
  const failures: string[] = [];
  const indexer = createIndexer({
    db,
    marketplaces,
    onOutcome: ({ id }, feed, outcome) => {
      if (outcome.kind === 'failed') failures.push(`${id} ${feed}: ${outcome.detail}`);
    },
  });
  await indexer.readPending();
  await indexer.stop();
  if (failures.length > 0) throw new Error(`indexing failed: ${failures.join('; ')}`);
}
