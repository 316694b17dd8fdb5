/** The end of a stream that its client did not ask for: it may begin again. */
export class StreamInterrupted extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'StreamInterrupted';
  }
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Gives events until a signal aborts, also while none comes; then it ends, or throws where it was interrupted.
 * The events themselves are told to end, and not waited for: they may be waiting for what never comes.
 */
export function untilAborted<T>(events: AsyncIterable<T>, signal: AbortSignal): AsyncIterableIterator<T> {
  const iterator = events[Symbol.asyncIterator]();
  let leave = (): void => undefined;

  async function endEvents(): Promise<typeof END> {
    signal.removeEventListener('abort', abort);
    await iterator.return?.();
    return END;
  }
  function abort(): void {
    leave();
    endEvents().catch(() => undefined); // how they end is their own affair
  }
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();

  return {
    next: () =>
      new Promise<IteratorResult<T, undefined>>((resolve, reject) => {
        leave = () => {
          if (signal.reason instanceof StreamInterrupted) reject(signal.reason);
          else resolve(END);
        };
        if (signal.aborted) leave();
        else
          iterator.next().then((next) => {
            if (next.done === true) signal.removeEventListener('abort', abort);
            resolve(next.done === true ? END : next);
          }, reject);
      }),
    return: endEvents,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
