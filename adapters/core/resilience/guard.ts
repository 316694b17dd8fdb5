import { callFor, type Call } from '../contract';
import { AdapterError, ERROR_TABLE, toAdapterError } from '../errors';
import { followAbort } from '../following-abort';
import type { MarketplaceId } from '../ids';
import { BulkheadFull, createBulkhead, LeftQueue } from './bulkhead';
import { CircuitOpen, createCircuitBreaker, type Verdict } from './circuit-breaker';
import { createExtraBudget } from './extra-budget';
import { hedged, hedgeDelay } from './hedge';
import type { Latencies } from './latencies';
import { LONGEST_PAUSE_MS, type ReadPolicy } from './policy';
import { withRetries } from './retry';
import type { Clock } from './sliding-counts';
import type { Refuser, SourceEvents } from './source-events';
import type { ServerHealth } from './source-health';

/** Protects the reads of one server of a marketplace, and the server from them. */
export interface Guard {
  /** Runs the read, perhaps more than once. Throws an AdapterError; `read` throws for whatever was not learnt. */
  run<T>(read: (call: Call) => Promise<T>, call: Call): Promise<T>;
  health(): ServerHealth;
}

export interface GuardOptions {
  readonly marketplace: MarketplaceId;
  readonly policy: ReadPolicy;
  readonly events: SourceEvents;
  /** How long requests take, kept by whoever wants to know as well. */
  readonly latencies: Latencies;
  onState(): void;
  readonly now?: Clock;
}

/** Everything that stands between a caller and one server, in the order in which a read meets it. */
export function createGuard(options: GuardOptions): Guard {
  const { marketplace, policy, events, latencies, now = Date.now } = options;
  const retryBudget = createExtraBudget(
    { share: policy.retry.budgetShare, windowMs: policy.retry.budgetWindowMs, atLeast: 1 },
    now,
  );
  const hedgeBudget = createExtraBudget(
    { share: policy.hedge.budgetShare, windowMs: policy.hedge.budgetWindowMs, atLeast: 0 },
    now,
  );
  const bulkhead = createBulkhead(policy.bulkhead);
  let pausedUntil = 0;
  let told: ServerHealth['state'] = 'CLOSED';
  let since = new Date(now());
  /** Failures of reads that someone waited for to the end: only these say how the server is. */
  const telling = new WeakSet<Error>();
  const breaker = createCircuitBreaker(policy.breaker, { now, judge, onState: noteState });

  function judge(error: unknown): Verdict {
    if (!(error instanceof AdapterError) || !telling.has(error)) return 'UNKNOWN';
    return ERROR_TABLE[error.code].sick ? 'SICK' : 'WELL';
  }

  function noteState(): void {
    const state = pausedUntil > now() ? 'PAUSED' : breaker.state;
    if (state === told) return;
    told = state;
    since = new Date(now());
    options.onState();
  }

  /** One request, within its own time; tells how it went. */
  async function attempt<T>(read: (call: Call) => Promise<T>, call: Call): Promise<T> {
    refusePaused();
    const started = performance.now();
    try {
      const value = await inTime(read, call);
      const durationMs = performance.now() - started;
      latencies.add(durationMs);
      events.attempt(marketplace, 'OK', durationMs);
      return value;
    } catch (thrown) {
      const error = toAdapterError(thrown, marketplace);
      const left = call.signal.aborted;
      if (!left && !error.notAsked && error.retryAfterMs !== undefined) pause(error.retryAfterMs);
      if (!left && !error.notAsked) telling.add(error);
      events.attempt(marketplace, left ? 'CANCELLED' : error.code, performance.now() - started);
      throw error;
    }
  }

  /**
   * Every attempt gets the same time, however hasty its caller, for others may join it; it is aborted
   * when no one waits any more. Kept here, and not left to the adapter's good will.
   */
  async function inTime<T>(read: (call: Call) => Promise<T>, call: Call): Promise<T> {
    const end = followAbort(call.signal, policy.attemptTimeoutMs);
    const deadline = Date.now() + policy.attemptTimeoutMs;
    try {
      return await Promise.race([
        read(callFor({ signal: end.signal, deadline }, call)),
        new Promise<never>((_, reject) => {
          end.signal.addEventListener('abort', () =>
            reject(
              new AdapterError('TIMEOUT', { marketplace, detail: 'no answer within the time of an attempt' }),
            ),
          );
        }),
      ]);
    } finally {
      end.release();
    }
  }

  /** The server asked to wait: it is left alone by everyone, not only by whom it told. */
  function pause(retryAfterMs: number): void {
    pausedUntil = Math.max(pausedUntil, now() + Math.min(retryAfterMs, LONGEST_PAUSE_MS));
    noteState();
  }

  function refusePaused(): void {
    noteState();
    const retryAfterMs = pausedUntil - now();
    if (retryAfterMs <= 0) return;
    events.refused(marketplace, 'pause');
    throw new AdapterError('RATE_LIMITED', { marketplace, detail: 'it asked to wait', retryAfterMs });
  }

  function withHedge<T>(read: (call: Call) => Promise<T>, call: Call): Promise<T> {
    hedgeBudget.earn();
    retryBudget.earn();
    const leg = (signal: AbortSignal): Call =>
      callFor(
        {
          signal,
          get deadline() {
            return call.deadline;
          },
        },
        call,
      );
    return hedged((signal) => read(leg(signal)), {
      afterMs: hedgeDelay(latencies, policy.hedge),
      mayHedge: () => pausedUntil <= now() && hedgeBudget.take(),
      signal: call.signal,
      onHedge: () => events.hedge(marketplace),
      onWon: (winner, loserMs) => {
        if (winner === 'second') {
          events.hedgeWon(marketplace);
          latencies.add(loserMs); // at least so slow: left out, the p95 would only ever sink
        }
      },
    });
  }

  function retrying<T>(read: (call: Call) => Promise<T>, call: Call): Promise<T> {
    return withRetries(read, call, policy.retry, {
      budget: retryBudget,
      events: {
        retry: () => events.retry(marketplace),
        retryRefused: () => events.retryRefused(marketplace),
      },
    });
  }

  /** What the policy itself refused, in the words of the error table. */
  function refusalOf(thrown: unknown): AdapterError | null {
    const refuse = (by: Refuser, detail: string): AdapterError => {
      events.refused(marketplace, by);
      return new AdapterError('UNAVAILABLE', { marketplace, detail });
    };
    if (thrown instanceof CircuitOpen) return refuse('breaker', 'not asked: it has failed too often lately');
    if (thrown instanceof BulkheadFull) return refuse('bulkhead', 'not asked: too many reads wait for it');
    if (thrown instanceof LeftQueue)
      return new AdapterError('TIMEOUT', { marketplace, detail: 'the caller left before its turn' });
    return null;
  }

  return {
    async run(read, call) {
      try {
        refusePaused();
        return await bulkhead.execute(
          () => breaker.execute(() => withHedge((leg) => retrying((one) => attempt(read, one), leg), call)),
          call.signal,
        );
      } catch (thrown) {
        throw refusalOf(thrown) ?? toAdapterError(thrown, marketplace);
      }
    },
    health() {
      noteState();
      return { state: told, since, ...breaker.counts() };
    },
  };
}
