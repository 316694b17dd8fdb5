import { createWaitEnd, WaitEnded, type WaitEnd } from './wait-end';

/** How much longer than a read that is under way another may be ready to wait, and still join it. */
const PATIENCE_MS = 250;

/** Who is about to ask, and until when he would wait. */
export interface Asker {
  readonly signal: AbortSignal;
  /** How long he waits from now on, at most. */
  readonly withinMs?: number;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

/** Lets reads that are the same to a subgraph be asked once, as long as the first of them is under way. */
export interface SingleFlight {
  /**
   * The key holds all that reaches the subgraph and could change its answer. The read is ended when none is
   * left who waits for it; each only ever stops waiting for itself. Rejects with `WaitEnded` for him alone.
   */
  read<T>(key: string, asker: Asker, read: (end: WaitEnd) => Promise<T>): Promise<T>;
  /** A write begins or ends: what was read until now may be no longer so, and nobody joins it any more. */
  forget(): void;
}

interface Flight {
  readonly answer: Promise<unknown>;
  readonly deadline: number;
  askers: number;
  hasLanded: boolean;
  abort(): void;
}

export function createSingleFlight(): SingleFlight {
  const flights = new Map<string, Flight>();

  function start<T>(key: string, deadline: number, read: (end: WaitEnd) => Promise<T>): Flight {
    const own = createWaitEnd();
    const land = (): void => {
      flight.hasLanded = true;
      if (flights.get(key) === flight) flights.delete(key);
    };
    const flight: Flight = {
      answer: read(own).finally(land),
      deadline,
      askers: 0,
      hasLanded: false,
      abort() {
        land(); // whoever comes now must not wait for what ends
        own.end();
      },
    };
    flights.set(key, flight);
    return flight;
  }

  return {
    read<T>(key: string, asker: Asker, read: (end: WaitEnd) => Promise<T>) {
      if (asker.signal.aborted) return Promise.reject(new WaitEnded());
      const known = flights.get(key);
      const joins = known !== undefined && asker.deadline <= known.deadline + PATIENCE_MS;
      const flight = joins ? known : start(key, asker.deadline, read);
      // Its type is that of whoever started it; under one key there is one way to read.
      return wait(flight, asker) as Promise<T>;
    },
    forget: () => flights.clear(),
  };
}

function wait(flight: Flight, { signal, withinMs }: Asker): Promise<unknown> {
  flight.askers += 1;
  return new Promise((resolve, reject) => {
    let isWaiting = true;
    const timer = withinMs === undefined ? undefined : setTimeout(leave, withinMs);
    signal.addEventListener('abort', leave);
    flight.answer.then(
      (answer) => end(() => resolve(answer)),
      (error: unknown) => end(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );

    function leave(): void {
      end(() => reject(new WaitEnded()));
    }

    function end(settle: () => void): void {
      if (!isWaiting) return;
      isWaiting = false;
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      flight.askers -= 1;
      if (flight.askers === 0 && !flight.hasLanded) flight.abort();
      settle();
    }
  });
}
