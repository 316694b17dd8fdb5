import type { MarketplaceAccess } from '../marketplaces';
import { createCxmlSupplier } from './servers/cxml';
import { CXML_PATH } from './servers/cxml-reports';
import { byPath, startFakeServer, type FakeServer, type FakeServerOptions } from './servers/fake-server';
import type { Knobs } from './servers/faults';
import { INAPROC_PATH, inaprocHandler } from './servers/inaproc';
import type { OrderBook } from './servers/order-book';
import { SHOP_PATH } from './servers/punch-out-shop';
import { createReportTarget } from './servers/report-target';
import { FEEDS_PATH, MASTER_PATH, sellerFeedHandler, worldFeedShelf } from './servers/seller-feed';
import { PULL_PATH, tokoDaringHandler, worldShelf } from './servers/toko-daring';
import {
  AUTH_PATH,
  createTokoDaringShop,
  BUYING_PATH,
  STATUS_PATH,
  type TokoDaringShop,
} from './servers/toko-daring-orders';
import { createOrderWorld } from './world/orders';
import { createWorld } from './world/world';

export interface SandboxOptions {
  readonly seed?: number;
  /** 1 is full size: 93,477 offers. */
  readonly scale?: number;
  /** The first of four consecutive ports; 0 takes free ones. */
  readonly port?: number;
  readonly host?: string;
  readonly publicHost?: string;
  /** How the servers behave from the start. */
  readonly knobs?: Partial<Knobs>;
  /** Where orders are reported to from the start; `reportTo` names it later. */
  readonly reportTo?: string;
  readonly now?: () => Date;
}

export interface Sandbox {
  readonly servers: Readonly<Record<'jatimBejo' | 'mbiz' | 'ekatalog' | 'inaproc', FakeServer>>;
  /** How Pasar reaches these servers; the credentials are good for nothing else. */
  readonly access: MarketplaceAccess;
  /** What the marketplaces hold of orders. */
  readonly orders: { readonly mbiz: OrderBook; readonly jatimBejo: TokoDaringShop };
  /** Tells the marketplaces where Pasar takes their reports of orders. */
  reportTo(url: string): void;
  close(): Promise<void>;
}

const JATIM_BEJO = { clientId: 'pasar', clientSecret: 'sandbox-jatim-bejo' };
const MBIZ = { clientId: 'pasar', clientSecret: 'sandbox-mbiz' };
const MBIZ_CXML = { identity: 'pasar', supplierIdentity: 'mbiz', sharedSecret: 'sandbox-mbiz-cxml' };
const EKATALOG_SECRET = 'sandbox-ekatalog';
const INAPROC_TOKEN = 'sandbox-inaproc';

/** Starts the fake marketplaces over one seeded world. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', publicHost, knobs = {}, now = () => new Date() } = options;
  const world = createWorld(options);
  const source = `sandbox, seed ${options.seed ?? 'default'}, scale ${options.scale ?? 1}`;
  const at = (offset: number): FakeServerOptions => ({
    port: port === 0 ? 0 : port + offset,
    host,
    ...(publicHost === undefined ? {} : { publicHost }),
  });
  const sellers = new Map(world.feeds.map((feed) => [feed.seller.code, feed.seller]));
  const ordered = createOrderWorld({ ...options, sellers: [...sellers.keys()] });
  const reports = createReportTarget();
  reports.set(options.reportTo ?? null);
  const shelves = new Map(world.feeds.map((feed) => [feed.seller.code, worldFeedShelf(feed, now)]));

  const mbizOrders = createCxmlSupplier({ catalogue: world.mbiz, credentials: MBIZ_CXML, reports, now });
  const mbizHandler = byPath({
    [CXML_PATH]: mbizOrders.cxml,
    [SHOP_PATH]: mbizOrders.shop,
    '/': tokoDaringHandler(worldShelf(world.mbiz, now), MBIZ),
  });

  const jatimBejoShop = createTokoDaringShop({
    name: 'Jatim Bejo',
    catalogue: world.jatimBejo,
    credentials: JATIM_BEJO,
    reports,
    now,
  });
  const jatimBejoHandler = byPath({
    ...jatimBejoShop.handlers,
    '/': tokoDaringHandler(worldShelf(world.jatimBejo, now), JATIM_BEJO),
  });

  const servers = {
    jatimBejo: await startFakeServer(jatimBejoHandler, { ...at(0), orders: jatimBejoShop.control }),
    mbiz: await startFakeServer(mbizHandler, { ...at(1), orders: mbizOrders.orders }),
    ekatalog: await startFakeServer(sellerFeedHandler(shelves, EKATALOG_SECRET, now), at(2)),
    inaproc: await startFakeServer(inaprocHandler({ sellers, ...ordered }, { token: INAPROC_TOKEN }), at(3)),
  };
  for (const server of Object.values(servers)) Object.assign(server.knobs, knobs);
  return {
    servers,
    access: {
      jatimBejo: {
        url: `${servers.jatimBejo.url}${PULL_PATH}`,
        ...JATIM_BEJO,
        source,
        handOff: {
          authUrl: `${servers.jatimBejo.url}${AUTH_PATH}`,
          shopUrl: `${servers.jatimBejo.url}${BUYING_PATH}`,
        },
        orderStatusUrl: `${servers.jatimBejo.url}${STATUS_PATH}`,
      },
      mbiz: {
        url: `${servers.mbiz.url}${PULL_PATH}`,
        ...MBIZ,
        source,
        ordering: { cxml: { url: `${servers.mbiz.url}${CXML_PATH}`, ...MBIZ_CXML }, mode: 'DIRECT' },
      },
      ekatalogLokal: {
        feeds: [...shelves.keys()].map((sellerCode) => ({
          sellerCode,
          url: `${servers.ekatalog.url}${FEEDS_PATH}/${sellerCode}`,
        })),
        secret: EKATALOG_SECRET,
        source,
        masterListsUrl: `${servers.ekatalog.url}${MASTER_PATH}`,
        inaproc: {
          url: `${servers.inaproc.url}${INAPROC_PATH}`,
          token: INAPROC_TOKEN,
          institutions: ordered.institutions,
          years: ordered.years,
        },
      },
    },
    orders: { mbiz: mbizOrders.book, jatimBejo: jatimBejoShop },
    reportTo: (url) => reports.set(url),
    close: async () => {
      reports.close();
      await Promise.all(Object.values(servers).map((server) => server.close()));
    },
  };
}
