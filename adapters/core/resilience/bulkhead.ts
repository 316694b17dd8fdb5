import { AsyncResource } from 'node:async_hooks';
import type { ReadPolicy } from './policy';

/**
 * Keeps one source from taking all there is: so many reads at a time, so many waiting, no more. Own
 * code: in the library tried first, a waiter that left kept its place in the queue and, when its turn
 * came, the turn was lost with it.
 */
export interface Bulkhead {
  /**
   * Runs the read when there is a place. Throws `BulkheadFull` at once where none can even be waited
   * for, and `LeftQueue` when the caller goes before its turn.
   */
  execute<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export class BulkheadFull extends Error {}
/** Whoever asked went while waiting for a place. */
export class LeftQueue extends Error {}

export function createBulkhead({ atOnce, waiting }: ReadPolicy['bulkhead']): Bulkhead {
  let running = 0;
  /** Each lets its read begin; in the order of arrival. */
  const queue = new Set<() => void>();

  /** The place of a read that ended goes to the next in the queue, without being free in between. */
  function handOver(): void {
    const [next] = queue;
    if (next === undefined) {
      running -= 1;
      return;
    }
    queue.delete(next);
    next();
  }

  function takePlace(signal: AbortSignal): Promise<void> {
    if (running < atOnce) {
      running += 1;
      return Promise.resolve();
    }
    if (queue.size >= waiting) return Promise.reject(new BulkheadFull());
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        queue.delete(begin);
        reject(new LeftQueue());
      };
      queue.add(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    async execute(run, signal) {
      if (signal.aborted) throw new LeftQueue();
      // A read that waited still belongs to its own request's trace, not to whose place it took.
      const bound = AsyncResource.bind(run);
      await takePlace(signal);
      try {
        return await bound();
      } finally {
        handOver();
      }
    },
  };
}
