import { createSlidingCounts, type Clock } from './sliding-counts';

/** How many requests may be sent beyond those that callers asked for. */
export interface ExtraBudget {
  /** An ordinary request: each one earns a share of an extra one. */
  earn(): void;
  /** Takes one extra request if there is one to take. */
  take(): boolean;
}

export interface ExtraBudgetOptions {
  /** Extra requests per ordinary one, e.g. 0.2. */
  readonly share: number;
  readonly windowMs: number;
  /** Granted however little traffic there is; otherwise a lone request could never be repeated. */
  readonly atLeast: number;
}

/**
 * A share of the requests of the last so many milliseconds. Retries that multiply what a failing source
 * gets turn a stumble into an outage; a share caps that whatever the number of callers.
 */
export function createExtraBudget({ share, windowMs, atLeast }: ExtraBudgetOptions, now: Clock): ExtraBudget {
  const counts = createSlidingCounts<'ordinary' | 'extra'>(windowMs, now);
  return {
    earn: () => counts.add('ordinary'),
    take() {
      const allowed = Math.max(atLeast, Math.floor(counts.count('ordinary') * share));
      if (counts.count('extra') >= allowed) return false;
      counts.add('extra');
      return true;
    },
  };
}
