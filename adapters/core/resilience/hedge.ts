import { followAbort, type FollowingAbort } from '../following-abort';
import type { Latencies } from './latencies';
import type { ReadPolicy } from './policy';

/** After how long a read counts as slow: the source's own p95. Null when too little is known to say. */
export function hedgeDelay(latencies: Latencies, policy: ReadPolicy['hedge']): number | null {
  if (!policy.enabled || latencies.samples < policy.minimumSamples) return null;
  const p95 = latencies.quantile(0.95);
  return p95 === null ? null : Math.max(policy.earliestMs, p95);
}

export interface HedgeOptions {
  /** Null never hedges. */
  readonly afterMs: number | null;
  /** Asked at the moment when the second attempt would leave. */
  mayHedge(): boolean;
  readonly signal: AbortSignal;
  /** A second attempt left. */
  onHedge(): void;
  /** Which of the two answered first; told only where there were two. */
  onWon(winner: 'first' | 'second', loserMs: number): void;
}

/**
 * Runs a read; when it is slow runs it once more, and gives whichever answers first. The other is
 * aborted, which closes its socket. A failure is final only when no other attempt is still running.
 */
export async function hedged<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { afterMs, mayHedge, signal, onHedge, onWon }: HedgeOptions,
): Promise<T> {
  if (afterMs === null) return attempt(signal);
  return new Promise<T>((resolve, reject) => {
    const runs: { readonly end: FollowingAbort; readonly started: number }[] = [];
    const failures: unknown[] = [];
    let settled = false;

    function run(): void {
      const place = runs.length;
      const end = followAbort(signal);
      runs.push({ end, started: performance.now() });
      attempt(end.signal).then(
        (value) => finish(() => resolve(value), place),
        (error: unknown) => {
          failures.push(error);
          // A failure that comes before the second attempt leaves is told at once: retrying was inside.
          if (failures.length === runs.length) finish(() => reject(asError(failures[0])), null);
        },
      );
    }

    function finish(tell: () => void, winner: number | null): void {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stopTimer);
      for (const { end } of runs) end.release();
      tell();
      const loser = runs[winner === 0 ? 1 : 0];
      if (winner === null || runs.length < 2 || !loser) return;
      onWon(winner === 0 ? 'first' : 'second', performance.now() - loser.started);
      loser.end.abort();
    }

    const stopTimer = (): void => clearTimeout(timer);
    const timer = setTimeout(() => {
      if (!mayHedge()) return;
      onHedge();
      run();
    }, afterMs);
    signal.addEventListener('abort', stopTimer, { once: true });
    run();
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('a read failed', { cause: thrown });
}
