import { AsyncResource } from 'node:async_hooks';
import { bulkhead, BulkheadRejectedError, TaskCancelledError } from 'cockatiel';
import type { ReadPolicy } from './policy';

/** Keeps one source from taking all there is: so many reads at a time, so many waiting, no more. */
export interface Bulkhead {
  /** Runs the read when there is a place, or throws `BulkheadFull` at once where none can even be waited for. */
  execute<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export class BulkheadFull extends Error {}
/** Whoever asked went while waiting for a place. */
export class LeftQueue extends Error {}

export function createBulkhead({ atOnce, waiting }: ReadPolicy['bulkhead']): Bulkhead {
  const policy = bulkhead(atOnce, waiting);
  return {
    async execute(run, signal) {
      try {
        // A read that waited for its place still belongs to its own request's trace, not to whose place it took.
        return await policy.execute(AsyncResource.bind(run), signal);
      } catch (error) {
        if (error instanceof BulkheadRejectedError) throw new BulkheadFull();
        if (error instanceof TaskCancelledError) throw new LeftQueue();
        throw error;
      }
    },
  };
}
