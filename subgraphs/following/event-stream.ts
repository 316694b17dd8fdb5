import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../../adapters/core/errors';
import { log } from '../telemetry/log';

/** What a subscriber is given: events, and at most one error, after which nothing comes. */
export type Told<Event> = Event | Error;

/**
 * What one subscriber has still to be told, each thing once however often it changed: it is read when its
 * turn comes, and told as it is then.
 */
export interface EventStream<Key, Event> extends AsyncIterableIterator<Told<Event>, undefined> {
  /** Something changed. Never waits for whoever reads. */
  tell(key: Key): void;
  /** Calls back once, however it ends; at once where it has ended. */
  whenEnded(listener: () => void): void;
  /** Ends it for good; a reason is told first. */
  end(reason?: Error): void;
}

export interface EventStreamOptions<Key, Event> {
  /** Keys that are kept for a subscriber who doesn't read. With one more it ends: a gap that no one knows of is worse. */
  readonly mostKept: number;
  /** What a key stands for now; null for what is not told. */
  read(key: Key): Promise<Event | null>;
  /** The subscriber has left. */
  readonly signal: AbortSignal;
  /** Whoever serves it is closing. */
  readonly closing: AbortSignal;
}

const UNAVAILABLE: ErrorCode = 'UNAVAILABLE';

export function createEventStream<Key, Event>(
  options: EventStreamOptions<Key, Event>,
): EventStream<Key, Event> {
  const { mostKept, read, signal, closing } = options;
  const kept = new Set<Key>();
  const atEnd: (() => void)[] = [];
  let hasEnded = false;
  let reason: Error | null = null;
  let wake: () => void = () => undefined;

  function end(why: Error | null = null): void {
    if (hasEnded) return;
    hasEnded = true;
    reason = why;
    kept.clear();
    signal.removeEventListener('abort', left);
    closing.removeEventListener('abort', close);
    for (const listener of atEnd.splice(0)) listener();
    wake();
  }
  const left = (): void => end();
  // Without a word a client would take it for an end that it need not care about.
  const close = (): void => end(unavailable('The server that told of this is closing. Subscribe again.'));
  signal.addEventListener('abort', left);
  closing.addEventListener('abort', close);
  if (signal.aborted) left();
  else if (closing.aborted) close();

  async function* tellAll(): AsyncGenerator<Told<Event>, undefined> {
    for (;;) {
      const [key] = kept;
      if (key !== undefined) {
        kept.delete(key); // what changes from here on is read again
        const event = await readWhenever(key);
        if (event !== null && !isOver()) yield event;
      } else if (!isOver()) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if (!isOver()) continue;
      if (reason !== null) yield reason;
      return undefined;
    }
  }
  /** Ended while something was waited for? */
  const isOver = (): boolean => hasEnded;

  /** A database that is away for a while delays what is told; nothing is lost by it. */
  async function readWhenever(key: Key): Promise<Event | null> {
    while (!isOver()) {
      try {
        return await read(key);
      } catch (error) {
        if (error instanceof GraphQLError && error.extensions['code'] === UNAVAILABLE) continue;
        log.error({ error }, 'what changed could not be read for its subscriber');
        end(error instanceof Error ? error : new Error('unexpected failure', { cause: error }));
      }
    }
    return null;
  }

  const told = tellAll();
  return {
    tell(key) {
      if (hasEnded) return;
      kept.add(key);
      if (kept.size > mostKept)
        end(unavailable(`More than ${mostKept} changes came faster than they were read. Subscribe again.`));
      else wake();
    },
    whenEnded: (listener) => (hasEnded ? listener() : void atEnd.push(listener)),
    end,
    next: () => told.next(),
    // Not through the generator alone: while that waits for a change it would hear of it only with the next one.
    return() {
      end();
      void told.return(undefined);
      return Promise.resolve({ done: true, value: undefined });
    },
    throw(error: unknown) {
      end();
      void told.return(undefined);
      return Promise.reject(error instanceof Error ? error : new Error('left', { cause: error }));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** For the resolver of an event: an error is told in its place. */
export function toldOrThrown<Event>(told: Told<Event>): Event {
  if (told instanceof Error) throw told;
  return told;
}

function unavailable(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: UNAVAILABLE } });
}
