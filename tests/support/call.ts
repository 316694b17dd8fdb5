import type { Call } from '../../adapters/core/contract';

/** A caller who waits for `ms`. */
export function callWithin(ms = 10_000, signal: AbortSignal = new AbortController().signal): Call {
  return { signal, deadline: Date.now() + ms, requestId: 'test' };
}
