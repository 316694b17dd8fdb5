import type { ReadPolicy } from './policy';
import { createSlidingCounts, type Clock } from './sliding-counts';

/** CLOSED lets reads pass, OPEN refuses them, HALF_OPEN has one on its way to find out. */
export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** What a failed read says of its source: SICK, WELL (it answered, with a refusal), or nothing either way. */
export type Verdict = 'SICK' | 'WELL' | 'UNKNOWN';

export interface CircuitBreaker {
  readonly state: CircuitState;
  /** Calls and failures in the window. */
  counts(): { readonly calls: number; readonly failures: number };
  /** Runs the read, or throws `CircuitOpen` without running it. */
  execute<T>(run: () => Promise<T>): Promise<T>;
}

/** Refused without asking: the source has failed too often lately. */
export class CircuitOpen extends Error {}

/**
 * Own code where a library was tried first: there, everyone waited for a probe, a probe whose caller
 * left counted as a verdict, and reads from before an outage ended could undo the recovery.
 */
export function createCircuitBreaker(
  policy: ReadPolicy['breaker'],
  {
    now,
    judge,
    onState,
  }: { now: Clock; judge: (error: unknown) => Verdict; onState: (state: CircuitState) => void },
): CircuitBreaker {
  const outcomes = createSlidingCounts<'success' | 'failure'>(policy.windowMs, now);
  let state: CircuitState = 'CLOSED';
  /** Counts the changes of state: the verdict of a read that began before the latest one is out of date. */
  let generation = 0;
  let openUntil = 0;
  let openMs = 0;

  function counts(): { calls: number; failures: number } {
    const failures = outcomes.count('failure');
    return { calls: failures + outcomes.count('success'), failures };
  }

  function change(next: CircuitState): void {
    state = next;
    generation += 1;
    onState(next);
  }

  function open(): void {
    openMs = state === 'CLOSED' ? policy.firstOpenMs : Math.min(policy.longestOpenMs, openMs * 2);
    openUntil = now() + openMs;
    change('OPEN');
  }

  function noteOutcome(verdict: Verdict): void {
    if (verdict !== 'UNKNOWN') outcomes.add(verdict === 'SICK' ? 'failure' : 'success');
    if (state === 'CLOSED') {
      const { calls, failures } = counts();
      if (verdict === 'SICK' && calls >= policy.minimumCalls && failures / calls >= policy.failureRate)
        open();
      return;
    }
    if (verdict === 'SICK') open();
    else if (verdict === 'UNKNOWN')
      change('OPEN'); // nothing learnt: the next one may find out at once
    else {
      outcomes.clear(); // what was before the recovery is over
      change('CLOSED');
    }
  }

  return {
    get state() {
      return state;
    },
    counts,
    async execute(run) {
      if (state === 'HALF_OPEN' || (state === 'OPEN' && now() < openUntil)) throw new CircuitOpen();
      if (state === 'OPEN') change('HALF_OPEN');
      const begun = generation;
      let verdict: Verdict = 'WELL';
      try {
        return await run();
      } catch (error) {
        verdict = judge(error);
        throw error;
      } finally {
        if (begun === generation) noteOutcome(verdict);
      }
    },
  };
}
