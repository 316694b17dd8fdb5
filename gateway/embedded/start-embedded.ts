import { join } from 'node:path';
import type { HostPolicy } from '../../adapters/core/http/host-policy';
import type { MarketplaceAccess } from '../../adapters/marketplaces';
import { startSandboxThread } from '../../adapters/sandbox/sandbox-thread';
import type { SandboxOptions } from '../../adapters/sandbox/start';
import { startIndexThread, type IndexThreadEvents } from '../../subgraphs/catalogue/indexing/index-thread';
import type { SubgraphConfig } from '../../subgraphs/config';
import { connectDatabase, type DatabaseAddress } from '../../subgraphs/database/connect';
import { openEmbeddedDatabase } from '../../subgraphs/database/embedded/embedded-database';
import { migrate } from '../../subgraphs/database/migrate';
import { measureIndex } from '../../subgraphs/catalogue/index-metrics';
import type { HttpConfig } from '../../subgraphs/http/config';
import { openSources } from '../../subgraphs/marketplace/open-sources';
import type { LedgerConfig } from '../../subgraphs/orders/config';
import { openLedger } from '../../subgraphs/orders/open-ledger';
import { createReportingPartners } from '../../subgraphs/partners/ledger-partners';
import { createMarketplaceNames } from '../../subgraphs/partners/marketplace-names';
import { openPartners } from '../../subgraphs/partners/open-partners';
import type { SecretKey } from '../../subgraphs/partners/credentials/secret-box';
import { resealCredentials } from '../../subgraphs/partners/credentials/reseal-credentials';
import { openOnboarding } from '../../subgraphs/registry/onboarding/onboarding';
import type { AuthConfig } from '../auth/config';
import { openTokenAuthority } from '../auth/token-authority';
import type { GatewayConfig } from '../config';
import { createSingleFlight } from '../data-sources/single-flight';
import { openDoor } from '../door/http-door';
import { lockDataDir } from './data-dir-lock';
import { serveGraph } from './serve-graph';

export interface EmbeddedOptions {
  readonly gateway: GatewayConfig;
  readonly auth: AuthConfig;
  readonly http: HttpConfig;
  readonly subgraphs: SubgraphConfig;
  readonly orders: LedgerConfig;
  readonly sandbox: SandboxOptions;
  /** What partners' credentials are sealed with, newest first. */
  readonly secretKeys: readonly SecretKey[];
  /** Which hosts partners may name. */
  readonly hosts: HostPolicy;
}

export interface EmbeddedPasar {
  readonly url: string;
  close(): Promise<void>;
}

/** Everything in one process: database, sandbox where no marketplace is configured, subgraphs, gateway. */
export async function startEmbedded(
  options: EmbeddedOptions,
  events: IndexThreadEvents,
): Promise<EmbeddedPasar> {
  const cleanups: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    const problems: unknown[] = [];
    for (const cleanup of cleanups.splice(0).reverse()) {
      try {
        await cleanup();
      } catch (error) {
        problems.push(error); // the rest must be closed all the same, the database above all
      }
    }
    if (problems.length > 0) throw new AggregateError(problems, 'not everything could be closed');
  };
  try {
    const { databaseUrl, schedule, acceptShrinkage } = options.subgraphs;
    const [address, marketplaces] = await Promise.all([
      databaseUrl === null
        ? embeddedDatabase(options.gateway.dataDir, cleanups)
        : () => ({ url: databaseUrl }),
      marketplaceAccess(options, cleanups),
    ]);
    const db = connectDatabase(address());
    cleanups.push(() => db.destroy());
    await migrate(db);

    const { access, reportTo } = marketplaces;
    const { redisUrl, hedging } = options.subgraphs;
    const { secretKeys, hosts } = options;
    const partners = await openPartners({ db, redisUrl, secretKeys, hosts });
    cleanups.push(() => partners.close());
    const { deadlineMs } = options.http;
    const opened = openSources(access, { db, redisUrl, hedging, deadlineMs, partners });
    cleanups.push(() => opened.close());
    cleanups.push(measureIndex(db));
    let ownUrl: string | null = null;
    const { sources, partners: partnerSources } = opened;
    const ledger = openLedger({
      ...options.orders,
      db,
      sources,
      access,
      redisUrl,
      partners: {
        sources: partnerSources,
        names: createMarketplaceNames(
          Object.values(sources).map(({ marketplace }) => marketplace),
          partners.register,
        ),
        ...createReportingPartners(partners.register, partners.box),
      },
      publicUrl: () => options.orders.publicUrl ?? ownUrl,
    });
    cleanups.push(() => ledger.close());
    await resealCredentials(db, partners.box);
    const onboarding = openOnboarding({ db, ...partners });
    cleanups.push(() => onboarding.close());
    const indexing = { access, database: address(), schedule, acceptShrinkage, secretKeys, hosts };
    const [graph] = await Promise.all([
      serveGraph({
        db,
        sources,
        partners,
        partnerSources,
        ledger,
        onboarding,
        deadlineMs,
        engine: options.gateway.engine,
        singleFlight: options.gateway.singleFlight ? createSingleFlight() : null,
      }),
      startIndexThread(indexing, events).then((thread) => {
        cleanups.push(() => thread.stop());
      }),
    ]);
    cleanups.push(() => graph.close());
    const door = await openDoor(
      graph.server,
      { ...options.http, port: options.gateway.port },
      {
        limits: options.gateway.limits,
        authority: openTokenAuthority(options.auth),
        playgroundTokens: marketplaces.isSandbox,
        addRoutes: (app) => ledger.addRoutes(app),
      },
    );
    cleanups.push(() => door.close());
    ownUrl = door.url;
    reportTo(door.url);
    ledger.run();
    return { url: door.url, close };
  } catch (error) {
    await close().catch(() => undefined); // what went wrong first is what is told
    throw error;
  }
}

async function embeddedDatabase(
  dataDir: string,
  cleanups: (() => unknown)[],
): Promise<() => DatabaseAddress> {
  cleanups.push(lockDataDir(dataDir));
  const embedded = await openEmbeddedDatabase({ dataDir: join(dataDir, 'database') });
  cleanups.push(() => embedded.close());
  return () => ({ port: embedded.connect() });
}

interface ReachableMarketplaces {
  readonly access: MarketplaceAccess;
  /** All of them are the sandbox's. */
  readonly isSandbox: boolean;
  /** Tells the sandbox's marketplaces where to report orders; real ones are told by people. */
  reportTo(url: string): void;
}

/** The marketplaces that are configured, and the sandbox's in place of those that are not. */
async function marketplaceAccess(
  options: EmbeddedOptions,
  cleanups: (() => unknown)[],
): Promise<ReachableMarketplaces> {
  const { jatimBejo, mbiz, ekatalogLokal } = options.subgraphs.access;
  if (jatimBejo && mbiz && ekatalogLokal)
    return { access: { jatimBejo, mbiz, ekatalogLokal }, isSandbox: false, reportTo: () => undefined };
  const sandbox = await startSandboxThread(options.sandbox);
  cleanups.push(() => sandbox.close());
  return {
    access: { ...sandbox.access, ...options.subgraphs.access },
    isSandbox: Object.keys(options.subgraphs.access).length === 0,
    reportTo: (url) => sandbox.reportTo(url),
  };
}
