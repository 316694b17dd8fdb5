/** An abort of one's own that also comes when another's does. */
export interface FollowingAbort {
  readonly signal: AbortSignal;
  abort(): void;
  /** Cuts the tie, when the work is over: the followed signal may live much longer. */
  release(): void;
}

/**
 * In place of AbortSignal.any and AbortSignal.timeout: those hold each other weakly, and on Node 20 a
 * combined signal that only listeners refer to may be collected before its time comes, and never fires.
 */
export function followAbort(signal: AbortSignal, withinMs?: number): FollowingAbort {
  const own = new AbortController();
  const abort = (): void => own.abort();
  const timer = withinMs === undefined ? undefined : setTimeout(abort, withinMs);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  return {
    signal: own.signal,
    abort,
    release() {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}
