import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { Step, Upcoming } from '../execution';
import type { ClientKeyOf } from '../planner/plan-keys';
import type { TypeConditions } from '../type-conditions';
import { isTrue, type BooleanDefaults } from '../variables';
import { compileEntityFetch } from './entity-fetch-step';
import { compileRootFetch, compileRootFetchStep, type FetchOptions, type RootFetch } from './fetch-step';
import { parseFlattenPath, type PathStep } from './flatten-path';

/** A plan, compiled: nothing of it is looked at again when it is executed. */
export interface CompiledPlan {
  /** What a subscription's events come from; null for other operations. */
  readonly primary: RootFetch | null;
  /** All else; null where nothing is asked for. */
  readonly step: Step | null;
  /** Branches of it may ask one subgraph for entities at the same time. */
  readonly batches: boolean;
}

/** What a plan is compiled with. */
export interface PlanOptions {
  readonly meets: TypeConditions;
  readonly clientKeyOf: ClientKeyOf;
  readonly defaults: BooleanDefaults;
}

export function compilePlan(node: QueryPlan['node'], given: PlanOptions): CompiledPlan {
  const subscription = node?.kind === 'Subscription' ? node : null;
  const rest = node?.kind === 'Subscription' ? node.rest : node;
  const options = { ...given, ownObjects: rest !== undefined && takesContext(rest) };
  return {
    primary: subscription && compileRootFetch(subscription.primary, [], { ...options, isLast: false }),
    step: rest === undefined ? null : compileNode(rest, [], { ...options, isLast: true }),
    batches: rest !== undefined && !options.ownObjects && hasMeetingBranches(rest),
  };
}

const NOTHING: Step = () => Promise.resolve();

/** A node that defers nothing. */
export function compileNode(
  node: PlanNode,
  steps: readonly PathStep[],
  options: FetchOptions & PlanOptions,
): Step {
  switch (node.kind) {
    case 'Fetch':
      return compileFetch(node, steps, options);
    case 'Flatten':
      return compileNode(node.node, [...steps, ...parseFlattenPath(node.path, options.clientKeyOf)], options);
    case 'Sequence':
      return inSequence(
        node.nodes.map((one, i) => ({
          step: compileNode(one, steps, {
            ...options,
            isLast: options.isLast && i === node.nodes.length - 1,
          }),
          upcoming: {
            next: leadingSubgraphs(node.nodes[i + 1]),
            later: [...new Set(node.nodes.slice(i + 1).flatMap(entitySubgraphs))],
          },
        })),
      );
    case 'Parallel':
      return inParallel(node.nodes.map((one) => compileNode(one, steps, options)));
    case 'Condition': {
      const { condition, ifClause, elseClause } = node;
      const yes = ifClause ? compileNode(ifClause, steps, options) : NOTHING;
      const no = elseClause ? compileNode(elseClause, steps, options) : NOTHING;
      return (execution) => (isTrue(condition, execution.variables, options.defaults) ? yes : no)(execution);
    }
    case 'Defer':
      throw new Error('something is deferred inside of a step');
  }
}

function compileFetch(node: FetchNode, steps: readonly PathStep[], options: FetchOptions): Step {
  const step = node.requires
    ? compileEntityFetch(node, steps, options)
    : compileRootFetchStep(node, steps, options);
  const { id } = node;
  if (id === undefined) return step;
  return async (execution) => {
    await step(execution);
    execution.fetched(id);
  };
}

interface SequencedStep {
  readonly step: Step;
  readonly upcoming: Upcoming;
}

function inSequence(steps: readonly SequencedStep[]): Step {
  return async (execution) => {
    for (const { step, upcoming } of steps) {
      execution.expect(upcoming);
      await step(execution);
      execution.arrive(upcoming);
    }
  };
}

/** The subgraphs that are asked for entities first when a node is executed. */
function leadingSubgraphs(node: PlanNode | undefined): readonly string[] {
  switch (node?.kind) {
    case 'Fetch':
      return node.requires ? [node.serviceName] : [];
    case 'Flatten':
      return leadingSubgraphs(node.node);
    case 'Sequence':
      return leadingSubgraphs(node.nodes[0]);
    case 'Parallel':
      return node.nodes.flatMap(leadingSubgraphs);
    case 'Condition':
      return [...leadingSubgraphs(node.ifClause), ...leadingSubgraphs(node.elseClause)];
    default:
      return [];
  }
}

function inParallel(steps: readonly Step[]): Step {
  return async (execution) => {
    await Promise.all(steps.map((step) => step(execution)));
  };
}

/** Is there a subgraph that two parallel branches ask for entities? */
function hasMeetingBranches(node: PlanNode): boolean {
  switch (node.kind) {
    case 'Parallel': {
      const subgraphs = node.nodes.flatMap((branch) => [...new Set(entitySubgraphs(branch))]);
      return new Set(subgraphs).size < subgraphs.length || node.nodes.some(hasMeetingBranches);
    }
    case 'Sequence':
      return node.nodes.some(hasMeetingBranches);
    case 'Flatten':
      return hasMeetingBranches(node.node);
    case 'Condition':
      return [node.ifClause, node.elseClause].some((one) => one !== undefined && hasMeetingBranches(one));
    default:
      return false;
  }
}

/** The subgraphs that are asked for entities in a node, each as often as it is. */
function entitySubgraphs(node: PlanNode): readonly string[] {
  return fetchesOf(node).flatMap(({ requires, serviceName }) => (requires ? [serviceName] : []));
}

function takesContext(node: PlanNode): boolean {
  return fetchesOf(node).some(({ contextRewrites }) => contextRewrites !== undefined);
}

/** Every fetch of a plan, whatever it depends on. */
export function fetchesOf(node: PlanNode): readonly FetchNode[] {
  switch (node.kind) {
    case 'Fetch':
      return [node];
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((one) => (one ? fetchesOf(one) : []));
    case 'Defer':
      return [node.primary, ...node.deferred].flatMap((one) => (one.node ? fetchesOf(one.node) : []));
  }
}
