/** How live reads of one marketplace are protected, and it from us. Every number of the chain is here. */
export interface ReadPolicy {
  /** One request to the marketplace may take this long; what is slower is given up or raced (hedge). */
  readonly attemptTimeoutMs: number;
  /** Reads that run at one time, and those that may wait for a place; what exceeds both is refused. */
  readonly bulkhead: { readonly atOnce: number; readonly waiting: number };
  readonly breaker: {
    readonly windowMs: number;
    /** Below this many calls in the window no rate means anything. */
    readonly minimumCalls: number;
    /** Opens at this share of failures, 0 to 1. */
    readonly failureRate: number;
    /** Stays open so long before a probe; twice as long after each probe that fails, up to `longestOpenMs`. */
    readonly firstOpenMs: number;
    readonly longestOpenMs: number;
  };
  readonly retry: {
    /** Further attempts after the first. */
    readonly attempts: number;
    readonly firstDelayMs: number;
    readonly longestDelayMs: number;
    /** Extra requests as a share of the ordinary ones within the window: an outage is not amplified. */
    readonly budgetShare: number;
    readonly budgetWindowMs: number;
  };
  readonly hedge: {
    readonly enabled: boolean;
    /** Second attempts as a share of all requests within the window. */
    readonly budgetShare: number;
    readonly budgetWindowMs: number;
    /** A p95 of fewer samples is a guess, and none is hedged on it. */
    readonly minimumSamples: number;
    /** Sooner than this a second request costs more than it saves. */
    readonly earliestMs: number;
  };
}

export const DEFAULT_POLICY: ReadPolicy = {
  attemptTimeoutMs: 1_200,
  bulkhead: { atOnce: 16, waiting: 256 },
  breaker: { windowMs: 30_000, minimumCalls: 5, failureRate: 0.5, firstOpenMs: 2_000, longestOpenMs: 30_000 },
  retry: {
    attempts: 2,
    firstDelayMs: 50,
    longestDelayMs: 400,
    budgetShare: 0.2,
    budgetWindowMs: 10_000,
  },
  hedge: { enabled: true, budgetShare: 0.05, budgetWindowMs: 60_000, minimumSamples: 20, earliestMs: 10 },
};

/** Of a caller's usual deadline. */
const ATTEMPT_SHARE = 0.6;

/** Longest that a marketplace is left alone because it asked for it (`Retry-After`). */
export const LONGEST_PAUSE_MS = 60_000;

/**
 * The policy for callers who usually wait this long: an attempt gets most of it, and what is left is
 * enough to try once more when the first fails early.
 */
export function policyFor(deadlineMs: number, { hedging = true }: { hedging?: boolean } = {}): ReadPolicy {
  return {
    ...DEFAULT_POLICY,
    attemptTimeoutMs: Math.round(deadlineMs * ATTEMPT_SHARE),
    hedge: { ...DEFAULT_POLICY.hedge, enabled: hedging },
  };
}

/** Reads of one partner that run at a time, and that wait: a stranger gets less of what all share. */
const PARTNER_BULKHEAD = { atOnce: 8, waiting: 64 } as const;

/** The policy for a partner's marketplace. */
export function partnerPolicy(policy: ReadPolicy): ReadPolicy {
  return { ...policy, bulkhead: PARTNER_BULKHEAD };
}
