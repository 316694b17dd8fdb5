import type { Execution } from '../execution';
import type { DeferredPart, Part } from '../plan/compile-parts';

/** A part whose data is being fetched. */
export interface RunningPart {
  /** The data of all parts, and the errors of this one. */
  readonly execution: Execution;
  /** Never rejects. */
  readonly done: Promise<void>;
}

export interface RunningParts {
  readonly first: RunningPart;
  /** By name. Parts that stand in others are there when these are done. */
  readonly deferred: ReadonlyMap<string, RunningPart>;
  /** When all parts are done. */
  readonly finished: Promise<void>;
}

/** Begins an execution that tells which fetches are done. */
export type BeginParts = (fetched: Execution['fetched']) => Execution;

/**
 * Fetches the parts of an answer: each begins as soon as the fetches that it needs are done, whatever else is
 * fetched for the part that it stands in.
 */
export function runParts(part: Part, begin: BeginParts): RunningParts {
  const { fetched, arrivalOf } = createArrivals();
  const deferred = new Map<string, RunningPart>();

  /** `above`: when all is there that the part stands in. A fetch that a condition left out never arrives. */
  function run(
    { step, deferred: inner }: Part,
    execution: Execution,
    above: Promise<unknown>,
  ): Pick<RunningParts, 'finished'> & Pick<RunningPart, 'done'> {
    const done = step?.(execution) ?? Promise.resolve();
    const all = Promise.all([above, done]);
    const ends = inner.map(({ name, after, part: its }) => {
      const own: Execution = { ...execution, errors: [] };
      const begun = Promise.race([arrivalOf(after), all]).then(() => run(its, own, all));
      deferred.set(name, { execution: own, done: begun.then((running) => running.done) });
      return begun.then((running) => running.finished);
    });
    return { done, finished: Promise.all([done, ...ends]).then(() => undefined) };
  }

  const execution = begin(fetched);
  const { done, finished } = run(part, execution, Promise.resolve());
  return { first: { execution, done }, deferred, finished };
}

/** Which fetches are done. */
function createArrivals(): {
  readonly fetched: Execution['fetched'];
  arrivalOf(wanted: DeferredPart['after']): Promise<void>;
} {
  const counts = new Map<string, number>();
  const waiting = new Set<() => void>();
  return {
    fetched(id) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
      for (const look of waiting) look();
    },
    arrivalOf: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          if ([...wanted].some(([id, count]) => (counts.get(id) ?? 0) < count)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
