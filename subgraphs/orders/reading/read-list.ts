import { setTimeout as wait } from 'node:timers/promises';
import type { Transaction, Updateable } from 'kysely';
import type { Call, FeedCursor, RejectedRecord } from '../../../adapters/core/contract';
import { AdapterError, toAdapterError } from '../../../adapters/core/errors';
import { followAbort } from '../../../adapters/core/following-abort';
import type { OrdersPort } from '../../../adapters/core/order/orders-port';
import { retryDue } from '../../catalogue/indexing/schedule';
import type { Database } from '../../database/connect';
import type { OrderSyncTable } from '../../database/order-tables';
import type { Tables } from '../../database/tables';
import { log } from '../../telemetry/log';
import { recordOrders } from '../ledger/record-orders';
import type { OrderNews } from '../order-news';
import { SyncLeaseLost, renewLease, type ListKey } from './order-sync';

export interface ListReading {
  readonly db: Database;
  readonly news: OrderNews;
  readonly holder: string;
  readonly everyMs: number;
}

/** A gateway that thinks for longer than this is tried again later. */
const PAGE_WITHIN_MS = 60_000;
/** A source that wants a longer pause is left alone and the list begun anew: its cursors don't keep. */
const LONGEST_PAUSE_MS = 60_000;
/** More pages than any institution's year has; a list that doesn't end is not read for ever. */
const PAGES_MAX = 5_000;

/**
 * Reads one list of orders from its beginning to its end, page by page into the ledger. Lists tell no
 * changes and their cursors don't keep, so every reading is a whole one; told twice is told once.
 */
export async function readList(
  list: ListKey & { readonly failures: number },
  port: OrdersPort,
  reading: ListReading,
  signal: AbortSignal,
): Promise<'READ' | 'FAILED' | 'LEFT'> {
  const { db, holder } = reading;
  try {
    await readPages(list, port, reading, signal);
    return 'READ';
  } catch (thrown) {
    if (thrown instanceof SyncLeaseLost) return 'LEFT';
    // Free for whoever comes next; a database that can't be reached lets it fall free by itself.
    if (signal.aborted) {
      await renewLease(db, list, holder, { held_until: null }).catch(() => undefined);
      return 'LEFT';
    }
    return (await recordFailure(list, reading, toAdapterError(thrown, list.marketplace))) ? 'FAILED' : 'LEFT';
  }
}

async function readPages(
  list: ListKey,
  port: OrdersPort,
  { db, news, holder, everyMs }: ListReading,
  signal: AbortSignal,
): Promise<void> {
  let records = 0;
  let cursor: FeedCursor | null = null;
  const rejected = new Map<string, RejectedRecord>();
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const read = await readPage(list, port, cursor, signal);
    for (const record of read.rejected) rejected.set(record.recordId, record);
    records += read.records;
    const isLast = read.next === null;
    const changes = await db.transaction().execute(async (trx) => {
      // First, and with the page: a reader whose list was taken over writes nothing more.
      await renewLease(trx, list, holder, isLast ? completed(records, rejected.size, everyMs) : {});
      if (isLast) await keepRejected(trx, list, [...rejected.values()]);
      return recordOrders(trx, read.orders, new Date());
    });
    news.publish(changes);
    if (isLast) return;
    cursor = read.next;
    if (await pause(list, read.notBefore, signal)) await renewLease(db, list, holder);
  }
  throw new AdapterError('BAD_RESPONSE', { marketplace: list.marketplace, detail: 'a list without end' });
}

function completed(records: number, rejected: number, everyMs: number): Updateable<OrderSyncTable> {
  return {
    completed_at: new Date(),
    due_at: new Date(Date.now() + everyMs),
    held_until: null,
    records,
    rejected,
    failures: 0,
    problem: null,
    problem_code: null,
  };
}

/** False where the list was taken over: whether it can be read is then another's to say. */
async function recordFailure(
  list: ListKey & { readonly failures: number },
  { db, holder }: ListReading,
  { code, detail, message, retryAfterMs }: AdapterError,
): Promise<boolean> {
  log.warn({ ...list, code, detail }, 'a list of orders could not be read');
  try {
    await renewLease(db, list, holder, {
      failures: list.failures + 1,
      problem: message,
      problem_code: code,
      due_at: retryDue(list.failures + 1, retryAfterMs, new Date(), Math.random()),
      held_until: null,
    });
    return true;
  } catch (error) {
    if (error instanceof SyncLeaseLost) return false;
    throw error;
  }
}

async function readPage(
  list: ListKey,
  port: OrdersPort,
  cursor: FeedCursor | null,
  signal: AbortSignal,
): ReturnType<OrdersPort['page']> {
  const end = followAbort(signal, PAGE_WITHIN_MS);
  const call: Call = {
    requestId: `orders-${list.feed.replace(/[^\w.-]/g, '-')}`,
    signal: end.signal,
    deadline: Date.now() + PAGE_WITHIN_MS,
  };
  try {
    return await port.page({ feed: list.feed, cursor }, call);
  } finally {
    end.release();
  }
}

/** Waits as long as the source wants; says whether that was any time. */
async function pause(list: ListKey, notBefore: number | null, signal: AbortSignal): Promise<boolean> {
  const pauseMs = notBefore === null ? 0 : notBefore - Date.now();
  if (pauseMs <= 0) return false;
  if (pauseMs > LONGEST_PAUSE_MS) {
    throw new AdapterError('RATE_LIMITED', {
      marketplace: list.marketplace,
      detail: 'the quota is used up',
      retryAfterMs: pauseMs,
    });
  }
  await wait(pauseMs, undefined, { signal });
  return true;
}

/** PostgreSQL takes 65,535 parameters a statement. */
const ROWS_PER_STATEMENT = 1_000;

/** What this reading could not understand, in place of what earlier ones could not. */
async function keepRejected(
  trx: Transaction<Tables>,
  { marketplace, feed }: ListKey,
  records: readonly RejectedRecord[],
): Promise<void> {
  await trx
    .deleteFrom('rejected_order')
    .where('marketplace', '=', marketplace)
    .where('feed', '=', feed)
    .execute();
  for (let from = 0; from < records.length; from += ROWS_PER_STATEMENT) {
    const rows = records
      .slice(from, from + ROWS_PER_STATEMENT)
      .map(({ recordId, reason }) => ({ marketplace, feed, record_id: recordId, reason }));
    await trx.insertInto('rejected_order').values(rows).execute();
  }
}
