import type { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import { createRequestContext, type RequestContext } from '../request-context';

export const GRAPHQL_PATH = '/graphql';
/** Largest request body: an operation with its variables, never a file. */
const BODY_LIMIT = 1024 * 1024;

export interface HttpEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * GraphQL over HTTP for a started server: the gateway's door and every subgraph's are this one, with
 * what else each has (`prepare`). Port 0 takes a free one.
 */
export async function openHttpEndpoint(
  server: ApolloServer<RequestContext>,
  { host, port }: { host: string; port: number },
  prepare: (app: FastifyInstance) => Promise<void>,
): Promise<HttpEndpoint> {
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' });
  app.get('/health/live', () => ({ status: 'live' }));
  await prepare(app);
  await app.register(fastifyApollo(server), {
    path: GRAPHQL_PATH,
    method: ['GET', 'POST'],
    context: requestContext,
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
function requestContext(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const id = request.headers['x-request-id'];
  const requestId = typeof id === 'string' && /^[\w.-]{1,64}$/.test(id) ? id : undefined;
  return Promise.resolve(createRequestContext({ requestId, signal: gone.signal }));
}
