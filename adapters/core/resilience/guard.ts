import { callFor, type Call } from '../contract';
import { AdapterError, ERROR_TABLE, toAdapterError } from '../errors';
import type { MarketplaceId } from '../ids';
import { BulkheadFull, createBulkhead, LeftQueue } from './bulkhead';
import { CircuitOpen, createCircuitBreaker, type Verdict } from './circuit-breaker';
import { createExtraBudget } from './extra-budget';
import { hedged, hedgeDelay } from './hedge';
import { createLatencies } from './latencies';
import { LONGEST_PAUSE_MS, type ReadPolicy } from './policy';
import { withRetries } from './retry';
import type { Clock } from './sliding-counts';
import type { Refuser, SourceEvents } from './source-events';
import type { SourceHealth } from './source-health';

/** Protects reads of one marketplace, and the marketplace from them. */
export interface Guard {
  /** Runs the read, perhaps more than once. Throws an AdapterError; `read` throws for whatever was not learnt. */
  run<T>(read: (call: Call) => Promise<T>, call: Call): Promise<T>;
  health(): SourceHealth;
}

export interface GuardOptions {
  readonly marketplace: MarketplaceId;
  readonly policy: ReadPolicy;
  readonly events: SourceEvents;
  readonly now?: Clock;
}

/** Everything that stands between a caller and one marketplace, in the order in which a read meets it. */
export function createGuard({ marketplace, policy, events, now = Date.now }: GuardOptions): Guard {
  const latencies = createLatencies();
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
  let told: SourceHealth['state'] = 'CLOSED';
  let since = new Date(now());
  const telling = new WeakSet<Error>();
  const breaker = createCircuitBreaker(policy.breaker, { now, judge, onState: noteState });

  /** Only a read that was given its whole time, and that someone waited for, says how the source is. */
  function judge(error: unknown): Verdict {
    if (!(error instanceof AdapterError) || !telling.has(error)) return 'UNKNOWN';
    return ERROR_TABLE[error.code].sick ? 'SICK' : 'WELL';
  }

  function currentState(): SourceHealth['state'] {
    return pausedUntil > now() ? 'PAUSED' : breaker.state;
  }

  function noteState(): void {
    const state = currentState();
    if (state === told) return;
    told = state;
    since = new Date(now());
    events.state(marketplace, state);
  }

  /** One request, within its own time; tells how it went. */
  async function attempt<T>(read: (call: Call) => Promise<T>, call: Call): Promise<T> {
    const started = performance.now();
    const givenMs = Math.min(call.deadline - Date.now(), policy.attemptTimeoutMs);
    try {
      const value = await read(callFor({ signal: call.signal, deadline: Date.now() + givenMs }, call));
      const durationMs = performance.now() - started;
      latencies.add(durationMs);
      events.attempt(marketplace, 'OK', durationMs);
      return value;
    } catch (thrown) {
      const error = toAdapterError(thrown, marketplace);
      const left = call.signal.aborted;
      if (!left && error.retryAfterMs !== undefined) pause(error.retryAfterMs);
      // A caller in more of a hurry than the policy learns nothing of the source by not waiting for it.
      if (!left && (error.code !== 'TIMEOUT' || givenMs >= policy.attemptTimeoutMs)) telling.add(error);
      events.attempt(marketplace, left ? 'CANCELLED' : error.code, performance.now() - started);
      throw error;
    }
  }

  /** The marketplace asked to wait: it is left alone by everyone, not only by whom it told. */
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
      mayHedge: () => hedgeBudget.take(),
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
    retryBudget.earn();
    return withRetries(read, call, policy.retry, {
      budget: retryBudget,
      events: {
        retry: () => events.retry(marketplace),
        retryRefused: () => events.retryRefused(marketplace),
      },
    });
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
      return {
        state: told,
        since,
        failureRate: breaker.failureRate,
        p50: latencies.quantile(0.5),
        p95: latencies.quantile(0.95),
      };
    },
  };

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
}
