import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Call, FeedCursor, RejectedRecord } from '../../../adapters/core/contract';
import { AdapterError, toAdapterError } from '../../../adapters/core/errors';
import { followAbort } from '../../../adapters/core/following-abort';
import type { OrdersPort } from '../../../adapters/core/order/orders-port';
import { retryDue } from '../../catalogue/indexing/schedule';
import type { Database } from '../../database/connect';
import { log } from '../../telemetry/log';
import { recordInLedger } from '../ledger/record-orders';
import type { OrderNews } from '../order-news';
import { LeaseLost, renewLease, type ListKey } from './order-sync';

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
  { db, news, holder, everyMs }: ListReading,
  signal: AbortSignal,
): Promise<'READ' | 'FAILED' | 'LEFT'> {
  let records = 0;
  const rejected = new Map<string, RejectedRecord>();
  try {
    let cursor: FeedCursor | null = null;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const read = await readPage(list, port, cursor, signal);
      news.publish(await recordInLedger(db, read.orders, new Date()));
      for (const record of read.rejected) rejected.set(record.recordId, record);
      records += read.records;
      await renewLease(db, list, holder);
      if (read.next === null) {
        await keepRejected(db, list, [...rejected.values()]);
        await renewLease(db, list, holder, {
          completed_at: new Date(),
          due_at: new Date(Date.now() + everyMs),
          held_until: null,
          records,
          rejected: rejected.size,
          failures: 0,
          problem: null,
          problem_code: null,
        });
        return 'READ';
      }
      cursor = read.next;
      await pause(list, read.notBefore, signal);
    }
    throw new AdapterError('BAD_RESPONSE', { marketplace: list.marketplace, detail: 'a list without end' });
  } catch (thrown) {
    if (thrown instanceof LeaseLost || signal.aborted) return 'LEFT';
    const error = toAdapterError(thrown, list.marketplace);
    const { code, detail, retryAfterMs } = error;
    log.warn({ ...list, code, detail }, 'a list of orders could not be read');
    await renewLease(db, list, holder, {
      failures: list.failures + 1,
      problem: error.message,
      problem_code: code,
      due_at: retryDue(list.failures + 1, retryAfterMs, new Date(), Math.random()),
      held_until: null,
    });
    return 'FAILED';
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

async function pause(list: ListKey, notBefore: number | null, signal: AbortSignal): Promise<void> {
  const pauseMs = notBefore === null ? 0 : notBefore - Date.now();
  if (pauseMs <= 0) return;
  if (pauseMs > LONGEST_PAUSE_MS) {
    throw new AdapterError('RATE_LIMITED', {
      marketplace: list.marketplace,
      detail: 'the quota is used up',
      retryAfterMs: pauseMs,
    });
  }
  await wait(pauseMs, undefined, { signal });
}

/** What this reading could not understand, in place of what earlier ones could not. */
async function keepRejected(
  db: Database,
  { marketplace, feed }: ListKey,
  records: readonly RejectedRecord[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('rejected_order')
      .where('marketplace', '=', marketplace)
      .where('feed', '=', feed)
      .execute();
    for (const { recordId, reason } of records)
      await trx
        .insertInto('rejected_order')
        .values({ marketplace, feed, record_id: recordId, reason, seen_at: sql<Date>`now()` })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  });
}
