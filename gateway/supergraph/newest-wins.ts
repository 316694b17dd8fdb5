/**
 * Does work for one value after the other, never for two at once. Of values that wait only the newest gets
 * its turn; whoever wanted one that was overtaken is told how it went with the newest.
 */
export function newestWins<T>(work: (value: T) => Promise<void>): (value: T) => Promise<void> {
  let done: Promise<void> = Promise.resolve();
  let waiting: { value: T; readonly outcome: Promise<void> } | null = null;
  return (value) => {
    if (waiting !== null) {
      waiting.value = value;
      return waiting.outcome;
    }
    const outcome = done.then(() => {
      const newest = waiting === null ? value : waiting.value;
      waiting = null;
      return work(newest);
    });
    waiting = { value, outcome };
    done = outcome.catch(() => undefined); // those who wanted it are told; the next has its own turn
    return outcome;
  };
}
