import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { guardGateway } from './auth/guarded-gateway';
import { acceptSecurityFeatures } from './auth/security-directives';
import { limitRootFields, OPERATION_LIMITS } from './operation-limits';
import type { RequestContext } from '../subgraphs/request-context';
import { serverOptions } from '../subgraphs/http/server-options';

export interface GraphqlServerOptions {
  readonly supergraphSdl: string;
  /** How requests leave for a subgraph: in-process or over HTTP. */
  dataSource(subgraph: { name: string; url: string }): GraphQLDataSource;
}

export type GraphqlServer = ApolloServer<RequestContext>;

/** Apollo Server over a supergraph, started; it enforces what the supergraph asks of callers. */
export async function startGraphqlServer({
  supergraphSdl,
  dataSource,
}: GraphqlServerOptions): Promise<GraphqlServer> {
  const gateway = new ApolloGateway({
    supergraphSdl: acceptSecurityFeatures(supergraphSdl),
    buildService: ({ name, url }) => dataSource({ name, url: url ?? '' }),
  });
  const shared = serverOptions('gateway');
  const server = new ApolloServer<RequestContext>({
    ...shared,
    parseOptions: { maxLexicalTokens: OPERATION_LIMITS.tokens },
    maxRecursiveSelections: OPERATION_LIMITS.selections,
    validationRules: [limitRootFields],
    gateway: guardGateway(gateway),
    plugins: [...shared.plugins, refuseUnknownOperations],
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
