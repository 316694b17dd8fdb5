import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/connect';
import type { Tables } from '../database/tables';

/** Any number that nobody else locks by. */
const LOCK = 7_276_727;

/**
 * Changes partners one at a time, whoever does it: revisions then become visible in their order, and no
 * follower passes one by. What is written and who did it stand together or not at all.
 */
export function changingPartners<T>(
  db: Database,
  change: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction);
    return change(transaction);
  });
}
