import {
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  operationFromDocument,
  Supergraph,
} from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlannerConfig } from '@apollo/query-planner';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { typeConditionsOf, type TypeConditions } from '../type-conditions';
import { createBestOrFirstPlan, type BestOrFirstPlan } from './best-or-first-plan';
import { plannerFields } from './field-sets';
import { createAddForgotten } from './forgotten-types';
import type { PlanOperation } from './operation-plan';
import { createPlanInParts, type PlanInParts } from './plan-in-parts';
import { withPlanKeys } from './plan-keys';
import { planRequiredArguments } from './plan-required';
import { takeRequiredArguments } from './required-arguments';
import { originalNames } from './required-paths';
import { resolvableKeysFirst } from './resolvable-keys';

/** A supergraph, read: what clients see of it, and the plans of their operations. */
export interface Planner extends BestOrFirstPlan {
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  readonly meets: TypeConditions;
  /** Every `@defer` has to have a label, for the plan to say what belongs to it. */
  readonly planInParts: PlanInParts;
}

/** What @apollo/gateway has, and contexts, which its executor lacks. */
const FEATURES = new Set([...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, 'https://specs.apollo.dev/context/v0.1']);

/** A hundred times what planning takes, and before a planner that goes in circles has taken a gigabyte. */
const PLANNING = { bestMs: 2_000, firstMs: 500, restMs: 60_000 };

/** Apollo's planner over a supergraph's SDL. Throws for one that is not valid. */
export function createPlanner(supergraphSdl: string): Planner {
  const document = resolvableKeysFirst(parse(supergraphSdl));
  const supergraph = Supergraph.build(document, { validateSupergraph: true, supportedFeatures: FEATURES });
  supergraph.subgraphs(); // throws for subgraphs that are not valid
  const meets = typeConditionsOf(supergraph.schema.toGraphQLJSSchema());
  const planWith = preparePlanning(document, supergraph, meets);
  return {
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true }),
    subgraphs: [...supergraph.subgraphsMetadata()].map(({ name, url }) => ({ name, url })),
    meets,
    ...createBestOrFirstPlan(
      { best: () => planWith({}), first: () => planWith({ debug: { maxEvaluatedPlans: 1 } }) },
      PLANNING,
    ),
    planInParts: createPlanInParts(() => planWith({ incrementalDelivery: { enableDefer: true } })),
  };
}

/** Plans over the supergraph that clients see, or over one that has more fields than that. */
function preparePlanning(
  document: DocumentNode,
  supergraph: Supergraph,
  meets: TypeConditions,
): (config: QueryPlannerConfig) => PlanOperation {
  const required = takeRequiredArguments(document);
  // An external field that only stand-ins are required for is no fault of the supergraph's.
  const planned = required
    ? Supergraph.build(required.supergraph, { validateSupergraph: false, supportedFeatures: FEATURES })
    : supergraph;
  const fields = {
    names: plannerFields(required?.supergraph ?? document),
    originalName: required ? originalNames(required.standIns) : (name: string) => name,
  };
  const apiSchema = planned.apiSchema();
  const addForgotten = createAddForgotten(planned, meets);
  const finish = required ? planRequiredArguments(required) : null;
  return (config) => {
    const planner = new QueryPlanner(planned, config);
    return (asked, operationName) => {
      const { document: renamed, ...keys } = withPlanKeys(asked, fields);
      const operation = operationFromDocument(
        apiSchema,
        renamed,
        operationName === undefined ? {} : { operationName },
      );
      const { node } = planner.buildQueryPlan(operation);
      const whole = node && addForgotten ? addForgotten(node, renamed, operationName) : node;
      return { node: whole && finish ? finish(whole) : whole, ...keys };
    };
  };
}
