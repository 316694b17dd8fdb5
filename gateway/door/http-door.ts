import helmet from '@fastify/helmet';
import { openHttpEndpoint, type HttpEndpoint } from '../../subgraphs/http/graphql-endpoint';
import type { GraphqlServer } from '../graphql-server';
import type { HttpConfig } from '../../subgraphs/http/config';
import { addLoadShedding, type LoadLimits } from './load-shedding';
import { addReadiness } from './readiness';
import { addPlayground, CONTENT_SECURITY_POLICY } from './playground-page';

/** The HTTP side of the gateway: a limit to its load, safe headers, readiness, playground, GraphQL. */
export async function openDoor(
  server: GraphqlServer,
  address: HttpConfig & { port: number },
  limits: LoadLimits,
): Promise<HttpEndpoint> {
  return openHttpEndpoint(server, address, async (app) => {
    await addLoadShedding(app, limits);
    await app.register(helmet, {
      contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
      hsts: false, // TLS ends before Pasar, if there is any
    });
    addReadiness(app, server);
    await addPlayground(app);
  });
}
