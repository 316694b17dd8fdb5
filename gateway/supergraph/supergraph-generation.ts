import { assertValidSchema, type GraphQLSchema } from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { guardGateway } from '../auth/guarded-gateway';
import { acceptSecurityFeatures } from '../auth/security-directives';
import type { CreateDataSource, DataSourceLease } from '../data-sources/reused';
import type { SingleFlight } from '../data-sources/single-flight';
import { createApolloExecutor } from '../engine/apollo-executor';
import type { EndlessOperations } from '../engine/endless-operations';
import { createEngine } from '../engine/engine';
import type { EngineName } from '../engine/engine-name';
import type { Executor, Gateway } from '../../subgraphs/http/executor';
import { plainNames } from './plain-names';
import { shareOperations } from './share-operations';

/** What Apollo Server is told of a supergraph. */
export type SchemaContext = Parameters<Parameters<Gateway['onSchemaLoadOrUpdate']>[0]>[0];

/** How operations are carried out. */
export interface ExecutionOptions {
  /** Pasar's own unless told otherwise. */
  readonly engine?: EngineName | undefined;
  /** Where operations that are the same share one execution; each has its own without it. */
  readonly singleFlight?: SingleFlight | null | undefined;
}

export interface GenerationOptions extends ExecutionOptions {
  /** What is known of generations before: an operation that has no best plan has none in the next one either. */
  readonly endless?: EndlessOperations;
}

/** A supergraph that can't be served, and why. */
export class SupergraphRefused extends Error {
  constructor(cause: unknown) {
    super(`The supergraph can't be served: ${reasonsOf(cause).join(': ')}`, { cause });
    this.name = 'SupergraphRefused';
  }
}

/** One supergraph, loaded: with access rules, plans and restrictions of its own. */
export interface SupergraphGeneration {
  readonly schemaContext: SchemaContext;
  /** Executes a request that was validated against this generation's schema. */
  readonly execute: Executor;
  /** Does all that `execute` does, and keeps the plan; but no subgraph is asked. */
  plan(request: Parameters<Executor>[0]): Promise<void>;
  stop(): Promise<void>;
}

/** Kept for as long as their schema. */
const namesOf = new WeakMap<GraphQLSchema, ReturnType<typeof plainNames>>();

/** Loads a supergraph, or throws `SupergraphRefused` and leaves nothing behind. */
export async function openGeneration(
  sdl: string,
  { dataSource, release }: DataSourceLease,
  { engine = 'pasar', singleFlight = null, endless }: GenerationOptions = {},
): Promise<SupergraphGeneration> {
  const names = plainNames(sdl);
  const unasked = new WeakSet<object>();
  let gateway: Gateway | null = null;
  try {
    const supergraphSdl = acceptSecurityFeatures(sdl);
    await nextTurn(); // loading takes some 50 ms that can't be divided: requests first
    const unlessPlanned: CreateDataSource = (subgraph) => {
      const source = dataSource(subgraph);
      return {
        ...source,
        process: (asked) => (unasked.has(asked.context) ? Promise.resolve({}) : source.process(asked)),
      };
    };
    gateway = guardGateway(
      engine === 'pasar'
        ? createEngine(supergraphSdl, unlessPlanned, endless)
        : createApolloExecutor(supergraphSdl, unlessPlanned),
    );
    const { schemaContext, execute } = await load(gateway);
    assertValidSchema(schemaContext.apiSchema);
    namesOf.set(schemaContext.apiSchema, names);
    const { stop } = gateway;
    return {
      schemaContext,
      execute: singleFlight ? shareOperations(execute, singleFlight) : execute,
      async plan(request) {
        unasked.add(request.context);
        const { data, errors } = await execute(request);
        if (data === undefined && errors?.[0]) throw errors[0];
      },
      async stop() {
        release();
        await stop();
      },
    };
  } catch (error) {
    release();
    await gateway?.stop();
    throw new SupergraphRefused(error);
  }
}

async function load(gateway: Gateway): Promise<{ schemaContext: SchemaContext; execute: Executor }> {
  const told: SchemaContext[] = [];
  gateway.onSchemaLoadOrUpdate((context) => told.push(context));
  const { executor } = await gateway.load({ apollo: {} });
  const [schemaContext] = told;
  if (!schemaContext || !executor) throw new Error('the gateway loaded nothing');
  return { schemaContext, execute: executor };
}

/** An error's message and those of what caused it. */
function reasonsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  return error.cause === undefined ? [error.message] : [error.message, ...reasonsOf(error.cause)];
}
