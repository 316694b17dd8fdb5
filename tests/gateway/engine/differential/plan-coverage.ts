import type { PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { OperationTypeNode } from 'graphql';

/** How often plans had nodes of each kind, and the rarer things that fetches have. */
export type PlanCoverage = Map<string, number>;

export function countPlan(plan: QueryPlan, coverage: PlanCoverage): void {
  const count = (kind: string): void => void coverage.set(kind, (coverage.get(kind) ?? 0) + 1);
  count('plan');
  if (!plan.node) return count('plan without fetches');
  if (plan.node.kind === 'Subscription') throw new Error('no subscriptions are drawn');
  countNode(plan.node, count);
}

function countNode(node: PlanNode, count: (kind: string) => void): void {
  count(node.kind);
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) countNode(child, count);
      return;
    case 'Flatten':
      if (node.path.filter((step) => step === '@').length > 1) count('Flatten through lists in lists');
      return countNode(node.node, count);
    case 'Condition':
      if (node.elseClause) count('Condition with else');
      for (const clause of [node.ifClause, node.elseClause]) if (clause) countNode(clause, count);
      return;
    case 'Defer':
      throw new Error('no @defer is drawn');
    case 'Fetch':
      if (node.requires) count('Fetch of entities');
      if (node.requires && node.requires.length > 1) count('Fetch of entities of several types');
      if (node.requires?.some(isDeep)) count('Fetch that requires nested values');
      if (node.inputRewrites) count('Fetch with input rewrites');
      for (const rewrite of [...(node.inputRewrites ?? []), ...(node.outputRewrites ?? [])])
        count(`rewrite ${rewrite.kind}`);
      if (node.outputRewrites) count('Fetch with output rewrites');
      if (node.variableUsages && node.variableUsages.length > 0) count('Fetch with variables');
      if (node.operationKind === OperationTypeNode.MUTATION) count('Fetch of a mutation');
  }
}

const isDeep = (selection: QueryPlanSelectionNode): boolean =>
  selection.kind === 'InlineFragment'
    ? selection.selections.some(isDeep)
    : selection.selections !== undefined && selection.selections.length > 0;
