import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../subgraphs/request-context';
import { formatClientError } from '../subgraphs/http/client-errors';
import { logUnexpectedErrors } from '../subgraphs/http/unexpected-errors';

export interface GraphqlServerOptions {
  readonly supergraphSdl: string;
  /** How requests leave for a subgraph: in-process or over HTTP. */
  dataSource(subgraph: { name: string; url: string }): GraphQLDataSource;
}

export type GraphqlServer = ApolloServer<RequestContext>;

/** Apollo Server over a supergraph, started. */
export async function startGraphqlServer({
  supergraphSdl,
  dataSource,
}: GraphqlServerOptions): Promise<GraphqlServer> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name, url }) => dataSource({ name, url: url ?? '' }),
  });
  const server = new ApolloServer<RequestContext>({
    gateway,
    introspection: true, // the graph is public; the playground and partners live off it
    includeStacktraceInErrorResponses: false,
    formatError: formatClientError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      refuseUnknownOperations,
      logUnexpectedErrors('gateway'),
    ],
    stopOnTerminationSignals: false,
  });
  await server.start();
  return server;
}

/** @apollo/gateway takes an operationName that isn't in the document for a failure of its own. */
const refuseUnknownOperations: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation, request }) {
        if (operation) return Promise.resolve();
        const problem = request.operationName
          ? `operationName: "${request.operationName.slice(0, 60)}" is not in the document.`
          : 'operationName: is needed where a document holds several operations.';
        throw new GraphQLError(problem, {
          extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
        });
      },
    }),
};
