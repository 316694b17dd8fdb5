import helmet from '@fastify/helmet';
import { openHttpEndpoint, type HttpEndpoint } from '../../subgraphs/http/graphql-endpoint';
import type { GraphqlServer } from '../graphql-server';
import { addReadiness } from './readiness';
import { addPlayground, CONTENT_SECURITY_POLICY } from './playground-page';

/** The HTTP side of the gateway: safe headers, readiness, playground, GraphQL, in this order. */
export async function openDoor(
  server: GraphqlServer,
  address: { host: string; port: number },
): Promise<HttpEndpoint> {
  return openHttpEndpoint(server, address, async (app) => {
    await app.register(helmet, {
      contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
      hsts: false, // TLS ends before Pasar, if there is any
    });
    addReadiness(app, server);
    await addPlayground(app);
  });
}
