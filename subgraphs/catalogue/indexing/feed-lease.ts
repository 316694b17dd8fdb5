import { sql, type Transaction } from 'kysely';
import type { FeedName } from '../../../adapters/core/contract';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import type { FeedSyncTable, Tables } from '../../database/tables';

/**
 * Which of several replicas reads a feed. A lease is a row with an end: it works the same on both
 * databases, is renewed with every page, and falls free by itself when its holder dies.
 */
export const LEASE_MS = 60_000;

/** Takes the feed that has been due longest, or gives null when none is due and free. */
export async function claimFeed(
  db: Database,
  marketplace: MarketplaceId,
  feeds: readonly FeedName[],
  holder: string,
): Promise<FeedSyncTable | null> {
  const row = await db
    .updateTable('feed_sync')
    .set({ holder, held_until: sql<Date>`now() + ${`${LEASE_MS} milliseconds`}::interval` })
    .where('marketplace', '=', marketplace)
    .where('feed', '=', (select) =>
      select
        .selectFrom('feed_sync as due')
        .select('due.feed')
        .where('due.marketplace', '=', marketplace)
        .where('due.feed', 'in', [...feeds])
        .where('due.due_at', '<=', sql<Date>`now()`)
        .where((where) =>
          where.or([where('due.held_until', 'is', null), where('due.held_until', '<', sql<Date>`now()`)]),
        )
        .orderBy('due.due_at')
        .orderBy('due.feed')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Raised when another replica took the feed over: whatever was read must not be written any more. */
export class LeaseLost extends Error {}

type FeedKey = Pick<FeedSyncTable, 'marketplace' | 'feed'>;

/** Updates a feed's row, only while this holder has the lease; its lease is renewed by it. */
export async function updateLeased(
  db: Transaction<Tables> | Database,
  { marketplace, feed }: FeedKey,
  holder: string,
  values: Partial<FeedSyncTable>,
): Promise<void> {
  const result = await db
    .updateTable('feed_sync')
    .set({ held_until: sql<Date>`now() + ${`${LEASE_MS} milliseconds`}::interval`, ...values })
    .where('marketplace', '=', marketplace)
    .where('feed', '=', feed)
    .where('holder', '=', holder)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new LeaseLost();
}
