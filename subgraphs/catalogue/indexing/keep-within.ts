import { sql, type Transaction } from 'kysely';
import type { FeedSyncTable, Tables } from '../../database/tables';

/**
 * Forgets what a feed has told beyond a number of records, latest told kept: one that makes up others each
 * time looks shrunken, so that nothing of it is taken for gone, or never comes to its end.
 */
export async function keepWithin(
  transaction: Transaction<Tables>,
  { marketplace, feed }: Pick<FeedSyncTable, 'marketplace' | 'feed'>,
  most: number,
): Promise<void> {
  const { rows } = await sql<{ offers: number; rejected: number }>`
    select (select count(*)::int from offer where marketplace = ${marketplace} and feed = ${feed}) as offers,
           (select count(*)::int from rejected_record
            where marketplace = ${marketplace} and feed = ${feed}) as rejected`.execute(transaction);
  const { offers = 0, rejected = 0 } = rows[0] ?? {};
  if (offers > most) {
    await sql`
      delete from offer where id in (
        select offer.id from offer join offer_observation seen on seen.offer_id = offer.id
        where offer.marketplace = ${marketplace} and offer.feed = ${feed}
        order by seen.run desc, seen.observed_at desc, offer.id offset ${most}::int)`.execute(transaction);
  }
  if (rejected > most) {
    await sql`
      delete from rejected_record where (marketplace, feed, record_id) in (
        select marketplace, feed, record_id from rejected_record
        where marketplace = ${marketplace} and feed = ${feed}
        order by seen_at desc, record_id offset ${most}::int)`.execute(transaction);
  }
}
