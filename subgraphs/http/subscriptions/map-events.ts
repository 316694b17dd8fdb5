/** Says that no event comes after those that were given. */
export const NO_MORE = Symbol('no more events');

/**
 * Makes something else of each event. Unlike a generator it can be told to end while it waits: a generator's
 * `return` waits for the event that is waited for, which may never come.
 */
export function mapEvents<From, To>(
  events: AsyncIterable<From>,
  map: (event: From) => To | typeof NO_MORE | Promise<To | typeof NO_MORE>,
): AsyncIterableIterator<To> {
  const iterator = events[Symbol.asyncIterator]();
  async function end(): Promise<IteratorReturnResult<undefined>> {
    await iterator.return?.();
    return { done: true, value: undefined };
  }
  return {
    async next() {
      const next = await iterator.next();
      if (next.done === true) return { done: true, value: undefined };
      const mapped = await map(next.value);
      return mapped === NO_MORE ? end() : { done: false, value: mapped };
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
