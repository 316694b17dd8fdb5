import type { MarketplaceAccess } from '../marketplaces';
import { startFakeServer, type FakeServer, type FakeServerOptions } from './servers/fake-server';
import type { Knobs } from './servers/faults';
import { INAPROC_PATH, inaprocHandler } from './servers/inaproc';
import { createReportTarget } from './servers/report-target';
import { FEEDS_PATH, MASTER_PATH, sellerFeedHandler, worldFeedShelf } from './servers/seller-feed';
import { PULL_PATH, tokoDaringHandler, worldShelf } from './servers/toko-daring';
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
  readonly now?: () => Date;
}

export interface Sandbox {
  readonly servers: Readonly<Record<'jatimBejo' | 'mbiz' | 'ekatalog' | 'inaproc', FakeServer>>;
  /** How Pasar reaches these servers; the credentials are good for nothing else. */
  readonly access: MarketplaceAccess;
  /** Tells the marketplaces where Pasar takes their reports of orders. */
  reportTo(url: string): void;
  close(): Promise<void>;
}

const JATIM_BEJO = { clientId: 'pasar', clientSecret: 'sandbox-jatim-bejo' };
const MBIZ = { clientId: 'pasar', clientSecret: 'sandbox-mbiz' };
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
  const reports = createReportTarget();
  const shelves = new Map(world.feeds.map((feed) => [feed.seller.code, worldFeedShelf(feed, now)]));

  const servers = {
    jatimBejo: await startFakeServer(tokoDaringHandler(worldShelf(world.jatimBejo, now), JATIM_BEJO), at(0)),
    mbiz: await startFakeServer(tokoDaringHandler(worldShelf(world.mbiz, now), MBIZ), at(1)),
    ekatalog: await startFakeServer(sellerFeedHandler(shelves, EKATALOG_SECRET, now), at(2)),
    inaproc: await startFakeServer(inaprocHandler(sellers, INAPROC_TOKEN), at(3)),
  };
  for (const server of Object.values(servers)) Object.assign(server.knobs, knobs);
  return {
    servers,
    access: {
      jatimBejo: { url: `${servers.jatimBejo.url}${PULL_PATH}`, ...JATIM_BEJO, source },
      mbiz: { url: `${servers.mbiz.url}${PULL_PATH}`, ...MBIZ, source },
      ekatalogLokal: {
        feeds: [...shelves.keys()].map((sellerCode) => ({
          sellerCode,
          url: `${servers.ekatalog.url}${FEEDS_PATH}/${sellerCode}`,
        })),
        secret: EKATALOG_SECRET,
        source,
        masterListsUrl: `${servers.ekatalog.url}${MASTER_PATH}`,
        inaproc: { url: `${servers.inaproc.url}${INAPROC_PATH}`, token: INAPROC_TOKEN },
      },
    },
    reportTo: (url) => reports.set(url),
    close: async () => {
      reports.close();
      await Promise.all(Object.values(servers).map((server) => server.close()));
    },
  };
}
