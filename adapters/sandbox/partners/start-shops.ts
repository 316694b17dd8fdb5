import { startFakeServer, type FakeServer, type Handler, type OrderControl } from '../servers/fake-server';
import { createAwkwardShop, type AwkwardShop } from './awkward-shop';
import { createCxmlShop, type CxmlShop } from './cxml-shop';
import { createEasyShop, type EasyShop, type ShopOptions } from './easy-shop';
import { createFederatedShop, type FederatedShop } from './federated-shop';

/** Where the shops run unless told otherwise: the addresses in their definitions (`*.pasar.yaml`). */
export const SHOP_PORT = 4021;

export interface PartnerShopsOptions extends ShopOptions {
  /** The first of four consecutive ports; 0 takes free ones. */
  readonly port?: number;
  readonly host?: string;
  /** Where the cXML supplier sends its confirmations. */
  readonly reportTo?: string;
}

/** Marketplaces that are no part of Pasar's own configuration: for whoever tries out how one joins. */
export interface PartnerShops {
  readonly easy: EasyShop & { readonly server: FakeServer };
  readonly awkward: AwkwardShop & { readonly server: FakeServer };
  readonly federated: FederatedShop & { readonly server: FakeServer };
  readonly cxml: CxmlShop & { readonly server: FakeServer };
  close(): Promise<void>;
}

export async function startPartnerShops(options: PartnerShopsOptions = {}): Promise<PartnerShops> {
  const { port = SHOP_PORT, host = '127.0.0.1' } = options;
  const servers: FakeServer[] = [];
  async function serve<S extends { readonly handler: Handler; readonly control?: OrderControl }>(
    shop: S,
    place: number,
  ): Promise<S & { readonly server: FakeServer }> {
    const { handler, control } = shop;
    const at = { port: port === 0 ? 0 : port + place, host };
    const server = await startFakeServer(handler, control ? { ...at, orders: control } : at);
    servers.push(server);
    return { ...shop, server };
  }
  const cxml = await serve(createCxmlShop(options), 3);
  return {
    easy: await serve(createEasyShop(options), 0),
    awkward: await serve(createAwkwardShop(options), 1),
    federated: await serve(createFederatedShop(options), 2),
    cxml,
    close: async () => {
      cxml.close();
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
