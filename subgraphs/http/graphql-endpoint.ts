import type { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import { createRequestContext, type RequestContext } from '../request-context';

export const GRAPHQL_PATH = '/graphql';
/** Largest request body: an operation with its variables, never a file. */
export const BODY_LIMIT = 1024 * 1024;

/** GraphQL over HTTP for a started server: the gateway's door and every subgraph's are this one. */
export async function addGraphqlEndpoint(
  app: FastifyInstance,
  server: ApolloServer<RequestContext>,
): Promise<void> {
  await app.register(fastifyApollo(server), {
    path: GRAPHQL_PATH,
    method: ['GET', 'POST'],
    context: requestContext,
  });
}

/** Listens and tells at which address: port 0 takes a free one. */
export async function listen(
  app: FastifyInstance,
  { host, port }: { host: string; port: number },
): Promise<string> {
  await app.listen({ host, port });
  const { port: chosen } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`;
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
