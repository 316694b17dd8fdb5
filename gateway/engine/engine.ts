import { GraphQLError } from 'graphql';
import type { RequestContext } from '../../subgraphs/request-context';
import { deferralOf } from '../../subgraphs/http/incremental/deferral-slot';
import type { SubgraphAnswer, SubgraphRequest } from '../data-sources/data-source';
import type { CreateDataSource } from '../data-sources/reused';
import { batchEntityFetches } from './batch/batch-entity-fetches';
import { createCombineOperations } from './batch/combine-operations';
import { answerInParts } from './deferral/answer-in-parts';
import { asWhole, inPartsOrWhole } from './deferral/in-parts-or-whole';
import { createEndlessOperations, type EndlessOperations } from './endless-operations';
import type { Execution } from './execution';
import { createPlanCache } from './plan-cache';
import { PlannerRests } from './planner/plan-in-parts';
import { PlanningTookTooLong } from './planner/plan-in-time';
import { createPlanner } from './planner/planner';
import { prepareOperation, type PreparedOperation } from './prepare-operation';
import { completeAnswer, createCompletion, type Completion } from './response/completion';
import { introspect } from './response/introspection';
import { inSpan } from './spans';
import { subscribe } from './subscribe';
import { variableErrors } from './variables';
import type { Answer, Executor, Gateway, GatewayRequest } from '../../subgraphs/http/executor';

type SchemaListener = Parameters<Gateway['onSchemaLoadOrUpdate']>[0];

/**
 * Executes operations over the subgraphs of one supergraph: planned by Apollo's planner and compiled once, and
 * completed without another execution. Loading throws for a supergraph that can't be read.
 */
export function createEngine(
  supergraphSdl: string,
  dataSource: CreateDataSource,
  endless = createEndlessOperations(),
): Gateway {
  const listeners = new Set<SchemaListener>();
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load() {
      const planner = createPlanner(supergraphSdl);
      const sources = new Map(planner.subgraphs.map((subgraph) => [subgraph.name, dataSource(subgraph)]));
      for (const listener of listeners)
        listener({ apiSchema: planner.apiSchema, coreSupergraphSdl: supergraphSdl });
      return Promise.resolve({ executor: createExecutor(planner, sources, endless) });
    },
    stop: () => Promise.resolve(),
  };
}

const NOT_PLANNED: Answer = {
  errors: [
    new GraphQLError('This operation takes too long to plan. Ask for less in one operation.', {
      extensions: { code: 'UNSUPPORTED' },
    }),
  ],
};

/** A request as it is executed. */
interface PreparedRequest {
  readonly request: GatewayRequest;
  readonly prepared: PreparedOperation;
}

function createExecutor(
  planner: ReturnType<typeof createPlanner>,
  sources: ReadonlyMap<string, ReturnType<CreateDataSource>>,
  endless: EndlessOperations,
): Executor {
  const { apiSchema } = planner;
  const plans = createPlanCache();

  const combine = createCombineOperations();

  /** Null for an operation that can't be planned in time. */
  function prepare(asked: GatewayRequest): PreparedRequest | null {
    const prepared = (request: GatewayRequest): PreparedRequest => ({
      request,
      prepared: plans.get(request, (key) =>
        inSpan('gateway.plan', {}, () => {
          const operation = prepareOperation(planner, request, { isEndless: endless.has(key) });
          if (operation.whyFirst === 'ENDLESS') endless.add(key);
          return operation;
        }),
      ),
    });
    try {
      return prepared(inPartsOrWhole(asked));
    } catch (error) {
      if (error instanceof PlanningTookTooLong) return null;
      if (error instanceof PlannerRests) return prepare(asWhole(asked));
      throw error;
    }
  }

  function begin(
    context: RequestContext,
    variables: Execution['variables'],
    { batches, fetched = nothing }: { batches: boolean; fetched?: Execution['fetched'] },
  ): Execution {
    async function ask(name: string, request: SubgraphRequest): Promise<SubgraphAnswer> {
      const source = sources.get(name);
      if (!source) throw new Error(`no subgraph ${name}`);
      return inSpan('gateway.fetch', { 'pasar.subgraph': name }, () => source.process({ request, context }));
    }
    const batch = {
      ask,
      combine,
      remainingMs: () => context.deadline - Date.now(),
      takesCombined: (name: string) => sources.get(name)?.takesCombined === true,
      onShared: () => (execution.shared = true),
    };
    const execution: Execution = {
      variables,
      data: {},
      errors: [],
      shared: false,
      fetched,
      ...(batches ? batchEntityFetches(batch) : { ask, expect: nothing, arrive: nothing }),
    };
    return execution;
  }

  const introspectionOf = ({ prepared, request }: PreparedRequest): Completion['introspection'] =>
    prepared.introspects ? introspect(apiSchema, request) : null;

  async function finish(asked: PreparedRequest, execution: Execution): ReturnType<Executor> {
    const { step, completionFor } = asked.prepared;
    await step?.(execution);
    const { variables, shared: isShared } = execution;
    const completion = createCompletion([], { introspection: introspectionOf(asked), isShared });
    return completeAnswer(completionFor(variables), execution, completion);
  }

  return async (asked) => {
    const context = asked.context as RequestContext;
    const { variables = {} } = asked.request;
    const invalid = variableErrors(apiSchema, asked.operation, variables);
    if (invalid.length > 0) return { errors: invalid };
    const ready = prepare(asked);
    if (ready === null) return NOT_PLANNED;
    const { batches, deferral, primary, completionFor, refusal } = ready.prepared;
    const refused = refusal(variables);
    if (refused) return { errors: [refused] };
    const slot = deferralOf(context);
    if (deferral && slot) {
      const introspection = introspectionOf(ready);
      return answerInParts(slot, {
        ...deferral,
        begin: (fetched) => begin(context, variables, { batches, fetched }),
        complete: completionFor(variables),
        completionAt: (path) => createCompletion(path, { introspection, isShared: false }),
      });
    }
    if (primary)
      return subscribe(context, primary, {
        sources,
        begin: (its) => begin(its, variables, { batches }),
        finish: (execution) => finish(ready, execution),
      });
    return finish(ready, begin(context, variables, { batches }));
  };
}

function nothing(): void {
  // A plan whose branches don't meet has nobody to wait for.
}
