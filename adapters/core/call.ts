import type { Actor } from './actor';

/** Someone who waits for an answer: until its deadline, or until it goes. */
export interface Waiter {
  readonly signal: AbortSignal;
  /** Epoch milliseconds after which an answer is of no use. */
  readonly deadline: number;
}

/** Who is asking, until when. Every adapter call takes one and obeys it. */
export interface Call extends Waiter {
  readonly requestId: string;
  /** For whom it is asked, where anyone in particular. */
  readonly actor?: Actor;
}

/** The same call, on behalf of another waiter, whose deadline may still move. */
export function callFor(waiter: Waiter, { requestId, actor }: Call): Call {
  return {
    requestId,
    ...(actor === undefined ? {} : { actor }),
    signal: waiter.signal,
    get deadline() {
      return waiter.deadline;
    },
  };
}
