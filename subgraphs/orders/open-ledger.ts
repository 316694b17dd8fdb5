import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Marketplace } from '../../adapters/core/contract';
import type { MarketplaceId } from '../../adapters/core/ids';
import { JATIM_BEJO } from '../../adapters/jatim-bejo/marketplace';
import type { MarketplaceAccess } from '../../adapters/marketplaces';
import { MBIZ } from '../../adapters/mbiz/marketplace';
import type { Database } from '../database/connect';
import { fixedSources, joinSources, type SourceDirectory } from '../marketplace/source-directory';
import type { Source, Sources } from '../marketplace/sources';
import type { MarketplaceNames } from '../partners/marketplace-names';
import { createOrderNews, type OrderNews } from './order-news';
import { measureOrders } from './order-measures';
import type { CarryingOut } from './purchasing/carry-out';
import { startOutboxWorker } from './purchasing/outbox-worker';
import type { ProcurementRules } from './purchasing/procurement-rules';
import { createListReader } from './reading/list-reader';
import { createStatusReader } from './reading/status-reader';
import { createBuyerSessions } from './receiving/buyer-sessions';
import { addCxmlRoutes, BASKET_PATH, type CxmlSupplier } from './receiving/cxml-routes';
import type { ReportCredentials } from './receiving/marketplace-credentials';
import { addTokoDaringRoutes } from './receiving/toko-daring-routes';

export interface LedgerOptions {
  readonly db: Database;
  readonly sources: Partial<Sources>;
  readonly partners: LedgerPartners;
  readonly access: Partial<MarketplaceAccess>;
  /** Where changes are published; null for this process alone. */
  readonly redisUrl: string | null;
  readonly rules: ProcurementRules;
  /** How long one call that places or hands over may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Between two readings of a list of orders, in milliseconds. */
  readonly listsEveryMs: number;
  /** Between two questions for the status of an order that is under way, in milliseconds. */
  readonly statusesEveryMs: number;
  /** Where browsers reach Pasar, for baskets to come back to; null where that isn't known. */
  publicUrl(): string | null;
}

/** The partners whose orders it keeps, as they come and go. */
export interface LedgerPartners {
  readonly sources: SourceDirectory;
  readonly names: MarketplaceNames;
  /** Who may report by Toko Daring, and who may send cXML. */
  reportCredentials(): readonly ReportCredentials[];
  suppliers(): readonly CxmlSupplier[];
}

/** What the orders subgraph works with. */
export interface Ledger {
  readonly db: Database;
  readonly carryingOut: CarryingOut;
  readonly sources: SourceDirectory;
  readonly names: MarketplaceNames;
  readonly rules: ProcurementRules;
  readonly news: OrderNews;
  /** Where marketplaces report: on the orders subgraph's own door, or on the gateway's where all is one process. */
  addRoutes(app: FastifyInstance): void;
  /** Sees to what is owed and reads lists, until closed. */
  run(): void;
  close(): Promise<void>;
}

export function openLedger(options: LedgerOptions): Ledger {
  const { db, rules, timeoutMs, access } = options;
  const sources = Object.values<Source>(options.sources);
  const { partners } = options;
  const all = joinSources(fixedSources(sources), partners.sources);
  const marketplaces = { get: (id: MarketplaceId): Marketplace | undefined => all.get(id)?.marketplace };
  const news = createOrderNews(options.redisUrl);
  const carryingOut: CarryingOut = {
    db,
    news,
    timeoutMs,
    marketplaces,
    sessions: createBuyerSessions(db),
    holder: randomUUID(),
    basketUrl() {
      const url = options.publicUrl();
      return url === null ? null : `${url}${BASKET_PATH}`;
    },
  };
  const lists = createListReader({
    db,
    news,
    marketplaces: sources.map(({ marketplace }) => marketplace),
    everyMs: options.listsEveryMs,
  });
  const statuses = createStatusReader({
    db,
    news,
    sources: all,
    everyMs: options.statusesEveryMs,
    timeoutMs,
  });
  const stops: (() => Promise<void> | void)[] = [];
  return {
    db,
    carryingOut,
    rules,
    news,
    sources: all,
    names: partners.names,
    addRoutes(app) {
      const fixed = { reporters: reportCredentials(access), suppliers: suppliers(access) };
      addTokoDaringRoutes(app, {
        db,
        news,
        credentials: () => [...fixed.reporters, ...partners.reportCredentials()],
      });
      addCxmlRoutes(app, { db, news, suppliers: () => [...fixed.suppliers, ...partners.suppliers()] });
    },
    run() {
      const worker = startOutboxWorker(carryingOut);
      lists.run();
      statuses.run();
      stops.push(
        () => worker.stop(),
        () => lists.stop(),
        () => statuses.stop(),
        measureOrders(db),
      );
    },
    async close() {
      for (const stop of stops.splice(0)) await stop();
      await news.close();
    },
  };
}

/** Toko Daring members sign in with the same credentials in both directions. */
function reportCredentials({ jatimBejo, mbiz }: Partial<MarketplaceAccess>): ReportCredentials[] {
  return [
    ...(jatimBejo ? [{ marketplace: JATIM_BEJO, ...pick(jatimBejo) }] : []),
    ...(mbiz ? [{ marketplace: MBIZ, ...pick(mbiz) }] : []),
  ];
}

function pick({ clientId, clientSecret }: MarketplaceAccess['jatimBejo']): {
  clientId: string;
  clientSecret: string;
} {
  return { clientId, clientSecret };
}

function suppliers({ mbiz }: Partial<MarketplaceAccess>): CxmlSupplier[] {
  return mbiz?.ordering ? [{ marketplace: MBIZ, access: mbiz.ordering.cxml }] : [];
}
