import { createHttpSource } from '../../../../adapters/core/http/http-source';
import type { Marketplace } from '../../../../adapters/core/contract';
import { AdapterError } from '../../../../adapters/core/errors';
import { marketplaceId, offerId, type OfferId } from '../../../../adapters/core/ids';
import type { Credentials } from '../../../../adapters/core/credentials';
import { createExchange } from '../../../../adapters/protocols/rest/create-exchange';
import type { Exchange } from '../../../../adapters/protocols/rest/exchange';
import { restManifestSchema, type RestManifest } from '../../../../adapters/protocols/rest/manifest';
import { createRestMarketplace } from '../../../../adapters/protocols/rest/marketplace';
import {
  startFakeServer,
  type Answer,
  type FakeServer,
  type ReceivedRequest,
} from '../../../../adapters/sandbox/servers/fake-server';

export const SHOP = marketplaceId('toko-anu');

export type Reply = (request: ReceivedRequest) => Answer | Promise<Answer>;

/** A server whose answers a test decides, and what a manifest makes of it. */
export interface RestShop {
  readonly server: FakeServer;
  reply: Reply;
  manifest(change?: object): RestManifest;
  exchange(change?: object, how?: How): Exchange;
  marketplace(change?: object, how?: How & { readonly pageSize?: number }): Marketplace;
  close(): Promise<void>;
}

export interface How {
  readonly credentials?: Credentials;
  readonly now?: () => Date;
}

/** The least that a manifest needs. */
const PLAIN = {
  requests: { feed: { path: '/products' }, byIds: { path: '/products/${sku}' } },
  records: { at: 'data' },
  recordsById: { at: '@' },
  mapping: {
    sku: 'product.sku',
    title: 'product.name',
    price: 'product.price',
    stock: { type: 'none' },
  },
};

export async function startRestShop(): Promise<RestShop> {
  const sources: { close(): void }[] = [];
  const server = await startFakeServer((request) => shop.reply(request));
  const manifest: RestShop['manifest'] = (change = {}) =>
    restManifestSchema.parse({ url: `${server.url}/api/v1`, ...PLAIN, ...change });
  const parts = (change: object | undefined, { credentials = {}, now }: How = {}) => {
    const http = createHttpSource(SHOP);
    sources.push(http);
    return { manifest: manifest(change), credentials, http, ...(now === undefined ? {} : { now }) };
  };
  const shop: RestShop = {
    server,
    reply: () => ({ body: {} }),
    manifest,
    exchange: (change, how) => createExchange({ marketplace: SHOP, ...parts(change, how) }),
    marketplace: (change, how) => {
      const { pageSize } = how ?? {};
      return createRestMarketplace({
        id: SHOP,
        name: 'Toko Anu',
        cancelling: false,
        ...parts(change, how),
        ...(pageSize === undefined ? {} : { pageSize }),
      });
    },
    close() {
      for (const source of sources) source.close();
      return server.close();
    },
  };
  return shop;
}

/** An id at the shop, which is its own only seller. */
export function idOf(sku: string, seller: string = SHOP): OfferId {
  return offerId(SHOP, seller, sku);
}

/** Goods `A1`, `A2`, … */
export function goods(from: number, count: number): { sku: string; name: string; price: number }[] {
  return Array.from({ length: count }, (_, i) => ({
    sku: `A${from + i}`,
    name: `Barang ${from + i}`,
    price: 1_000 + from + i,
  }));
}

/** The error that this ends in. */
export async function failureOf(work: Promise<unknown>): Promise<AdapterError> {
  const thrown: unknown = await work.then(
    (value) => new Error(`nothing was thrown, but ${JSON.stringify(value)} came`),
    (error: unknown) => error,
  );
  if (thrown instanceof AdapterError) return thrown;
  throw thrown instanceof Error ? thrown : new Error(String(thrown));
}
