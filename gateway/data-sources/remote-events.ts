import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { StreamInterrupted } from '../../subgraphs/http/subscriptions/until-aborted';
import { log } from '../../subgraphs/telemetry/log';
import type { RequestContext } from '../../subgraphs/request-context';
import type { Asked, SubgraphAnswer, SubgraphRequest } from './data-source';

/** How a subgraph's events are reached. */
export interface RemoteEvents {
  subscribe(asked: Asked): AsyncIterable<SubgraphAnswer>;
  close(): void;
}

export interface RemoteEventsOptions {
  readonly name: string;
  /** `ws://` and `wss://` speak graphql-transport-ws, all others graphql-sse. */
  readonly url: string;
  /** Of a request with this body; WebSockets carry none. */
  headersFor(client: RequestContext, body: string): Promise<Readonly<Record<string, string>>>;
}

export function openRemoteEvents(options: RemoteEventsOptions): RemoteEvents {
  return /^wss?:/.test(options.url) ? overWebSocket(options) : overEventStreams(options);
}

/** A connection for each subscription. */
function overEventStreams({ name, url, headersFor }: RemoteEventsOptions): RemoteEvents {
  return {
    subscribe({ request, context }) {
      const client = createEventClient({
        url,
        retryAttempts: 0, // whoever subscribed decides whether to begin again
        async fetchFn(input: string, init: RequestInit) {
          const body = typeof init.body === 'string' ? init.body : '';
          const headers = new Headers(init.headers);
          for (const [key, value] of Object.entries(await headersFor(context, body))) headers.set(key, value);
          headers.set('accept', 'text/event-stream');
          return fetch(input, { ...init, headers });
        },
      });
      let isOpen = false;
      const events = client.iterate(wire(request), { connected: () => (isOpen = true) });
      return toldOfBreaks(events, { name, hasBegun: () => isOpen });
    },
    close: () => undefined,
  };
}

/** One socket for all subscriptions, opened with the first and closed after the last. */
function overWebSocket({ name, url }: RemoteEventsOptions): RemoteEvents {
  const client = createSocketClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
  let isOpen = false;
  client.on('connecting', () => (isOpen = false));
  client.on('connected', () => (isOpen = true));
  return {
    subscribe: ({ request }) => toldOfBreaks(client.iterate(wire(request)), { name, hasBegun: () => isOpen }),
    close: () => void client.dispose(),
  };
}

function wire({ query, variables, operationName }: SubgraphRequest) {
  return {
    query,
    variables: { ...variables },
    ...(operationName === undefined ? {} : { operationName }),
  };
}

const UNREACHABLE = 'These events could not be asked for.';

/** A subgraph that can't be reached says so in an answer; one that was, and breaks off, is begun again. */
function toldOfBreaks(
  events: AsyncIterableIterator<unknown>,
  { name, hasBegun }: { readonly name: string; hasBegun(): boolean },
): AsyncIterableIterator<SubgraphAnswer> {
  let isOver = false;
  return {
    async next() {
      if (isOver) return { done: true, value: undefined };
      try {
        return (await events.next()) as IteratorResult<SubgraphAnswer, undefined>;
      } catch (error) {
        isOver = true;
        log.warn({ subgraph: name, reason: String(error) }, 'the events of a subgraph broke off');
        if (hasBegun()) throw new StreamInterrupted(`the events of ${name} broke off`);
        const extensions = { code: 'UNAVAILABLE', serviceName: name };
        return { done: false, value: { errors: [{ message: UNREACHABLE, extensions }] } };
      }
    },
    async return() {
      isOver = true;
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
