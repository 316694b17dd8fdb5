import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import Fastify from 'fastify';
import type { RequestContext } from '../request-context';
import type { Subgraph } from '../subgraph';
import { formatClientError } from './client-errors';
import { logUnexpectedErrors } from './unexpected-errors';
import { addGraphqlEndpoint, BODY_LIMIT, listen } from './graphql-endpoint';

export interface ServedSubgraph {
  readonly url: string;
  close(): Promise<void>;
}

/** One subgraph on a port of its own. */
export async function serveSubgraph(
  subgraph: Subgraph,
  address: { host: string; port: number },
): Promise<ServedSubgraph> {
  const server = new ApolloServer<RequestContext>({
    schema: subgraph.schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError: formatClientError,
    plugins: [ApolloServerPluginLandingPageDisabled(), logUnexpectedErrors(subgraph.name)],
    stopOnTerminationSignals: false,
  });
  await server.start();
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' });
  app.get('/health/live', () => ({ status: 'live' }));
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
