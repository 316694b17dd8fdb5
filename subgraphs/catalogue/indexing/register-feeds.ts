import type { Marketplace } from '../../../adapters/core/contract';
import type { Database } from '../../database/connect';

/** Makes the configured marketplaces and feeds known to the index, and forgets those that are gone from it. */
export async function registerFeeds(db: Database, marketplaces: readonly Marketplace[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const { id, name, protocol, feeds } of marketplaces) {
      await transaction
        .insertInto('marketplace')
        .values({ id, name, protocol })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, protocol }))
        .execute();
      await transaction
        .insertInto('feed_sync')
        .values(
          feeds.map((feed) => ({ marketplace: id, feed, run: 0, seen: 0, failures: 0, due_at: new Date(0) })),
        )
        .onConflict((conflict) => conflict.columns(['marketplace', 'feed']).doNothing())
        .execute();
      // The configuration decides what is sold where: a seller taken out of it is no fault of its feed.
      for (const table of ['feed_sync', 'offer', 'rejected_record'] as const) {
        await transaction
          .deleteFrom(table)
          .where('marketplace', '=', id)
          .where('feed', 'not in', [...feeds])
          .execute();
      }
    }
  });
}
