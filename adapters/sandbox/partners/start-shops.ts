import { startFakeServer, type FakeServer } from '../servers/fake-server';
import { createAwkwardShop, type AwkwardShop } from './awkward-shop';
import { createEasyShop, type EasyShop, type ShopOptions } from './easy-shop';

/** Where the shops run unless told otherwise: the addresses in their manifests (`*.pasar.yaml`). */
export const SHOP_PORT = 4021;

export interface PartnerShopsOptions extends ShopOptions {
  /** The first of two consecutive ports; 0 takes free ones. */
  readonly port?: number;
  readonly host?: string;
}

/** Marketplaces that are no part of Pasar's own configuration: for whoever tries out how one joins. */
export interface PartnerShops {
  readonly easy: EasyShop & { readonly server: FakeServer };
  readonly awkward: AwkwardShop & { readonly server: FakeServer };
  close(): Promise<void>;
}

type Startable = Pick<EasyShop, 'handler' | 'control'>;

export async function startPartnerShops(options: PartnerShopsOptions = {}): Promise<PartnerShops> {
  const { port = SHOP_PORT, host = '127.0.0.1' } = options;
  const start = ({ handler, control }: Startable, place: number): Promise<FakeServer> =>
    startFakeServer(handler, { port: port === 0 ? 0 : port + place, host, orders: control });
  const easy = createEasyShop(options);
  const awkward = createAwkwardShop(options);
  const servers = await Promise.all([start(easy, 0), start(awkward, 1)]);
  return {
    easy: { ...easy, server: servers[0] },
    awkward: { ...awkward, server: servers[1] },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
