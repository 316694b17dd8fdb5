import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState as LibraryState,
  ExponentialBackoff,
  handleWhen,
  noJitterGenerator,
} from 'cockatiel';
import type { ReadPolicy } from './policy';
import { createSlidingCounts, type Clock } from './sliding-counts';

/** CLOSED lets reads pass, OPEN refuses them, HALF_OPEN has one on its way to find out. */
export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

export interface CircuitBreaker {
  readonly state: CircuitState;
  /** Share of failures in the window, 0 to 1; null without calls. */
  readonly failureRate: number | null;
  /** Runs the read, or throws `CircuitOpen` without running it. */
  execute<T>(run: () => Promise<T>): Promise<T>;
}

/** What a failed read says of its source: SICK, WELL (it answered, with a refusal), or nothing either way. */
export type Verdict = 'SICK' | 'WELL' | 'UNKNOWN';

/** Refused without asking: the source has failed too often lately. */
export class CircuitOpen extends Error {}

const STATES: Readonly<Record<LibraryState, CircuitState>> = {
  [LibraryState.Closed]: 'CLOSED',
  [LibraryState.Open]: 'OPEN',
  [LibraryState.HalfOpen]: 'HALF_OPEN',
  [LibraryState.Isolated]: 'OPEN',
};

/** cockatiel's state machine over a failure rate that can be shown. */
export function createCircuitBreaker(
  policy: ReadPolicy['breaker'],
  {
    now,
    judge,
    onState,
  }: { now: Clock; judge: (error: unknown) => Verdict; onState: (state: CircuitState) => void },
): CircuitBreaker {
  const counts = createSlidingCounts<'success' | 'failure'>(policy.windowMs, now);
  const total = (): number => counts.count('success') + counts.count('failure');
  const failureRate = (): number | null => (total() === 0 ? null : counts.count('failure') / total());

  const circuit = circuitBreaker(
    // A probe that tells nothing (its caller left) has not proven the source well.
    handleWhen((error) => judge(error) === 'SICK' || circuit.state === LibraryState.HalfOpen),
    {
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: policy.firstOpenMs,
        maxDelay: policy.longestOpenMs,
        exponent: 2,
        generator: noJitterGenerator,
      }),
      breaker: {
        state: null,
        success(state) {
          if (state === LibraryState.HalfOpen) counts.clear(); // what was before the recovery is over
          counts.add('success');
        },
        failure() {
          counts.add('failure');
          return total() >= policy.minimumCalls && (failureRate() ?? 0) >= policy.failureRate;
        },
      },
    },
  );
  circuit.onStateChange((state) => onState(STATES[state]));

  return {
    get state() {
      return STATES[circuit.state];
    },
    get failureRate() {
      return failureRate();
    },
    async execute(run) {
      // The library lets everyone wait for the probe, as long as that takes: here they are told at once.
      if (circuit.state === LibraryState.HalfOpen) throw new CircuitOpen();
      try {
        const result = await circuit.execute(() => answerOf(run));
        if ('refusal' in result) throw result.refusal;
        return result.value;
      } catch (error) {
        throw error instanceof BrokenCircuitError ? new CircuitOpen() : error;
      }
    },
  };

  /** A refusal is an answer too, and counts as one. */
  async function answerOf<T>(run: () => Promise<T>): Promise<{ value: T } | { refusal: unknown }> {
    try {
      return { value: await run() };
    } catch (error) {
      if (judge(error) === 'WELL') return { refusal: error };
      throw error;
    }
  }
}
