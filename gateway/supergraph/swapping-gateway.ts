import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../subgraphs/request-context';
import { log } from '../../subgraphs/telemetry/log';
import { reuseDataSources, type CreateDataSource } from '../data-sources/reused';
import { suspendable } from '../data-sources/suspendable';
import { deferralOf } from '../../subgraphs/http/incremental/deferral-slot';
import { createEndlessOperations } from '../engine/endless-operations';
import { slotOf } from '../../subgraphs/http/subscriptions/subscription-slot';
import { trackInFlight } from './in-flight';
import { newestWins } from './newest-wins';
import { trackOpenStreams } from './open-streams';
import { createRecentOperations } from './recent-operations';
import {
  openGeneration,
  type ExecutionOptions,
  type SchemaContext,
  type SupergraphGeneration,
} from './supergraph-generation';
import { supergraphIdOf, type Supergraph } from './supergraph-source';
import { warmUp } from './warm-up';
import type { Gateway } from '../../subgraphs/http/executor';

/** How many operations are planned before a supergraph is served: all that portals send, many times over. */
const PLANNED_AHEAD = 200;

/** A supergraph to be served; without an id it has that of its text. */
export type WantedSupergraph = Pick<Supergraph, 'sdl'> & Partial<Pick<Supergraph, 'id'>>;

/** The supergraph that new requests meet. */
export interface ServedSupergraph extends Supergraph {
  /** 1 for the first, one more with each that was swapped in. */
  readonly generation: number;
  readonly since: Date;
  /** How many are loaded: older ones stay until the last request that began with them is answered. */
  readonly loaded: number;
}

/** The way to serve another supergraph while requests are under way. */
export interface SupergraphSwap {
  /**
   * Resolves when this supergraph, or a newer one that overtook it, is served. One that can't be loaded is
   * refused (`SupergraphRefused`) and the one before stays.
   */
  swap(supergraph: WantedSupergraph): Promise<void>;
  /** The subgraphs that are not asked from now on, by requests that are under way neither; all others are. */
  suspend(names: readonly string[]): void;
  current(): ServedSupergraph;
}

export interface SwappingGateway extends SupergraphSwap {
  /** Both are Apollo Server's; without the plugin, requests would not be waited for. */
  readonly gateway: Gateway;
  readonly plugin: ApolloServerPlugin<RequestContext>;
}

interface Served extends Pick<ServedSupergraph, 'id' | 'sdl' | 'generation' | 'since'> {
  readonly loaded: SupergraphGeneration;
}

/**
 * A gateway of generations, one for each supergraph. A request is executed by the generation whose schema
 * Apollo Server validated it against, however many came since; a generation that was replaced is stopped
 * when none of its requests is under way.
 */
export function createSwappingGateway(
  first: WantedSupergraph & Partial<Pick<Supergraph, 'suspended'>>,
  create: CreateDataSource,
  execution: ExecutionOptions = {},
): SwappingGateway {
  const lease = reuseDataSources((subgraph) =>
    suspendable(subgraph.name, create(subgraph), (name) => suspended.has(name)),
  );
  const recent = createRecentOperations();
  const options = { ...execution, endless: createEndlessOperations() };
  const inFlight = trackInFlight();
  const streams = trackOpenStreams();
  const generations = new Map<GraphQLSchema, SupergraphGeneration>();
  const listeners = new Set<(context: SchemaContext) => void>();
  const underWay = new Set<Promise<unknown>>();
  let suspended: ReadonlySet<string> = new Set(first.suspended);
  let served: Served | null = null;
  const stopped = new AbortController();

  function track<T>(work: Promise<T>): Promise<T> {
    const ended: Promise<unknown> = work.then(
      () => underWay.delete(ended),
      () => underWay.delete(ended),
    );
    underWay.add(ended);
    return work;
  }

  /** Apollo Server takes the new schema in one synchronous step: there is no moment without one. */
  function serve(loaded: SupergraphGeneration, { id, sdl }: WantedSupergraph): Served {
    const before = served;
    generations.set(loaded.schemaContext.apiSchema, loaded);
    for (const listener of listeners) listener(loaded.schemaContext);
    served = {
      loaded,
      sdl,
      id: id ?? supergraphIdOf(sdl),
      generation: (before?.generation ?? 0) + 1,
      since: new Date(),
    };
    if (before) void retire(before);
    return served;
  }

  async function retire({ loaded, generation, id }: Served): Promise<void> {
    const { apiSchema } = loaded.schemaContext;
    streams.interrupt(apiSchema);
    await inFlight.drained(apiSchema);
    generations.delete(apiSchema);
    await track(loaded.stop()).catch((error: unknown) =>
      log.error({ supergraph: id, generation, reason: String(error) }, 'a supergraph could not be stopped'),
    );
  }

  const replace = newestWins(async (wanted: WantedSupergraph) => {
    stopped.signal.throwIfAborted();
    if (served === null) throw new Error('no supergraph is loaded yet');
    if (wanted.sdl === served.sdl) {
      served = { ...served, id: wanted.id ?? served.id };
      return;
    }
    const started = performance.now();
    const next = await openGeneration(wanted.sdl, lease(), options);
    try {
      const outcome = await warmUp(next, recent.mostUsed(PLANNED_AHEAD));
      stopped.signal.throwIfAborted();
      const { id, generation } = serve(next, wanted);
      const ms = Math.round(performance.now() - started);
      log.info({ supergraph: id, generation, ms, ...outcome }, 'another supergraph is served');
    } catch (error) {
      generations.delete(next.schemaContext.apiSchema);
      await next.stop();
      throw error;
    }
  });

  return {
    plugin: inFlight.plugin,
    gateway: {
      onSchemaLoadOrUpdate(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async load() {
        serve(await openGeneration(first.sdl, lease(), options), first);
        return {
          async executor(request) {
            const generation = generations.get(request.schema);
            if (!generation) throw new Error('a request for a supergraph that is not loaded');
            const slot = slotOf(request.context);
            // A subscription is not planned ahead: its subscribers come back one by one.
            if (slot === null) recent.record(request);
            const answer = await generation.execute(request);
            if (slot?.events) slot.events = streams.follow(request.schema, slot.events);
            const deferral = deferralOf(request.context);
            if (deferral) inFlight.hold(request.schema, deferral.finished);
            return answer;
          },
        };
      },
      async stop() {
        stopped.abort(new Error('the gateway was stopped'));
        for (const schema of generations.keys()) streams.interrupt(schema);
        await Promise.all([...generations.values()].map(({ stop }) => stop()));
        await Promise.all(underWay);
      },
    },
    swap: (wanted) => track(replace(wanted)),
    suspend(names) {
      suspended = new Set(names);
    },
    current() {
      if (served === null) throw new Error('no supergraph is loaded yet');
      const { id, sdl, generation, since } = served;
      return { id, sdl, suspended: [...suspended], generation, since, loaded: generations.size };
    },
  };
}
