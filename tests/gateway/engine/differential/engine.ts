import { ApolloGateway } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { CreateDataSource } from '../../../../gateway/data-sources/reused';
import { asApolloDataSource } from '../../../../gateway/engine/apollo-executor';
import type { Answer, Gateway, GatewayRequest } from '../../../../subgraphs/http/executor';

/** What executes the operations of one supergraph. */
export interface Engine {
  readonly schemaContext: { readonly apiSchema: GraphQLSchema };
  execute(request: GatewayRequest): Promise<Answer>;
  stop(): Promise<void>;
}

export type OpenEngine = (supergraphSdl: string, dataSource: CreateDataSource) => Promise<Engine>;

/** What others are held to: @apollo/gateway, whose plans can be watched as it carries them out. */
export function referenceEngine(onPlan: (plan: QueryPlan) => void = () => undefined): OpenEngine {
  return (supergraphSdl, dataSource) =>
    loadedEngine(
      new ApolloGateway({
        supergraphSdl,
        validateSupergraph: true,
        __exposeQueryPlanExperimental: false,
        buildService: ({ name, url }) => asApolloDataSource(dataSource({ name, url: url ?? '' })),
        experimental_didResolveQueryPlan: ({ queryPlan }) => onPlan(queryPlan),
      }),
    );
}

export async function loadedEngine(gateway: Gateway): Promise<Engine> {
  const loaded: GraphQLSchema[] = [];
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => loaded.push(apiSchema));
  const { executor } = await gateway.load({ apollo: {} });
  const [apiSchema] = loaded;
  if (!apiSchema || !executor) throw new Error('nothing was loaded');
  return { schemaContext: { apiSchema }, execute: executor, stop: () => gateway.stop() };
}
