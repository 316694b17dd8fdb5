import { Kind, type GraphQLError } from 'graphql';
import { conditionVariables } from './condition-variables';
import { usesDefer, withoutDefer } from './deferral/defer-directive';
import { nameDefers, type DeferLabels } from './deferral/name-defers';
import { compileParts, type Part } from './plan/compile-parts';
import { compilePlan, type CompiledPlan } from './plan/compile-plan';
import type { OperationPlan } from './planner/operation-plan';
import type { Planner } from './planner/planner';
import { createCompletions, type CompletionFor } from './response/completions';
import { nullCondition } from './response/null-conditions';
import { selectionsOf } from './response/selections';
import { unresolvable } from './response/unresolvable';
import { assigned, booleanDefaults } from './variables';
import type { GatewayRequest } from '../../subgraphs/http/executor';

/** An operation, ready to be executed any number of times. */
export interface PreparedOperation extends CompiledPlan {
  /** How it is answered in parts; null where it is answered in one. */
  readonly deferral: PreparedDeferral | null;
  /** Why it has no answer with these variables; null where it has one. */
  readonly refusal: (variables: Readonly<Record<string, unknown>>) => GraphQLError | null;
  readonly completionFor: CompletionFor;
  /** Why its plan is the first that was found; null for the best. */
  readonly whyFirst: OperationPlan['whyFirst'] | null;
  /** Whether it asks of the schema itself. */
  readonly introspects: boolean;
  /** About how much memory it takes. */
  readonly bytes: number;
}

export interface PreparedDeferral {
  readonly first: Part;
  readonly labels: DeferLabels;
}

/** More of them, and an operation is answered in one: each is asked for by itself. */
const MOST_PARTS = 50;

type Asked = Pick<GatewayRequest, 'document' | 'operation'>;

/** Closures, maps and strings of a compiled plan, for each character that the plan has as JSON. */
const BYTES_PER_CHARACTER = 6;
const FEWEST_BYTES = 2_000;

/**
 * Plans an operation and compiles its plan; one that is known to be endless by its first plan. Throws what the
 * planner throws, `PlannerRests` too.
 */
export function prepareOperation(
  planner: Planner,
  { document, operation, request }: Pick<GatewayRequest, 'document' | 'operation' | 'request'>,
  { isEndless = false } = {},
): PreparedOperation {
  const asked = { document, operation };
  const plan = isEndless ? planner.firstPlan : planner.plan;
  const planned = (one: Asked): OperationPlan => plan(one.document, request.operationName);
  if (!usesDefer(document)) return compiled(planner, asked, planned(asked), null);
  const { labels, ...named } = nameDefers(asked);
  const inParts =
    labels.size > MOST_PARTS || isEndless ? null : planner.planInParts(named.document, request.operationName);
  // Where there is nothing to fetch there is nothing to wait for.
  if (inParts?.node) return compiled(planner, named, inParts, labels);
  const whole = withoutDefer(asked);
  return compiled(planner, whole, planned(whole), null);
}

/** `labels`: of what is deferred, null where nothing is. */
function compiled(
  { apiSchema, meets }: Planner,
  { document, operation }: Asked,
  { node, whyFirst, planKeyOf, clientKeyOf }: OperationPlan,
  labels: DeferLabels | null,
): PreparedOperation {
  const selections = selectionsOf(document, operation, planKeyOf);
  const defaults = booleanDefaults(operation);
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const conditions = conditionVariables([operation, ...fragments]);
  const options = { meets, clientKeyOf, defaults };
  const inParts = labels !== null && node !== undefined && node.kind !== 'Subscription';
  return {
    ...compilePlan(inParts ? undefined : node, options),
    deferral: inParts ? { first: compileParts(node, options), labels } : null,
    refusal: (variables) =>
      nullCondition(conditions, variables) ??
      (node ? null : unresolvable(selections, assigned(conditions, variables, defaults))),
    whyFirst: whyFirst ?? null,
    ...createCompletions(apiSchema, { kind: operation.operation, selections, conditions, defaults }),
    bytes: FEWEST_BYTES + BYTES_PER_CHARACTER * JSON.stringify(node ?? {}).length,
  };
}
