import { GraphQLError } from 'graphql';
import { createEventStream, type EventStreamOptions } from '../../../subgraphs/following/event-stream';

const away = (): GraphQLError => new GraphQLError('away', { extensions: { code: 'UNAVAILABLE' } });
const UNAVAILABLE: unknown = expect.objectContaining({ extensions: { code: 'UNAVAILABLE' } });

function streamOf(change: Partial<EventStreamOptions<string, string>> = {}) {
  const [gone, closing] = [new AbortController(), new AbortController()];
  const stream = createEventStream<string, string>({
    mostKept: 10,
    read: (key) => Promise.resolve(key.toUpperCase()),
    signal: gone.signal,
    closing: closing.signal,
    ...change,
  });
  let ends = 0;
  stream.whenEnded(() => (ends += 1));
  return { stream, gone, closing, ends: () => ends };
}

describe('what a subscriber has still to be told', () => {
  it('is each key once, in the order in which they were first told', async () => {
    const { stream } = streamOf();
    for (const key of ['a', 'b', 'a', 'c', 'b']) stream.tell(key);
    const told = await Promise.all([stream.next(), stream.next(), stream.next()]);
    expect(told.map(({ value }) => value)).toEqual(['A', 'B', 'C']);
  });

  it('is told again when it changes while it is read', async () => {
    const reads: string[] = [];
    const { stream } = streamOf({
      read(key) {
        reads.push(key);
        if (reads.length === 1) stream.tell('a');
        return Promise.resolve(`${key}${reads.length}`);
      },
    });
    stream.tell('a');
    expect([await stream.next(), await stream.next()]).toMatchObject([{ value: 'a1' }, { value: 'a2' }]);
  });

  it('leaves out what turns out not to be for this subscriber', async () => {
    const { stream } = streamOf({ read: (key) => Promise.resolve(key === 'a' ? null : key) });
    stream.tell('a');
    stream.tell('b');
    expect(await stream.next()).toMatchObject({ value: 'b' });
  });

  it('is read for as long as the database is away', async () => {
    let failures = 3;
    const { stream } = streamOf({
      read: (key) => ((failures -= 1) >= 0 ? Promise.reject(away()) : Promise.resolve(key)),
    });
    stream.tell('a');
    expect(await stream.next()).toMatchObject({ value: 'a' });
  });

  it('is no more than was agreed, and the end is told in its place', async () => {
    const { stream, ends } = streamOf({ mostKept: 2 });
    for (const key of ['a', 'b', 'a', 'b']) stream.tell(key);
    expect(ends()).toBe(0);
    stream.tell('c');
    stream.tell('d');
    expect(ends()).toBe(1);
    expect(await stream.next()).toMatchObject({ done: false, value: UNAVAILABLE });
    expect(await stream.next()).toMatchObject({ done: true });
  });

  it('ends with what could not be read, as an event', async () => {
    const { stream, ends } = streamOf({ read: () => Promise.reject(new Error('broken')) });
    stream.tell('a');
    expect(await stream.next()).toMatchObject({ value: new Error('broken') });
    expect(ends()).toBe(1);
    expect(await stream.next()).toMatchObject({ done: true });
  });

  it.each(['return', 'throw', 'gone', 'closing'] as const)(
    'ends once by %s, and all of it with it',
    async (by) => {
      const { stream, gone, closing, ends } = streamOf();
      const pending = stream.next();
      if (by === 'return') await stream.return?.();
      else if (by === 'throw') await expect(stream.throw?.(new Error('x'))).rejects.toThrow('x');
      else (by === 'gone' ? gone : closing).abort();
      expect(ends()).toBe(1);
      expect(await pending).toMatchObject(by === 'closing' ? { value: UNAVAILABLE } : { done: true });
      stream.tell('late');
      gone.abort();
      closing.abort();
      await stream.return?.();
      expect(await stream.next()).toMatchObject({ done: true });
      expect(ends()).toBe(1);
      let toldAtOnce = false;
      stream.whenEnded(() => (toldAtOnce = true));
      expect(toldAtOnce).toBe(true);
    },
  );

  it('is not told to whoever left while it was read', async () => {
    let answer: (value: string) => void = () => undefined;
    const { stream } = streamOf({ read: () => new Promise((resolve) => (answer = resolve)) });
    stream.tell('a');
    const pending = stream.next();
    expect(await stream.return?.()).toMatchObject({ done: true });
    answer('a');
    expect(await pending).toMatchObject({ done: true });
  });
});
