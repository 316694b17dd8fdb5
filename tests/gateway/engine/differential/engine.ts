import { ApolloGateway } from '@apollo/gateway';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { CreateDataSource } from '../../../../gateway/data-sources/reused';
import { asApolloDataSource } from '../../../../gateway/engine/apollo-executor';
import { createPlanInTime } from '../../../../gateway/engine/planner/plan-in-time';
import type { Answer, Gateway, GatewayRequest } from '../../../../subgraphs/http/executor';

/** The engine's own bound is as long. */
const PLANNING_MS = 2_000;

/** What executes the operations of one supergraph. */
export interface Engine {
  readonly schemaContext: { readonly apiSchema: GraphQLSchema };
  execute(request: GatewayRequest): Promise<Answer>;
  /** Planning did not come to an end: what is asked from then on may have more fetches than it needs. */
  isHurried?(): boolean;
  stop(): Promise<void>;
}

export type OpenEngine = (supergraphSdl: string, dataSource: CreateDataSource) => Promise<Engine>;

/**
 * What others are held to: @apollo/gateway, whose plans can be watched as it carries them out. Over some operations
 * its planner does not come to an end: `PlanningTookTooLong` is thrown for those, before it is asked.
 */
export function referenceEngine(onPlan: (plan: QueryPlan) => void = () => undefined): OpenEngine {
  return async (supergraphSdl, dataSource) => {
    const plan = createPlanInTime(() => planner(supergraphSdl), PLANNING_MS);
    const engine = await loadedEngine(
      new ApolloGateway({
        supergraphSdl,
        validateSupergraph: true,
        __exposeQueryPlanExperimental: false,
        buildService: ({ name, url }) => asApolloDataSource(dataSource({ name, url: url ?? '' })),
        experimental_didResolveQueryPlan: ({ queryPlan }) => onPlan(queryPlan),
      }),
    );
    return {
      ...engine,
      execute(request) {
        plan(request.document, request.request.operationName);
        return engine.execute(request);
      },
    };
  };
}

/** A planner as the reference has it. What it can't plan is the reference's to say. */
function planner(supergraphSdl: string) {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: true });
  const apiSchema = supergraph.apiSchema();
  const queryPlanner = new QueryPlanner(supergraph);
  return (document: DocumentNode, operationName: string | undefined): void => {
    const named = operationName === undefined ? {} : { operationName };
    try {
      queryPlanner.buildQueryPlan(operationFromDocument(apiSchema, document, named));
    } catch {
      // Told by the reference itself, as its answer.
    }
  };
}

export async function loadedEngine(gateway: Gateway): Promise<Engine> {
  const loaded: GraphQLSchema[] = [];
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => loaded.push(apiSchema));
  const { executor } = await gateway.load({ apollo: {} });
  const [apiSchema] = loaded;
  if (!apiSchema || !executor) throw new Error('nothing was loaded');
  return { schemaContext: { apiSchema }, execute: executor, stop: () => gateway.stop() };
}
