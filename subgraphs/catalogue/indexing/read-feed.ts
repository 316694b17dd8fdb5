import { randomUUID } from 'node:crypto';
import type { Call, FeedPage } from '../../../adapters/core/contract';
import type { Database } from '../../database/connect';
import type { FeedSyncTable } from '../../database/tables';
import { cutReading, finishFull, shrinkageOf } from './end-reading';
import { faultOf } from './feed-fault';
import { FeedLeaseLost, updateLeased } from './feed-lease';
import type { FeedOutcome, FeedQuota, FeedReader } from './feed-reader';
import { keepWithin } from './keep-within';
import { nextDue, planReading, retryDue, type Reading } from './schedule';
import { writePage } from './write-page';

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
    if (error instanceof FeedLeaseLost) return { kind: 'left' };
    if (reader.signal.aborted) {
      await release(reader, claimed);
      return { kind: 'left' };
    }
    if (error instanceof TurnOver) {
      await release(reader, claimed, { due_at: new Date() });
      return { kind: 'left' };
    }
    if (error instanceof FeedCut) return cutReading(reader, claimed, reading, error.message);
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
    if (!(lost instanceof FeedLeaseLost)) throw lost;
  }
  return { kind: 'failed', detail: fault.detail };
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
    if (!(lost instanceof FeedLeaseLost)) throw lost;
  }
}
