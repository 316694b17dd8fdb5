import type { FastifyInstance } from 'fastify';
import { buildSchema, GraphQLError, parse, type ExecutionArgs, type FormattedExecutionResult } from 'graphql';
import { CloseCode, type ServerOptions } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { GRAPHQL_PATH } from '../../subgraphs/http/graphql-endpoint';
import { openOperation } from '../../subgraphs/http/subscriptions/open-operation';
import { StreamInterrupted } from '../../subgraphs/http/subscriptions/until-aborted';
import type { RequestDetails } from '../../subgraphs/request-context';
import type { TokenAuthority } from '../auth/token-authority';
import type { GraphqlServer } from '../graphql-server';
import { OVERLOADED, type LoadGate } from './load-shedding';

/** Of one message: an operation with its variables, never a file. */
const LARGEST_MESSAGE = 1024 * 1024;
/** Operations that one client may have open on one socket. */
const MOST_PER_SOCKET = 100;
/** "Service restart": the client comes again by itself. */
const COME_AGAIN = 1012;

export interface WebSocketOptions {
  readonly server: GraphqlServer;
  readonly authority: TokenAuthority;
  /** Asked before each operation, as for those over HTTP. */
  readonly gate: LoadGate;
  readonly deadlineMs: number;
  readonly maxSockets: number;
}

/** GraphQL over WebSocket (graphql-transport-ws). A token comes as `authorization` in the connection's parameters. */
export function addWebSocket(
  app: FastifyInstance,
  { server, authority, gate, deadlineMs, maxSockets }: WebSocketOptions,
): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
  const actors = new WeakMap<object, RequestDetails['actor']>();
  const operations = new WeakMap<object, Map<string, AbortController>>();
  const openIn = (socket: object): Map<string, AbortController> => {
    const open = operations.get(socket) ?? new Map<string, AbortController>();
    operations.set(socket, open);
    return open;
  };

  const options: ServerOptions<ConnectionParameters, Extra> = {
    async onConnect({ connectionParams, extra: { socket, request } }) {
      const { authorization } = connectionParams ?? {};
      const header = typeof authorization === 'string' ? authorization : request.headers.authorization;
      try {
        actors.set(socket, (await authority.identify(header)) ?? undefined);
        return true;
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        socket.close(CloseCode.Forbidden, error.message.slice(0, LONGEST_REASON));
        return false;
      }
    },
    async onSubscribe({ extra: { socket }, subscriptions }, id, payload) {
      if (Object.keys(subscriptions).length > MOST_PER_SOCKET) return [tooMany()];
      const leave = gate.enter();
      if (typeof leave !== 'function') return [new GraphQLError(OVERLOADED.message, OVERLOADED)];
      const gone = new AbortController();
      openIn(socket).set(id, gone);
      const details = { actor: actors.get(socket), deadlineMs, requestId: randomUUID(), signal: gone.signal };
      const opened = await openOperation(server, payload, details).finally(leave);
      const answer =
        Symbol.asyncIterator in opened ? untilInterrupted(opened, () => socket.close(COME_AGAIN)) : opened;
      return { ...DONE, contextValue: answer };
    },
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult, // it is formatted
    execute: ({ contextValue }) => contextValue as never,
    onComplete({ extra: { socket } }, id) {
      openIn(socket).get(id)?.abort();
      openIn(socket).delete(id);
    },
    onClose({ extra: { socket } }) {
      for (const gone of openIn(socket).values()) gone.abort();
    },
  };
  const served = useServer<ConnectionParameters>(options, sockets);

  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== GRAPHQL_PATH) return refuse(socket, '404 Not Found');
    if (sockets.clients.size >= maxSockets) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (upgraded) => sockets.emit('connection', upgraded, request));
  });
  app.addHook('preClose', async () => {
    await served.dispose();
  });
}

interface ConnectionParameters extends Record<string, unknown> {
  readonly authorization?: unknown;
}

/** A close frame has room for no more. */
const LONGEST_REASON = 120;

/** graphql-ws wants something to execute. What there is to do is done by then: it executes nothing. */
const DONE: Pick<ExecutionArgs, 'schema' | 'document'> = {
  schema: buildSchema('type Query { done: Boolean }'),
  document: parse('{ done }'),
};

function tooMany(): GraphQLError {
  return new GraphQLError(
    `More than ${MOST_PER_SOCKET} operations are open on this socket; end some, or open another.`,
    {
      extensions: { code: 'BAD_USER_INPUT' },
    },
  );
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

function untilInterrupted<T>(
  events: AsyncIterableIterator<T>,
  interrupt: () => void,
): AsyncIterableIterator<T> {
  return {
    async next() {
      try {
        return await events.next();
      } catch (error) {
        if (!(error instanceof StreamInterrupted)) throw error;
        interrupt();
        return END;
      }
    },
    return: () => events.return?.() ?? Promise.resolve(END),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
