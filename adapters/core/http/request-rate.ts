import type { Waiter } from '../call';
import type { Clock } from '../resilience/sliding-counts';

/** So many requests a minute to one source; what comes sooner waits for its turn. */
export interface RequestRate {
  /**
   * Comes back when it is this request's turn, in the order of arrival. Throws `TurnTooLate` at once where
   * that would be after the caller's deadline, and `TurnLeft` when the caller goes before.
   */
  turn(caller: Waiter): Promise<void>;
}

export class TurnTooLate extends Error {
  constructor(readonly waitMs: number) {
    super('the turn would come after the deadline');
  }
}
export class TurnLeft extends Error {}

/** Time, and being called back in it: the system's own, or a test's. */
export interface RateClock {
  readonly now: Clock;
  /** Gives what calls it off. */
  after(ms: number, run: () => void): () => void;
}

const MINUTE_MS = 60_000;
const SYSTEM_CLOCK: RateClock = {
  now: Date.now, // deadlines are told in it
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A token bucket that holds what a second brings; in no minute does it let more through than it says. */
export function createRequestRate(perMinute: number, clock: RateClock = SYSTEM_CLOCK): RequestRate {
  const capacity = Math.max(1, Math.floor(perMinute / 60));
  // A bucket that was full gives its content beyond what flows in: so less has to flow in.
  const msPerToken = MINUTE_MS / (perMinute - capacity + 1);
  let tokens = capacity;
  let filledAt = clock.now();
  /** Each lets its request begin; in the order of arrival. */
  const queue = new Set<() => void>();
  let callOff: (() => void) | null = null;

  function refill(): void {
    const now = clock.now();
    tokens = Math.min(capacity, tokens + Math.max(0, now - filledAt) / msPerToken); // clocks are set back
    filledAt = now;
  }

  function letThrough(): void {
    refill();
    for (const begin of queue) {
      if (tokens < 1) break;
      tokens -= 1;
      queue.delete(begin);
      begin();
    }
    if (queue.size === 0) return;
    callOff ??= clock.after(Math.ceil((1 - tokens) * msPerToken), () => {
      callOff = null;
      letThrough();
    });
  }

  return {
    turn({ signal, deadline }) {
      if (signal.aborted) return Promise.reject(new TurnLeft());
      refill();
      const waitMs = Math.ceil((queue.size + 1 - tokens) * msPerToken);
      if (waitMs > 0 && clock.now() + waitMs > deadline) return Promise.reject(new TurnTooLate(waitMs));
      return new Promise((resolve, reject) => {
        const begin = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const leave = (): void => {
          queue.delete(begin);
          if (queue.size === 0) {
            callOff?.(); // a timer for no one would keep the process from ending
            callOff = null;
          }
          reject(new TurnLeft());
        };
        queue.add(begin);
        signal.addEventListener('abort', leave, { once: true });
        letThrough();
      });
    },
  };
}
