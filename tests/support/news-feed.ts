/** Events that a test tells to whoever follows. */
export interface NewsFeed<T> {
  follow(): AsyncIterableIterator<T>;
  tell(event: T): void;
  /** Says that no more come. */
  end(): void;
  followers(): number;
}

interface Follower<T> {
  readonly waiting: T[];
  wake(): void;
}

/** A feed whose followers can leave while nothing happens. */
export function createNewsFeed<T>(): NewsFeed<T> {
  const followers = new Set<Follower<T>>();
  let isOver = false;
  return {
    followers: () => followers.size,
    tell(event) {
      for (const follower of followers) {
        follower.waiting.push(event);
        follower.wake();
      }
    },
    end() {
      isOver = true;
      for (const follower of followers) follower.wake();
    },
    follow() {
      const follower: { waiting: T[]; wake(): void } = { waiting: [], wake: () => undefined };
      followers.add(follower);
      const done = (): IteratorReturnResult<undefined> => {
        followers.delete(follower);
        follower.wake();
        return { done: true, value: undefined };
      };
      return {
        async next(): Promise<IteratorResult<T, undefined>> {
          while (follower.waiting.length === 0) {
            if (isOver || !followers.has(follower)) return done();
            await new Promise<void>((resolve) => {
              follower.wake = resolve;
            });
          }
          return { done: false, value: follower.waiting.shift() as T };
        },
        return: () => Promise.resolve(done()),
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
  };
}
