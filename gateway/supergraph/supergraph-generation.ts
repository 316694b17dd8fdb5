import { ApolloGateway } from '@apollo/gateway';
import { assertValidSchema } from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { guardGateway, type Executor, type Gateway } from '../auth/guarded-gateway';
import { acceptSecurityFeatures } from '../auth/security-directives';
import type { DataSourceLease } from '../data-sources/reused';

/** What Apollo Server is told of a supergraph. */
export type SchemaContext = Parameters<Parameters<Gateway['onSchemaLoadOrUpdate']>[0]>[0];

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

/** Loads a supergraph, or throws `SupergraphRefused` and leaves nothing behind. */
export async function openGeneration(
  sdl: string,
  { dataSource, release }: DataSourceLease,
): Promise<SupergraphGeneration> {
  const unasked = new WeakSet<object>();
  let gateway: Gateway | null = null;
  try {
    const supergraphSdl = acceptSecurityFeatures(sdl);
    await nextTurn(); // loading takes some 50 ms that can't be divided: requests first
    gateway = guardGateway(
      new ApolloGateway({
        supergraphSdl,
        validateSupergraph: true, // otherwise what is refused would depend on NODE_ENV
        // Likewise: a header would show any client how the graph is divided and asked.
        __exposeQueryPlanExperimental: false,
        buildService({ name, url }) {
          const source = dataSource({ name, url: url ?? '' });
          return {
            process: (request) =>
              unasked.has(request.context) ? Promise.resolve({}) : source.process(request),
          };
        },
      }),
    );
    const { schemaContext, execute } = await load(gateway);
    assertValidSchema(schemaContext.apiSchema);
    const { stop } = gateway;
    return {
      schemaContext,
      execute,
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
