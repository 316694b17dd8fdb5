import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { MarketplaceId } from '../../core/ids';

/** Longer than this the event loop, and with it everyone else's requests, waits for no one's records. */
const SLICE_MS = 20;
/** A thousand records take some 50 ms. */
const MOST_MS = 2_000;

export interface Work {
  readonly marketplace: MarketplaceId;
  readonly call: Call;
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
}

/**
 * Maps a list in slices between which others have their turn. BAD_RESPONSE once the mapping itself has taken two
 * seconds: what costs as much was made to, or is no list of goods. TIMEOUT when the caller has gone.
 */
export async function mapInSlices<T, R>(
  items: readonly T[],
  map: (item: T, index: number) => R,
  { marketplace, call, clock = () => performance.now() }: Work,
): Promise<R[]> {
  const results: R[] = [];
  let worked = 0;
  let begun = clock();
  for (const item of items) {
    results.push(map(item, results.length));
    const slice = clock() - begun;
    if (worked + slice > MOST_MS) {
      const detail = `${results.length} of ${items.length} records took longer than ${MOST_MS} ms to map`;
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
