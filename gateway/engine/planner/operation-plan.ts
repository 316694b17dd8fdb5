import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import type { PlanKeys } from './plan-keys';

/** The plan of one operation, and how it calls what the client calls otherwise. */
export interface OperationPlan extends PlanKeys {
  /** Undefined where no subgraph is asked for anything. */
  readonly node: QueryPlan['node'];
  /** Made in a hurry: to be made anew after a while. */
  readonly isProvisional?: boolean;
}

/** Some milliseconds of computing. Throws GraphQL errors for what can't be planned. */
export type PlanOperation = (document: DocumentNode, operationName: string | undefined) => OperationPlan;
