import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import { addGraphqlEndpoint, BODY_LIMIT, listen } from '../../subgraphs/http/graphql-endpoint';
import type { GraphqlServer } from '../graphql-server';
import { addHealth } from './health';
import { addPlayground, CONTENT_SECURITY_POLICY } from './playground-page';

export interface HttpDoor {
  readonly url: string;
  close(): Promise<void>;
}

/** The HTTP side of the gateway: health, playground, GraphQL, in this order. */
export async function openDoor(
  server: GraphqlServer,
  address: { host: string; port: number },
): Promise<HttpDoor> {
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    hsts: false,
  });
  addHealth(app, server);
  await addPlayground(app);
  await addGraphqlEndpoint(app, server);
  const url = await listen(app, address);
  return {
    url,
    close: async () => {
      await app.close();
      await server.stop();
    },
  };
}
