import type { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Actor } from '../../adapters/core/actor';
import { createRequestContext, type RequestContext, type RequestDetails } from '../request-context';
import { addHttpTelemetry } from '../telemetry/http-telemetry';
import { addAnswerBytes } from './answer-bytes';
import type { HttpConfig } from './config';
import { onExchangeEnd } from './exchange-end';
import { acceptsParts, withDeferral } from './incremental/deferral-slot';
import { addEventStreams } from './subscriptions/event-streams';
import { readRequestHeaders, REQUEST_ID_HEADER, requestIdOf } from './request-headers';

export const GRAPHQL_PATH = '/graphql';
/** Largest request body: an operation with its variables, never a file. */
const BODY_LIMIT = 1024 * 1024;

export interface HttpEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** What the gateway's door and a subgraph's do in ways of their own. */
export interface EndpointOptions {
  /** Who sent a request, or null for nobody in particular; throws where that can't be believed. */
  identify(request: FastifyRequest): Promise<Actor | null>;
  /** Adds what else the endpoint has. */
  prepare(app: FastifyInstance): Promise<void>;
}

/** GraphQL over HTTP for a started server, the gateway's or a subgraph's. Port 0 takes a free one. */
export async function openHttpEndpoint(
  server: ApolloServer<RequestContext>,
  { host, port, deadlineMs }: Pick<HttpConfig, 'host' | 'deadlineMs'> & { port: number },
  { identify, prepare }: EndpointOptions,
): Promise<HttpEndpoint> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    genReqId: ({ headers }) => requestIdOf(headers) ?? randomUUID(),
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id);
    done();
  });
  await prepare(app);
  addHttpTelemetry(app);
  addAnswerBytes(app);
  app.get('/health/live', () => ({ status: 'live' }));
  addEventStreams(app, {
    server,
    path: GRAPHQL_PATH,
    identify: (request) => detailsOf(request, { deadlineMs, identify }),
  });
  await app.register(fastifyApollo(server), {
    path: GRAPHQL_PATH,
    method: ['GET', 'POST'],
    context: (request, reply) => contextOf(request, reply, { deadlineMs, identify }),
  });
  await app.listen({ host, port });
  const { port: chosen } = app.server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`,
    close: async () => {
      await app.close();
      await server.stop();
    },
  };
}

/** Work whose client has gone is dropped. */
async function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { deadlineMs, identify }: Pick<HttpConfig, 'deadlineMs'> & Pick<EndpointOptions, 'identify'>,
): Promise<RequestContext> {
  const gone = new AbortController();
  onExchangeEnd(request, reply, (answered) => {
    if (!answered) gone.abort();
  });
  const context = createRequestContext({
    ...(await detailsOf(request, { deadlineMs, identify })),
    signal: gone.signal,
  });
  return acceptsParts(request.headers.accept) ? withDeferral(context) : context;
}

async function detailsOf(
  request: FastifyRequest,
  { deadlineMs, identify }: Pick<HttpConfig, 'deadlineMs'> & Pick<EndpointOptions, 'identify'>,
): Promise<RequestDetails> {
  return {
    requestId: request.id,
    actor: (await identify(request)) ?? undefined,
    ...readRequestHeaders(request.headers, deadlineMs),
  };
}
