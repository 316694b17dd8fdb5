import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { FeedName } from '../../../adapters/core/contract';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import type { FeedSyncTable, Tables } from '../../database/tables';

/**
 * Which of several replicas reads a feed. A lease is a row with an end: it works the same on both
 * databases, is renewed with every page, and falls free by itself when its holder dies.
 */
export const LEASE_MS = 60_000;

/** Takes the feed of a marketplace that has been due longest, or gives null when none is due and free. */
export function claimFeed(
  db: Database,
  marketplace: MarketplaceId,
  feeds: readonly FeedName[],
  holder: string,
): Promise<FeedSyncTable | null> {
  const list = sql.join([...feeds]);
  return claim(db, holder, sql`due.marketplace = ${marketplace} and due.feed in (${list})`);
}

/** How much later a feed comes up for each time that it failed in a row; ten times at the most. */
const LATER_PER_FAILURE = '30 seconds';

/** The same over all partners. Those who fail wait longer than those who don't, and still have their turn. */
export function claimPartnerFeed(db: Database, holder: string): Promise<FeedSyncTable | null> {
  return claim(
    db,
    holder,
    sql`due.marketplace in (select id from marketplace where is_partner)`,
    sql`due.due_at + least(due.failures, 10) * ${LATER_PER_FAILURE}::interval`,
  );
}

async function claim(
  db: Database,
  holder: string,
  whose: RawBuilder<unknown>,
  order: RawBuilder<unknown> = sql`due.due_at`,
): Promise<FeedSyncTable | null> {
  const { rows } = await sql<FeedSyncTable>`
    update feed_sync
    set holder = ${holder}, held_until = now() + ${`${LEASE_MS} milliseconds`}::interval
    where (marketplace, feed) = (
      select due.marketplace, due.feed from feed_sync due
      where ${whose} and due.due_at <= now() and (due.held_until is null or due.held_until < now())
      order by ${order}, due.feed limit 1 for update skip locked
    )
    returning *`.execute(db);
  return rows[0] ?? null;
}

/** Raised when another replica took the feed over: whatever was read must not be written any more. */
export class FeedLeaseLost extends Error {}

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
  if (result.numUpdatedRows !== 1n) throw new FeedLeaseLost();
}
