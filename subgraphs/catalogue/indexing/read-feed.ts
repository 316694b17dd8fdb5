import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Call, FeedPage, Marketplace } from '../../../adapters/core/contract';
import { AdapterError, type ErrorCode } from '../../../adapters/core/errors';
import { detailForLog } from '../../../adapters/core/http/http-errors';
import type { Database } from '../../database/connect';
import type { FeedProblem, FeedSyncTable } from '../../database/tables';
import { LeaseLost, updateLeased } from './feed-lease';
import { nextDue, planReading, retryDue, type Reading, type Schedule } from './schedule';
import { judgeReading } from './shrinkage';
import { keepWithin } from './keep-within';
import { writePage } from './write-page';

export interface FeedReader {
  readonly db: Database;
  readonly marketplace: Marketplace;
  readonly schedule: Schedule;
  readonly holder: string;
  readonly signal: AbortSignal;
  /** Feeds whose shrinkage someone has looked at and accepts. */
  readonly acceptShrinkage: boolean;
  /** How much is taken of a feed at most; all of it where there is none. */
  readonly quota?: FeedQuota;
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

/** Where a feed is cut. */
export interface FeedQuota {
  readonly records: number;
  /** Pages too, for a feed can go on for ever without a record. */
  readonly pages: number;
  readonly readingMs: number;
  readonly pageMs: number;
  /** After so long the next one has its turn, and this feed is gone on with later. */
  readonly turnMs: number;
}

/** A page may take this long; the whole feed as long as it needs. */
const PAGE_DEADLINE_MS = 30_000;

/** Raised when a feed gives more than is taken of it. */
class FeedCut extends Error {}
/** Raised when others have waited long enough. */
class TurnOver extends Error {}

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
    const shrank = reading.kind === 'FULL' ? await finishFull(reader, state) : shrinkageOf(claimed);
    const problem = shrank ?? state.lacking;
    await updateLeased(db, claimed, holder, {
      reading: null,
      cursor: null,
      failures: 0,
      problem_code: shrank !== null ? 'FEED_SHRANK' : state.lacking !== null ? 'LOOKUP_FAILED' : null,
      problem,
      // Offers that lack something are read whole again as soon as the feed is due, not hours later.
      ...(reading.kind === 'FULL' && state.lacking === null ? { completed_at: new Date() } : {}),
      changes_until: state.reading_since,
      due_at: nextDue(marketplace.can.changes || state.lacking !== null, new Date(), schedule),
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
    if (error instanceof TurnOver) {
      await release(reader, claimed, { due_at: new Date() });
      return { kind: 'left' };
    }
    if (error instanceof FeedCut) return cut(reader, claimed, reading, error.message);
    return fail(reader, claimed, error);
  }
}

async function begin(reader: FeedReader, claimed: FeedSyncTable, reading: Reading): Promise<FeedSyncTable> {
  const values = {
    run: reading.kind === 'FULL' ? claimed.run + 1 : claimed.run,
    reading: reading.kind,
    cursor: null,
    reading_since: new Date(),
    lacking: null,
    seen: 0,
  };
  await reader.db.transaction().execute(async (transaction) => {
    await updateLeased(transaction, claimed, reader.holder, values);
    if (reader.quota) await keepWithin(transaction, claimed, reader.quota.records);
  });
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
  let pages = 0;
  const turnEnds = Date.now() + (reader.quota?.turnMs ?? Infinity);
  let pending: Promise<FeedPage> | null = fetchPage(reader, state, reading);
  while (pending) {
    const page: FeedPage = await pending;
    pages += 1;
    pending = page.next === null ? null : fetchPage(reader, { ...state, cursor: page.next }, reading);
    // A failure of the page on its way is met on the next round, not while this one is written.
    pending?.catch(() => undefined);
    const after = {
      cursor: page.next,
      seen: state.seen + page.records,
      lacking: page.lacking ?? state.lacking,
      failures: 0,
      read_at: new Date(),
      // Only a whole reading learns how large the feed is; changes say how many changed.
      ...(reading.kind === 'FULL' ? { total: page.total } : {}),
    };
    const written = state;
    changed += await reader.db.transaction().execute(async (transaction) => {
      await updateLeased(transaction, written, reader.holder, after);
      const { marketplace, feed, run } = written;
      return writePage(transaction, { marketplace, feed, run, page, now: new Date() });
    });
    state = { ...state, ...after };
    reader.onPage({ feed: state.feed, read: state.seen, total: state.total, changed });
    if (pending) refuseBeyond(reader.quota, state, pages);
    if (pending && Date.now() >= turnEnds) throw new TurnOver();
  }
  return { changed, state };
}

function refuseBeyond(
  quota: FeedQuota | undefined,
  { seen, reading_since }: FeedSyncTable,
  pages: number,
): void {
  if (quota === undefined) return;
  const elapsedMs = Date.now() - (reading_since?.getTime() ?? Date.now());
  const reason =
    seen >= quota.records
      ? `${quota.records} records`
      : pages >= quota.pages
        ? `${quota.pages} pages`
        : elapsedMs >= quota.readingMs
          ? `${Math.round(quota.readingMs / 60_000)} minutes`
          : null;
  if (reason === null) return;
  throw new FeedCut(
    `the feed goes on after ${reason}, which is the most that is taken of it; the rest is left out`,
  );
}

/**
 * What was taken stands, and what this reading did not meet goes: a feed that makes up other records each
 * time must not grow without end.
 */
async function cut(
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
    if (lost instanceof LeaseLost) return { kind: 'left' };
    throw lost;
  }
}

function fetchPage(reader: FeedReader, state: FeedSyncTable, reading: Reading): Promise<FeedPage> {
  const call: Call = {
    signal: reader.signal,
    deadline: Date.now() + (reader.quota?.pageMs ?? PAGE_DEADLINE_MS),
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
function shrinkageOf({ problem_code, problem }: FeedSyncTable): string | null {
  return problem_code === 'FEED_SHRANK' ? problem : null;
}

async function fail(reader: FeedReader, claimed: FeedSyncTable, thrown: unknown): Promise<FeedOutcome> {
  const fault = faultOf(thrown);
  try {
    const failures = 1 + (await failuresSoFar(reader.db, claimed));
    await updateLeased(reader.db, claimed, reader.holder, {
      failures,
      problem_code: fault.code,
      problem: fault.problem,
      due_at: retryDue(failures, fault.retryAfterMs, new Date(), Math.random()),
      holder: null,
      held_until: null,
    });
  } catch (lost) {
    if (!(lost instanceof LeaseLost)) throw lost;
  }
  return { kind: 'failed', detail: fault.detail };
}

interface Fault {
  readonly code: ErrorCode | FeedProblem;
  readonly problem: string;
  readonly detail: string;
  readonly retryAfterMs?: number | undefined;
}

/** The marketplace's failure, or our own in writing: the one must not be told as the other. */
function faultOf(thrown: unknown): Fault {
  if (thrown instanceof AdapterError) {
    return {
      code: thrown.code,
      problem: thrown.message,
      detail: detailForLog(thrown),
      retryAfterMs: thrown.retryAfterMs,
    };
  }
  const reason = thrown instanceof Error ? thrown.message : 'unknown failure';
  return {
    code: 'NOT_WRITTEN',
    problem: 'A page could not be written into the index.',
    detail: `not written: ${reason}`,
  };
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

async function release(
  reader: FeedReader,
  claimed: FeedSyncTable,
  values: Partial<FeedSyncTable> = {},
): Promise<void> {
  try {
    await updateLeased(reader.db, claimed, reader.holder, { ...values, holder: null, held_until: null });
  } catch (lost) {
    if (!(lost instanceof LeaseLost)) throw lost;
  }
}
