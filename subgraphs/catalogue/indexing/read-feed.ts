import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Call, FeedPage, Marketplace } from '../../../adapters/core/contract';
import { toAdapterError } from '../../../adapters/core/errors';
import type { Database } from '../../database/connect';
import type { FeedSyncTable } from '../../database/tables';
import { LeaseLost, updateLeased } from './feed-lease';
import { nextDue, planReading, retryDue, type Reading, type Schedule } from './schedule';
import { judgeReading } from './shrinkage';
import { writePage } from './write-page';

export interface FeedReader {
  readonly db: Database;
  readonly marketplace: Marketplace;
  readonly schedule: Schedule;
  readonly holder: string;
  readonly signal: AbortSignal;
  /** Feeds whose shrinkage someone has looked at and accepts. */
  readonly acceptShrinkage: boolean;
  onPage(progress: { feed: string; read: number; total: number | null; changed: number }): void;
}

export type FeedOutcome =
  | {
      readonly kind: 'read';
      readonly reading: Reading;
      readonly changed: number;
      readonly problem: string | null;
    }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'left' };

/** A page may take this long; the whole feed as long as it needs. */
const PAGE_DEADLINE_MS = 30_000;

/**
 * Reads one feed that was claimed, from its checkpoint to its end. Each page is written in one
 * transaction with the checkpoint after it, so that a crash repeats at most one page.
 */
export async function readFeed(reader: FeedReader, claimed: FeedSyncTable): Promise<FeedOutcome> {
  const { db, marketplace, holder, schedule } = reader;
  const reading = planReading(claimed, marketplace.can.changes, new Date(), schedule);
  try {
    const begun = reading.resumed ? claimed : await begin(reader, claimed, reading);
    const { changed, state } = await readPages(reader, begun, reading);
    const problem = reading.kind === 'FULL' ? await finishFull(reader, state) : null;
    await updateLeased(db, claimed, holder, {
      reading: null,
      cursor: null,
      failures: 0,
      problem_code: problem === null ? null : 'FEED_SHRANK',
      problem,
      ...(reading.kind === 'FULL' ? { completed_at: new Date() } : {}),
      changes_until: state.reading_since,
      due_at: nextDue(marketplace.can.changes, new Date(), schedule),
      holder: null,
      held_until: null,
    });
    return { kind: 'read', reading, changed, problem };
  } catch (error) {
    if (error instanceof LeaseLost) return { kind: 'left' };
    if (reader.signal.aborted) {
      await release(reader, claimed);
      return { kind: 'left' };
    }
    return fail(reader, claimed, error);
  }
}

async function begin(reader: FeedReader, claimed: FeedSyncTable, reading: Reading): Promise<FeedSyncTable> {
  const values = {
    run: reading.kind === 'FULL' ? claimed.run + 1 : claimed.run,
    reading: reading.kind,
    cursor: null,
    reading_since: new Date(),
    first_total: null,
    seen: 0,
  };
  await updateLeased(reader.db, claimed, reader.holder, values);
  return { ...claimed, ...values };
}

/** While one page is being written the next is already on its way. */
async function readPages(
  reader: FeedReader,
  begun: FeedSyncTable,
  reading: Reading,
): Promise<{ changed: number; state: FeedSyncTable }> {
  let state = begun;
  let changed = 0;
  let pending: Promise<FeedPage> | null = fetchPage(reader, state, reading);
  while (pending) {
    const page: FeedPage = await pending;
    pending = page.next === null ? null : fetchPage(reader, { ...state, cursor: page.next }, reading);
    // A failure of the page on its way is met on the next round, not while this one is written.
    pending?.catch(() => undefined);
    const after = {
      cursor: page.next,
      seen: state.seen + page.offers.length + page.rejected.length,
      failures: 0,
      read_at: new Date(),
      // Only a whole reading learns how large the feed is; changes say how many changed.
      ...(reading.kind === 'FULL' ? { first_total: state.first_total ?? page.total, total: page.total } : {}),
    };
    const written = state;
    changed += await reader.db.transaction().execute(async (transaction) => {
      await updateLeased(transaction, written, reader.holder, after);
      const { marketplace, feed, run } = written;
      return writePage(transaction, { marketplace, feed, run, page, now: new Date() });
    });
    state = { ...state, ...after };
    reader.onPage({ feed: state.feed, read: state.seen, total: state.total, changed });
  }
  return { changed, state };
}

function fetchPage(reader: FeedReader, state: FeedSyncTable, reading: Reading): Promise<FeedPage> {
  const call: Call = {
    signal: reader.signal,
    deadline: Date.now() + PAGE_DEADLINE_MS,
    requestId: randomUUID(),
  };
  const { feed, cursor } = state;
  const since = reading.kind === 'CHANGES' && reading.since ? { since: reading.since } : {};
  return reader.marketplace.feed({ feed, cursor, ...since }, call);
}

/** Removes what a whole reading did not meet, unless that looks like the feed's fault. Gives the problem. */
async function finishFull(reader: FeedReader, state: FeedSyncTable): Promise<string | null> {
  const { marketplace, feed, run } = state;
  return reader.db.transaction().execute(async (transaction) => {
    await updateLeased(transaction, state, reader.holder, {});
    const counts = await sql<{ known: number; unseen: number }>`
      select count(*) filter (where offer.first_seen_at < ${state.reading_since})::int as known,
             count(*) filter (where seen.run < ${run})::int as unseen
      from offer join offer_observation seen on seen.offer_id = offer.id
      where offer.marketplace = ${marketplace} and offer.feed = ${feed}`.execute(transaction);
    const { known, unseen } = counts.rows[0] ?? { known: 0, unseen: 0 };
    const verdict = judgeReading({
      known,
      unseen,
      read: state.seen,
      firstTotal: state.first_total,
      lastTotal: state.total,
    });
    if (verdict.remove || (verdict.problem !== null && reader.acceptShrinkage)) {
      await sql`
        delete from offer using offer_observation seen
        where seen.offer_id = offer.id and seen.run < ${run}
          and offer.marketplace = ${marketplace} and offer.feed = ${feed}`.execute(transaction);
    }
    await transaction
      .deleteFrom('rejected_record')
      .where('marketplace', '=', marketplace)
      .where('feed', '=', feed)
      .where('run', '<', run)
      .execute();
    return verdict.remove || reader.acceptShrinkage ? null : verdict.problem;
  });
}

async function fail(reader: FeedReader, claimed: FeedSyncTable, thrown: unknown): Promise<FeedOutcome> {
  const error = toAdapterError(thrown, reader.marketplace.id);
  try {
    const failures = 1 + (await failuresSoFar(reader.db, claimed));
    await updateLeased(reader.db, claimed, reader.holder, {
      failures,
      problem_code: error.code,
      problem: error.message,
      due_at: retryDue(failures, error.retryAfterMs, new Date(), Math.random()),
      holder: null,
      held_until: null,
    });
  } catch (lost) {
    if (!(lost instanceof LeaseLost)) throw lost;
  }
  return { kind: 'failed', detail: error.detail };
}

/** Not what was claimed: every page that was written since has set it back to none. */
async function failuresSoFar(db: Database, { marketplace, feed }: FeedSyncTable): Promise<number> {
  const row = await db
    .selectFrom('feed_sync')
    .select('failures')
    .where('marketplace', '=', marketplace)
    .where('feed', '=', feed)
    .executeTakeFirst();
  return row?.failures ?? 0;
}

async function release(reader: FeedReader, claimed: FeedSyncTable): Promise<void> {
  try {
    await updateLeased(reader.db, claimed, reader.holder, { holder: null, held_until: null });
  } catch (lost) {
    if (!(lost instanceof LeaseLost)) throw lost;
  }
}
