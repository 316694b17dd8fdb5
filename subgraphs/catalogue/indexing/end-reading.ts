import { sql } from 'kysely';
import type { FeedSyncTable } from '../../database/tables';
import { FeedLeaseLost, updateLeased } from './feed-lease';
import type { FeedOutcome, FeedReader } from './feed-reader';
import { nextDue, type Reading } from './schedule';
import { judgeReading } from './shrinkage';

/** Removes what a whole reading did not meet, unless that looks like the feed's fault. Gives the problem. */
export async function finishFull(reader: FeedReader, state: FeedSyncTable): Promise<string | null> {
  const { marketplace, feed, run } = state;
  return reader.db.transaction().execute(async (transaction) => {
    await updateLeased(transaction, state, reader.holder, {});
    const counts = await sql<{ known: number; unseen: number }>`
      select count(*) filter (where offer.first_seen_at < ${state.reading_since})::int as known,
             count(*) filter (where seen.run < ${run})::int as unseen
      from offer join offer_observation seen on seen.offer_id = offer.id
      where offer.marketplace = ${marketplace} and offer.feed = ${feed}`.execute(transaction);
    const { known, unseen } = counts.rows[0] ?? { known: 0, unseen: 0 };
    const verdict = judgeReading({ known, unseen, read: state.seen, total: state.total });
    const accepted = verdict.kind === 'SHRANK' && reader.acceptShrinkage;
    if (verdict.kind === 'REMOVE' || accepted) {
      // Pages shift while they are read, and an offer may slide past a reading: two in a row must miss it.
      await sql`
        delete from offer using offer_observation seen
        where seen.offer_id = offer.id and seen.run < ${accepted ? run : run - 1}
          and offer.marketplace = ${marketplace} and offer.feed = ${feed}`.execute(transaction);
    }
    await transaction
      .deleteFrom('rejected_record')
      .where('marketplace', '=', marketplace)
      .where('feed', '=', feed)
      .where('run', '<', run)
      .execute();
    return verdict.kind === 'REMOVE' || accepted ? null : verdict.problem;
  });
}

/** A reading of changes says nothing of what is gone: what a whole one said of that still holds. */
export function shrinkageOf({ problem_code, problem }: FeedSyncTable): string | null {
  return problem_code === 'FEED_SHRANK' ? problem : null;
}

/**
 * What was taken stands, and what this reading did not meet goes: a feed that makes up other records each
 * time must not grow without end.
 */
export async function cutReading(
  reader: FeedReader,
  claimed: FeedSyncTable,
  reading: Reading,
  problem: string,
): Promise<FeedOutcome> {
  const { marketplace, feed } = claimed;
  try {
    await reader.db.transaction().execute(async (transaction) => {
      await updateLeased(transaction, claimed, reader.holder, {
        reading: null,
        cursor: null,
        failures: 0,
        problem_code: 'QUOTA_EXCEEDED',
        problem,
        completed_at: new Date(),
        due_at: nextDue(false, new Date(), reader.schedule),
        holder: null,
        held_until: null,
      });
      if (reading.kind !== 'FULL') return;
      await sql`
        delete from offer using offer_observation seen, feed_sync state
        where seen.offer_id = offer.id and offer.marketplace = ${marketplace} and offer.feed = ${feed}
          and state.marketplace = offer.marketplace and state.feed = offer.feed
          and seen.run < state.run`.execute(transaction);
      await sql`
        delete from rejected_record using feed_sync state
        where state.marketplace = rejected_record.marketplace and state.feed = rejected_record.feed
          and state.marketplace = ${marketplace} and state.feed = ${feed}
          and rejected_record.run < state.run`.execute(transaction);
    });
    return { kind: 'read', reading, changed: 0, problem };
  } catch (lost) {
    if (lost instanceof FeedLeaseLost) return { kind: 'left' };
    throw lost;
  }
}
