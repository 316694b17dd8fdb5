import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { CreateDataSource } from './data-sources/reused';
import { answerText } from './answer-text';
import { checkDefers } from './check-defers';
import { limitRootFields, OPERATION_LIMITS } from './operation-limits';
import { explainPersistedQueries } from './persisted-query-errors';
import { plainJsonStatus } from './plain-json-status';
import { keepTelemetryHome } from './supergraph/config';
import type { ExecutionOptions } from './supergraph/supergraph-generation';
import type { Supergraph } from './supergraph/supergraph-source';
import { createSwappingGateway, type SupergraphSwap } from './supergraph/swapping-gateway';
import type { RequestContext } from '../subgraphs/request-context';
import { deliverInParts } from '../subgraphs/http/incremental/deliver-in-parts';
import { serverOptions } from '../subgraphs/http/server-options';

/** What is served first; its SDL alone says enough where nothing is suspended. */
type FirstSupergraph = { readonly supergraph: Supergraph } | { readonly supergraphSdl: string };

export type GraphqlServerOptions = FirstSupergraph &
  ExecutionOptions & {
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
    options,
  );
  const shared = serverOptions('gateway');
  const server = new ApolloServer<RequestContext>({
    ...shared,
    parseOptions: { maxLexicalTokens: OPERATION_LIMITS.tokens },
    maxRecursiveSelections: OPERATION_LIMITS.selections,
    validationRules: [limitRootFields, checkDefers],
    gateway,
    stringifyResult: answerText,
    plugins: [
      plugin,
      explainPersistedQueries,
      ...shared.plugins,
      refuseUnknownOperations,
      plainJsonStatus,
      ...(options.plugins ?? []),
      deliverInParts,
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
