import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Call } from './contract';
import { AdapterError } from './errors';
import type { MarketplaceId } from './ids';

/** Longer than this the event loop, and with it everyone else's requests, waits for no one's records. */
const SLICE_MS = 20;
/** A thousand records take some 50 ms. */
const MOST_MS = 2_000;
/**
 * The largest page asked for is a tenth of it, and those who do not page list everything. What was not understood of
 * a page is written in one statement, of which PostgreSQL takes some eleven thousand rows.
 */
const MOST_RECORDS = 10_000;

export interface Work {
  readonly marketplace: MarketplaceId;
  readonly call: Call;
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
  /** Of the mapping itself, for lists that are whole catalogues; two seconds unless given. */
  readonly mostMs?: number;
}

/** Throws BAD_RESPONSE for more records than any answer holds. */
export function refuseFlood(records: number, marketplace: MarketplaceId): void {
  if (records <= MOST_RECORDS) return;
  const detail = `more than ${MOST_RECORDS} records in an answer`;
  throw new AdapterError('BAD_RESPONSE', { marketplace, detail });
}

/**
 * Maps a list in slices between which others have their turn. BAD_RESPONSE once the mapping itself has taken two
 * seconds: what costs as much was made to, or is no list of goods. TIMEOUT when the caller has gone.
 */
export async function mapInSlices<T, R>(
  items: readonly T[],
  map: (item: T, index: number) => R,
  { marketplace, call, clock = () => performance.now(), mostMs = MOST_MS }: Work,
): Promise<R[]> {
  const results: R[] = [];
  let worked = 0;
  let begun = clock();
  for (const item of items) {
    results.push(map(item, results.length));
    const slice = clock() - begun;
    if (worked + slice > mostMs) {
      const detail = `${results.length} of ${items.length} records took longer than ${mostMs} ms to map`;
      throw new AdapterError('BAD_RESPONSE', { marketplace, detail });
    }
    if (slice < SLICE_MS) continue;
    worked += slice;
    await nextTurn();
    if (call.signal.aborted || call.deadline <= Date.now())
      throw new AdapterError('TIMEOUT', { marketplace, detail: 'no time was left to map what came' });
    begun = clock();
  }
  return results;
}
