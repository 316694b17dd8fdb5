import type { GraphQLDataSource } from '@apollo/gateway';
import type { Cache } from '../../adapters/core/cache/cache';
import { DEFAULT_POLICY, type ReadPolicy } from '../../adapters/core/resilience/policy';
import { NO_EVENTS, type SourceEvents } from '../../adapters/core/resilience/source-events';
import { createMarketplaces, type MarketplaceAccess } from '../../adapters/marketplaces';
import { startSandbox, type Sandbox } from '../../adapters/sandbox/start';
import { defaultKnobs } from '../../adapters/sandbox/servers/faults';
import { createInProcessDataSource } from '../../gateway/data-sources/in-process';
import { startGraphqlServer } from '../../gateway/graphql-server';
import { composeSupergraph } from '../../gateway/supergraph/compose';
import { createSubgraph } from '../../subgraphs/create-subgraphs';
import type { Database } from '../../subgraphs/database/connect';
import { createIndexMemory } from '../../subgraphs/marketplace/index-memory';
import { createSources, type Source, type Sources } from '../../subgraphs/marketplace/sources';
import { openLedger, type Ledger } from '../../subgraphs/orders/open-ledger';
import {
  readProcurementRules,
  type ProcurementRules,
} from '../../subgraphs/orders/purchasing/procurement-rules';
import {
  createRequestContext,
  type RequestContext,
  type RequestDetails,
} from '../../subgraphs/request-context';
import type { SourceReport } from '../../subgraphs/source-report';
import { SUBGRAPH_NAMES, type SubgraphName } from '../../subgraphs/subgraph';
import { indexAll } from './indexed';

export interface Answered<T> {
  readonly data: T;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: Record<string, unknown>;
  }[];
  readonly extensions?: { readonly sources?: readonly SourceReport[] };
}

export interface Asking extends RequestDetails {
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** The whole graph in one process, over a sandbox whose servers a test can break. */
export interface Graph {
  readonly sandbox: Sandbox;
  /** Names of the subgraphs that were asked since `renew`. */
  readonly fetches: string[];
  run<T>(query: string, request?: Asking): Promise<Answered<T>>;
  /** The sources of now; `renew` makes new ones. */
  sources(): Sources;
  readonly ledger: Ledger;
  /** Everything as new: no fault, nothing cached, no memory of failures. */
  renew(change?: { cache?: Cache; policy?: ReadPolicy; events?: SourceEvents }): void;
  close(): Promise<void>;
}

/** Never keeps anything, so that every read is asked for. */
export const NO_CACHE: Cache = {
  get: (keys) => Promise.resolve(keys.map(() => null)),
  set: () => Promise.resolve(),
  isUp: () => true,
  close: () => Promise.resolve(),
};

export async function startGraph(
  db: Database,
  options: {
    scale?: number;
    /** A way to the database other than the one that the index is written by. */
    queryDb?: Database;
    /** A marketplace that can't be reached from the beginning. */
    down?: keyof Sandbox['servers'];
    /** The marketplaces' clock, which moves their prices and stock. */
    now?: () => Date;
    rules?: ProcurementRules;
    /** How Pasar reaches the marketplaces, where not as the sandbox says. */
    access?: (own: MarketplaceAccess) => MarketplaceAccess;
    /** Where baskets come back to. */
    publicUrl?: () => string | null;
    /** How long one call that places or hands over may take. */
    timeoutMs?: number;
  } = {},
): Promise<Graph> {
  const { scale = 0.003, queryDb = db, down, rules = readProcurementRules(null) } = options;
  const sandbox = await startSandbox({ scale, ...(options.now ? { now: options.now } : {}) });
  if (down) await sandbox.servers[down].close();
  const access = options.access?.(sandbox.access) ?? sandbox.access;
  const marketplaces = createMarketplaces(access, createIndexMemory(db));
  await indexAll(db, Object.values(marketplaces)).catch((error: unknown) => {
    if (!down) throw error;
  });
  const create = (cache: Cache, policy: ReadPolicy, events: SourceEvents): Sources =>
    createSources(marketplaces, { cache, policy, events });
  let current = create(NO_CACHE, DEFAULT_POLICY, NO_EVENTS);
  const delegate = (name: keyof Sources): Source => ({
    marketplace: current[name].marketplace,
    offers: {
      id: current[name].offers.id,
      name: current[name].offers.name,
      read: (...request) => current[name].offers.read(...request),
      health: () => current[name].offers.health(),
    },
    statuses:
      current[name].statuses === null
        ? null
        : {
            read: (ids, call) =>
              current[name].statuses?.read(ids, call) ??
              Promise.reject(new Error('it could be asked before')),
          },
  });
  const sources: Sources = {
    jatimBejo: delegate('jatimBejo'),
    mbiz: delegate('mbiz'),
    ekatalogLokal: delegate('ekatalogLokal'),
  };
  const ledger = openLedger({
    db: queryDb,
    sources,
    access,
    redisUrl: null,
    rules,
    timeoutMs: options.timeoutMs ?? 2_000,
    listsEveryMs: 3_600_000,
    publicUrl: options.publicUrl ?? (() => null),
  });

  const fetches: string[] = [];
  const recorded = (name: SubgraphName, source: GraphQLDataSource): GraphQLDataSource => ({
    process: (request) => {
      fetches.push(name);
      return source.process(request);
    },
  });
  const subgraphs = SUBGRAPH_NAMES.map((name) => createSubgraph(name, { db: queryDb, sources, ledger }));
  const server = await startGraphqlServer({
    supergraphSdl: composeSupergraph(
      subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}`, sdl })),
    ),
    dataSource: ({ name }) => {
      const subgraph = subgraphs.find((known) => known.name === name);
      if (!subgraph) throw new Error(name);
      return recorded(subgraph.name, createInProcessDataSource(subgraph));
    },
  });

  return {
    sandbox,
    fetches,
    async run<T>(query: string, { operationName, variables, ...request }: Asking = {}) {
      const contextValue: RequestContext = createRequestContext(request);
      const { body } = await server.executeOperation(
        {
          query,
          ...(operationName === undefined ? {} : { operationName }),
          ...(variables === undefined ? {} : { variables }),
        },
        { contextValue },
      );
      if (body.kind !== 'single') throw new Error('one answer is expected');
      return JSON.parse(JSON.stringify(body.singleResult)) as Answered<T>;
    },
    sources: () => current,
    ledger,
    renew({ cache = NO_CACHE, policy = DEFAULT_POLICY, events = NO_EVENTS } = {}) {
      fetches.length = 0;
      for (const { knobs } of Object.values(sandbox.servers)) Object.assign(knobs, defaultKnobs());
      current = create(cache, policy, events);
    },
    async close() {
      await server.stop();
      await ledger.close();
      await Promise.all(Object.values(marketplaces).map((marketplace) => marketplace.close()));
      await sandbox.close();
    },
  };
}
