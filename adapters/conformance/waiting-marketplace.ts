import { setTimeout as wait } from 'node:timers/promises';
import type { Call, Marketplace } from '../core/contract';
import { AdapterError } from '../core/errors';

/** Longer waits are told, and not waited for. */
const LONGEST_WAIT_MS = 10_000;

const waited = new WeakMap<Call, number>();

/** How long a call waited because it was asked to: that is not how long the answer took. */
export function waitedMs(call: Call): number {
  return waited.get(call) ?? 0;
}

/**
 * The same marketplace, asked once more where its answer is to wait for a moment (429 with `Retry-After`): that is
 * no defect.
 */
export function waitingMarketplace(marketplace: Marketplace): Marketplace {
  return {
    ...marketplace,
    feed: (request, call) => waitingOnce(() => marketplace.feed(request, call), call),
    async offers(ids, call) {
      const readings = await waitingOnce(() => marketplace.offers(ids, call), call);
      const waits = readings.flatMap((reading) => shortWait(reading, call) ?? []);
      if (waits.length === 0) return readings;
      await pause(Math.max(...waits), call);
      // Of several single reads some may have come before it was too much: all are asked for again.
      return marketplace.offers(ids, call);
    },
  };
}

async function waitingOnce<T>(ask: () => Promise<T>, call: Call): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    const ms = shortWait(thrown, call);
    if (ms === null) throw thrown;
    await pause(ms, call);
    return ask();
  }
}

/** Whoever goes meanwhile is not kept. */
async function pause(ms: number, call: Call): Promise<void> {
  const begun = Date.now();
  await wait(ms, undefined, { signal: call.signal }).catch(() => undefined);
  waited.set(call, waitedMs(call) + Date.now() - begun);
}

/** How long to wait; null for what is no such answer, and where there is no time for it. */
function shortWait(thrown: unknown, call: Call): number | null {
  if (!(thrown instanceof AdapterError) || thrown.code !== 'RATE_LIMITED' || thrown.notAsked) return null;
  const { retryAfterMs } = thrown;
  if (retryAfterMs === undefined || retryAfterMs > LONGEST_WAIT_MS) return null;
  if (call.signal.aborted || waited.has(call)) return null;
  return Date.now() + retryAfterMs < call.deadline ? retryAfterMs : null;
}
