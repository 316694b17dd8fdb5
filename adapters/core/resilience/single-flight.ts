import type { Waiter } from '../contract';

export interface SingleFlight<Key, Value, W extends Waiter> {
  /**
   * The values of these keys: one that is being loaded for someone else is waited for, the others are
   * loaded. A waiter that leaves early, or whose time is over, gets `gone(key)` for what has not come.
   * When no one waits any more the load is aborted.
   */
  get(keys: readonly Key[], waiter: W): Promise<ReadonlyMap<Key, Value>>;
}

interface Flight<Key, Value> {
  readonly values: Promise<ReadonlyMap<Key, Value>>;
  join(waiter: Waiter): { leave(): void };
}

/**
 * `load` gives a value for each of its keys and does not throw: failures are values too. The
 * waiter that it gets stands for all who wait: it goes when the last one does, and has the latest of
 * their deadlines. `starter` is the one whose asking began the load.
 */
export function createSingleFlight<Key, Value, W extends Waiter>(
  load: (keys: readonly Key[], waiter: Waiter, starter: W) => Promise<ReadonlyMap<Key, Value>>,
  gone: (key: Key) => Value,
): SingleFlight<Key, Value, W> {
  const flights = new Map<Key, Flight<Key, Value>>();

  function start(keys: readonly Key[], starter: W): void {
    const abort = new AbortController();
    let waiting = 0;
    let landed = false;
    let deadline = 0;
    const together: Waiter = {
      signal: abort.signal,
      get deadline() {
        return deadline;
      },
    };
    const forget = (): void => {
      for (const key of keys) if (flights.get(key) === flight) flights.delete(key);
    };
    const flight: Flight<Key, Value> = {
      values: Promise.resolve().then(async () => {
        try {
          return await load(keys, together, starter);
        } finally {
          landed = true;
          forget();
        }
      }),
      join(waiter) {
        waiting += 1;
        deadline = Math.max(deadline, waiter.deadline);
        return {
          leave() {
            waiting -= 1;
            if (waiting > 0 || landed) return;
            forget(); // no one may join what is being aborted
            abort.abort();
          },
        };
      },
    };
    for (const key of keys) flights.set(key, flight);
  }

  return {
    async get(keys, waiter) {
      // Nothing is begun for someone who is not there to see it end.
      if (waiter.signal.aborted || waiter.deadline <= Date.now())
        return new Map(keys.map((key) => [key, gone(key)]));
      const fresh = keys.filter((key) => !flights.has(key));
      if (fresh.length > 0) start(fresh, waiter);
      const joined = new Set(keys.flatMap((key) => flights.get(key) ?? []));
      const found = await Promise.all([...joined].map((flight) => waitFor(flight, waiter)));
      return new Map(
        keys.map((key) => {
          const value = found.find((values) => values?.has(key))?.get(key);
          return [key, value === undefined ? gone(key) : value];
        }),
      );
    },
  };
}

/** The flight's values, or null when the waiter leaves before they come. */
function waitFor<Key, Value>(
  flight: Flight<Key, Value>,
  { signal, deadline }: Waiter,
): Promise<ReadonlyMap<Key, Value> | null> {
  const seat = flight.join({ signal, deadline });
  return new Promise((resolve, reject) => {
    const settle = (tell: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', left);
      seat.leave();
      tell();
    };
    const left = (): void => settle(() => resolve(null));
    const timer = setTimeout(left, Math.max(0, deadline - Date.now()));
    if (signal.aborted) return left();
    signal.addEventListener('abort', left, { once: true });
    flight.values.then(
      (values) => settle(() => resolve(values)),
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}
