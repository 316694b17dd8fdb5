import helmet from '@fastify/helmet';
import fastifyApollo from '@as-integrations/fastify';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import { createRequestContext, type RequestContext } from '../../subgraphs/request-context';
import type { GraphqlServer } from '../graphql-server';
import { addHealth } from './health';
import { addPlayground, CONTENT_SECURITY_POLICY } from './playground-page';
import { GRAPHQL_PATH } from './paths';

export interface HttpDoor {
  readonly url: string;
  close(): Promise<void>;
}

/** Largest request body: an operation with its variables, never a file. */
const BODY_LIMIT = 1024 * 1024;

/** The HTTP side: health, playground, GraphQL, in this order. */
export async function openDoor(server: GraphqlServer, { host, port }: { host: string; port: number }): Promise<HttpDoor> {
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' });
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY }, hsts: false });
  addHealth(app, server);
  await addPlayground(app);
  await app.register(fastifyApollo(server), { path: GRAPHQL_PATH, method: ['GET', 'POST'], context: requestContext });
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
