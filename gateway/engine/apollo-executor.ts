import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { RequestContext } from '../../subgraphs/request-context';
import type { DataSource } from '../data-sources/data-source';
import type { CreateDataSource } from '../data-sources/reused';
import type { Gateway } from '../../subgraphs/http/executor';

/** The reference: @apollo/gateway plans and executes, over the same data sources as Pasar's engine. */
export function createApolloExecutor(supergraphSdl: string, dataSource: CreateDataSource): Gateway {
  return new ApolloGateway({
    supergraphSdl,
    validateSupergraph: true, // otherwise what is refused would depend on NODE_ENV
    // Likewise: a header would show any client how the graph is divided and asked.
    __exposeQueryPlanExperimental: false,
    buildService: ({ name, url }) => asApolloDataSource(dataSource({ name, url: url ?? '' })),
  });
}

/** A data source, as @apollo/gateway calls one. */
export function asApolloDataSource(source: DataSource): GraphQLDataSource {
  return {
    process: async ({ request: { query = '', variables, operationName }, context }) => {
      const request = { query, variables, operationName };
      return { ...(await source.process({ request, context: context as RequestContext })) };
    },
  };
}
