import { setTimeout as wait } from 'node:timers/promises';
import type { Call } from '../contract';
import { AdapterError, ERROR_TABLE } from '../errors';
import type { ExtraBudget } from './extra-budget';
import type { ReadPolicy } from './policy';

type RetryPolicy = ReadPolicy['retry'];

/**
 * How long to wait before the read is sent again, in milliseconds; null when it must not be. Full jitter
 * (a random point between nothing and the doubled delay) keeps callers that failed together apart; a
 * marketplace that says how long to wait is waited for, and a little longer. What would end after the deadline is not begun.
 */
export function retryDelay(
  error: AdapterError,
  { retries, remainingMs, chance }: { retries: number; remainingMs: number; chance: number },
  policy: RetryPolicy,
): number | null {
  const rule = ERROR_TABLE[error.code].retryRead;
  if (rule === 'never' || retries >= policy.attempts) return null;
  if (rule === 'after-wait' && error.retryAfterMs === undefined) return null;
  const backoff = chance * Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** retries);
  // Also after a wait that was asked for, lest all who were told the same come back at once.
  const delay = (error.retryAfterMs ?? 0) + backoff;
  return delay < remainingMs ? delay : null;
}

export interface RetryEvents {
  retry(): void;
  /** The error would have allowed it; the budget did not. */
  retryRefused(): void;
}

/**
 * Sends a read again where the error table, the deadline and the budget allow it. Own code, for
 * libraries' retries know neither a budget nor a caller's deadline.
 */
export async function withRetries<T>(
  attempt: (call: Call) => Promise<T>,
  call: Call,
  policy: RetryPolicy,
  {
    budget,
    events,
    random = Math.random,
  }: { budget: ExtraBudget; events: RetryEvents; random?: () => number },
): Promise<T> {
  let first: AdapterError | null = null;
  for (let retries = 0; ; retries++) {
    try {
      return await attempt(call);
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      // A retry that merely ran out of time says less than the failure that it was to mend.
      if (first !== null && (call.signal.aborted || error.code === 'TIMEOUT')) throw first;
      if (call.signal.aborted) throw error;
      first ??= error;
      const remainingMs = call.deadline - Date.now();
      const delay = retryDelay(error, { retries, remainingMs, chance: random() }, policy);
      if (delay === null) throw error;
      if (!budget.take()) {
        events.retryRefused();
        throw error;
      }
      events.retry();
      await wait(delay, undefined, { signal: call.signal }).catch(() => Promise.reject(error));
    }
  }
}
