import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { RequestContext } from '../subgraphs/request-context';
import { formatClientError } from '../subgraphs/http/client-errors';

export interface GraphqlServerOptions {
  readonly supergraphSdl: string;
  /** How requests leave for a subgraph: in-process or over HTTP. */
  dataSource(subgraph: { name: string; url: string }): GraphQLDataSource;
}

export type GraphqlServer = ApolloServer<RequestContext>;

/** Apollo Server over a supergraph, started. */
export async function startGraphqlServer({ supergraphSdl, dataSource }: GraphqlServerOptions): Promise<GraphqlServer> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name, url }) => dataSource({ name, url: url ?? '' }),
  });
  const server = new ApolloServer<RequestContext>({
    gateway,
    introspection: true, // the graph is public; the playground and partners live off it
    includeStacktraceInErrorResponses: false,
    formatError: formatClientError,
    plugins: [ApolloServerPluginLandingPageDisabled()],
    stopOnTerminationSignals: false,
  });
  await server.start();
  return server;
}
