import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import type { PlanKeys } from './plan-keys';

/** The plan of one operation, and how it calls what the client calls otherwise. */
export interface OperationPlan extends PlanKeys {
  /** Undefined where no subgraph is asked for anything. */
  readonly node: QueryPlan['node'];
  /**
   * Why it is the first plan that was found and not the best: because planning this operation does not come to an
   * end (`ENDLESS`), or because another's didn't lately (`IN_A_HURRY`).
   */
  readonly whyFirst?: 'ENDLESS' | 'IN_A_HURRY';
}

/** Some milliseconds of computing. Throws GraphQL errors for what can't be planned. */
export type PlanOperation = (document: DocumentNode, operationName: string | undefined) => OperationPlan;
