import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { CreateDataSource } from './data-sources/reused';
import { limitRootFields, OPERATION_LIMITS } from './operation-limits';
import { explainPersistedQueries } from './persisted-query-errors';
import { keepTelemetryHome } from './supergraph/config';
import type { Supergraph } from './supergraph/supergraph-source';
import { createSwappingGateway, type SupergraphSwap } from './supergraph/swapping-gateway';
import type { RequestContext } from '../subgraphs/request-context';
import { serverOptions } from '../subgraphs/http/server-options';

/** What is served first; its SDL alone says enough where nothing is suspended. */
type FirstSupergraph = { readonly supergraph: Supergraph } | { readonly supergraphSdl: string };

export type GraphqlServerOptions = FirstSupergraph & {
  /** Asked once for each name and address of a subgraph, as long as a supergraph with it is served. */
  readonly dataSource: CreateDataSource;
  /** Further plugins, of whoever wants to see operations. */
  readonly plugins?: readonly ApolloServerPlugin<RequestContext>[];
};

export type GraphqlServer = ApolloServer<RequestContext>;

/** Apollo Server over a supergraph, started; it enforces what the supergraph asks of callers. */
export async function startGraphqlServer(
  options: GraphqlServerOptions,
): Promise<GraphqlServer & SupergraphSwap> {
  keepTelemetryHome();
  const { gateway, plugin, swap, suspend, current } = createSwappingGateway(
    'supergraph' in options ? options.supergraph : { sdl: options.supergraphSdl },
    options.dataSource,
  );
  const shared = serverOptions('gateway');
  const server = new ApolloServer<RequestContext>({
    ...shared,
    parseOptions: { maxLexicalTokens: OPERATION_LIMITS.tokens },
    maxRecursiveSelections: OPERATION_LIMITS.selections,
    validationRules: [limitRootFields],
    gateway,
    plugins: [
      plugin,
      explainPersistedQueries,
      ...shared.plugins,
      refuseUnknownOperations,
      ...(options.plugins ?? []),
    ],
  });
  await server.start();
  return Object.assign(server, { swap, suspend, current });
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
