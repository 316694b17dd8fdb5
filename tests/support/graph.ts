import { HeaderMap } from '@apollo/server';
import { randomBytes } from 'node:crypto';
import { createOfferCache } from '../../adapters/core/cache/offer-cache';
import type { Cache } from '../../adapters/core/cache/cache';
import type { Marketplace } from '../../adapters/core/contract';
import type { MarketplaceId } from '../../adapters/core/ids';
import { DEFAULT_POLICY, partnerPolicy, type ReadPolicy } from '../../adapters/core/resilience/policy';
import { NO_EVENTS, type SourceEvents } from '../../adapters/core/resilience/source-events';
import { createMarketplaces, type MarketplaceAccess } from '../../adapters/marketplaces';
import { startSandbox, type Sandbox } from '../../adapters/sandbox/start';
import { defaultKnobs } from '../../adapters/sandbox/servers/faults';
import { serveGraph } from '../../gateway/embedded/serve-graph';
import type { Database } from '../../subgraphs/database/connect';
import { createIndexMemory } from '../../subgraphs/marketplace/index-memory';
import { createSource, createSources, type Source, type Sources } from '../../subgraphs/marketplace/sources';
import { openLedger, type Ledger } from '../../subgraphs/orders/open-ledger';
import { createReportingPartners } from '../../subgraphs/partners/ledger-partners';
import { createMarketplaceNames } from '../../subgraphs/partners/marketplace-names';
import { openPartners, type Partners } from '../../subgraphs/partners/open-partners';
import { createPartnerMarketplaces } from '../../subgraphs/partners/partner-marketplaces';
import { SECRET_KEY_BYTES, secretKey, type SecretKey } from '../../subgraphs/partners/credentials/secret-box';
import { openOnboarding } from '../../subgraphs/registry/onboarding/onboarding';
import {
  readProcurementRules,
  type ProcurementRules,
} from '../../subgraphs/orders/purchasing/procurement-rules';
import {
  createRequestContext,
  DEFAULT_DEADLINE_MS,
  type RequestContext,
  type RequestDetails,
} from '../../subgraphs/request-context';
import type { SourceReport } from '../../subgraphs/source-report';
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
  /** Of the request over HTTP that this would be. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** The whole graph in one process, over a sandbox whose servers a test can break. */
export interface Graph {
  readonly sandbox: Sandbox;
  /** Names of the subgraphs that were asked since `renew`. */
  readonly fetches: string[];
  /** Marketplaces that joined, as the graph knows them. */
  readonly partners: Partners;
  /** Writes down which operations were asked. */
  flushOperations(): Promise<void>;
  run<T>(query: string, request?: Asking): Promise<Answered<T>>;
  /** The sources of now; `renew` makes new ones. */
  sources(): Sources;
  /** Of a partner that is served. */
  partnerSource(id: MarketplaceId): Source;
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
    /** Of replicas that share a database; a key of its own otherwise. */
    secretKeys?: readonly SecretKey[];
    /** Told of each request as it reaches a subgraph's data source, and once more when that has answered. */
    onFetch?: (name: string, request: unknown) => void;
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
  let createPartner = partnersUnder(NO_CACHE, DEFAULT_POLICY, NO_EVENTS);
  const sources: Sources = {
    jatimBejo: delegate(() => current.jatimBejo),
    mbiz: delegate(() => current.mbiz),
    ekatalogLokal: delegate(() => current.ekatalogLokal),
  };
  const partners = await openPartners({
    db: queryDb,
    redisUrl: null,
    secretKeys: options.secretKeys ?? [secretKey(randomBytes(SECRET_KEY_BYTES))],
    hosts: { privateHosts: true },
  });
  const partnerSources = createPartnerMarketplaces<Source>({
    ...partners,
    memory: createIndexMemory(db),
    create: (marketplace) => delegate(() => createPartner(marketplace)),
  });
  const ledger = openLedger({
    db: queryDb,
    sources,
    partners: {
      sources: partnerSources,
      names: createMarketplaceNames(Object.values(marketplaces), partners.register),
      ...createReportingPartners(partners.register, partners.box),
    },
    access,
    redisUrl: null,
    rules,
    timeoutMs: options.timeoutMs ?? 2_000,
    listsEveryMs: 3_600_000,
    statusesEveryMs: 3_600_000,
    publicUrl: options.publicUrl ?? (() => null),
  });
  const onboarding = openOnboarding({ db: queryDb, ...partners });

  const fetches: string[] = [];
  const { server, recorder, close } = await serveGraph({
    db: queryDb,
    sources,
    partners,
    partnerSources,
    ledger,
    onboarding,
    deadlineMs: DEFAULT_DEADLINE_MS,
    observe: (name, source) => ({
      async process(request) {
        fetches.push(name);
        options.onFetch?.(name, request);
        try {
          return await source.process(request);
        } finally {
          options.onFetch?.(name, request);
        }
      },
    }),
  });

  return {
    sandbox,
    fetches,
    async run<T>(query: string, { operationName, variables, headers, ...request }: Asking = {}) {
      const contextValue: RequestContext = createRequestContext(request);
      const { body } = await server.executeOperation(
        {
          query,
          ...(operationName === undefined ? {} : { operationName }),
          ...(variables === undefined ? {} : { variables }),
          ...(headers === undefined
            ? {}
            : { http: { method: 'POST', headers: headerMap(headers), search: '', body: {} } }),
        },
        { contextValue },
      );
      if (body.kind !== 'single') throw new Error('one answer is expected');
      return JSON.parse(JSON.stringify(body.singleResult)) as Answered<T>;
    },
    sources: () => current,
    partnerSource(id) {
      const source = partnerSources.get(id);
      if (source === undefined) throw new Error(`${id} is not served`);
      return source;
    },
    ledger,
    renew({ cache = NO_CACHE, policy = DEFAULT_POLICY, events = NO_EVENTS } = {}) {
      fetches.length = 0;
      for (const { knobs } of Object.values(sandbox.servers)) Object.assign(knobs, defaultKnobs());
      current = create(cache, policy, events);
      createPartner = partnersUnder(cache, policy, events);
    },
    partners,
    flushOperations: () => recorder.flush(),
    async close() {
      await close();
      await onboarding.close();
      await ledger.close();
      await partnerSources.close();
      await partners.close();
      await Promise.all(Object.values(marketplaces).map((marketplace) => marketplace.close()));
      await sandbox.close();
    },
  };
}

/** What is read of a partner, as `openSources` has it; one source for each until others are made. */
function partnersUnder(
  cache: Cache,
  policy: ReadPolicy,
  events: SourceEvents,
): (marketplace: Marketplace) => Source {
  const kept = createOfferCache(cache);
  const made = new Map<Marketplace, Source>();
  return (marketplace) => {
    const source =
      made.get(marketplace) ??
      createSource(marketplace, { cache: kept, policy: partnerPolicy(policy), events });
    made.set(marketplace, source);
    return source;
  };
}

/** The source of now, for whoever keeps hold of one. */
function delegate(now: () => Source): Source {
  const { marketplace, offers, statuses } = now();
  return {
    marketplace,
    offers: {
      id: offers.id,
      name: offers.name,
      read: (...request) => now().offers.read(...request),
      health: () => now().offers.health(),
    },
    statuses:
      statuses === null
        ? null
        : {
            read: (ids, call) =>
              now().statuses?.read(ids, call) ?? Promise.reject(new Error('it could be asked before')),
          },
  };
}

function headerMap(headers: Readonly<Record<string, string>>): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) map.set(name, value);
  return map;
}
