import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noFeedMemory, type FeedCursor, type FeedPage } from '../../adapters/core/contract';
import { decimal } from '../../adapters/core/decimal';
import { offerId } from '../../adapters/core/ids';
import { createPartnerMarketplace } from '../../adapters/partners/create-partner-marketplace';
import type { Credentials } from '../../adapters/core/credentials';
import type { PartnerDefinition } from '../../adapters/partners/partner-definition';
import { readDefinition } from '../../adapters/partners/read-definition';
import type { AwkwardItem, AwkwardProduct } from '../../adapters/sandbox/partners/awkward-goods';
import { createAwkwardShop, type AwkwardShop } from '../../adapters/sandbox/partners/awkward-shop';
import {
  AWKWARD_SESSION,
  AWKWARD_SHOP_CLIENT,
  AWKWARD_SHOP_USER,
  AWKWARD_TOKEN,
} from '../../adapters/sandbox/partners/awkward-sign-in';
import { createEasyShop, EASY_SHOP_KEY } from '../../adapters/sandbox/partners/easy-shop';
import { startFakeServer } from '../../adapters/sandbox/servers/fake-server';
import { offer } from '../support/offers';
import { purchaseOrder, reference } from '../support/purchase-orders';
import type { OrderingSubject, Subject } from './rule';

const MANIFESTS = join(__dirname, '../../adapters/sandbox/partners');
type Manifest = 'easy-shop' | 'awkward-shop' | 'awkward-graphql';

/** A manifest of the sandbox's shops, for a server that runs at another address where one is given. */
export function definitionAt(name: Manifest, url?: string): PartnerDefinition {
  const text = readFileSync(join(MANIFESTS, `${name}.pasar.yaml`), 'utf8');
  const { definition, problems } = readDefinition(
    url === undefined ? text : text.replace(/^url: .*$/m, `url: ${url}`),
  );
  if (definition === null) throw new Error(JSON.stringify(problems));
  return definition;
}

export interface PartnerSubjectOptions {
  readonly pageSize: number;
  readonly now: () => Date;
}

/** Every test reads as one partner, and each stranger as the same with a secret that is wrong. */
function marketplaces(
  definition: PartnerDefinition,
  credentials: Credentials,
  wrong: Credentials,
  options: PartnerSubjectOptions,
): Pick<Subject, 'marketplace' | 'stranger'> {
  const create = (held: Credentials) =>
    createPartnerMarketplace(definition, held, {
      memory: noFeedMemory,
      hosts: { privateHosts: true },
      ...options,
    });
  return { marketplace: create(credentials), stranger: create({ ...credentials, ...wrong }) };
}

/** Toko Contoh: plain REST, page numbers, one call per product and per order. */
export async function easyShopSubject(options: PartnerSubjectOptions): Promise<Subject> {
  const shop = createEasyShop({ now: options.now });
  const server = await startFakeServer(shop.handler);
  const definition = definitionAt('easy-shop', server.url);
  const { id } = definition;
  const both = marketplaces(definition, { key: EASY_SHOP_KEY }, { key: 'wrong' }, options);
  const places = Array.from({ length: shop.goods.size() }, (_, i) => i);
  const inStock = places.find((place) => shop.goods.state(place).quantity > 0) ?? 0;
  return {
    ...both,
    server,
    truth: new Map(
      places.map((place) => [
        offerId(id, id, shop.goods.at(place).sku),
        decimal(shop.goods.state(place).price),
      ]),
    ),
    unknownId: offerId(id, id, 'NONE-000001'),
    secrets: [EASY_SHOP_KEY],
    pageSize: options.pageSize,
    ordering: {
      ...orders(id, shop.goods.at(inStock).sku, 'NONE-000001'),
      placed: () => shop.orders.all().map((order) => order.reference),
      placedBy: 'channel=pasar',
    },
    close: () => closeAll(both, server),
  };
}

/** Pasar Rumit, its REST endpoints: OAuth 2, cursors, variants, a lookup, orders in five calls. */
export async function awkwardShopSubject(options: PartnerSubjectOptions): Promise<Subject> {
  const shop = createAwkwardShop({ now: options.now });
  const server = await startFakeServer(shop.handler);
  const definition = definitionAt('awkward-shop', server.url);
  const { id } = definition;
  const both = marketplaces(definition, AWKWARD_SHOP_CLIENT, { clientSecret: 'wrong' }, options);
  const inStock = itemsOf(shop).find(([, item]) => (item.held ?? 0) > 10)?.[1].id ?? 0;
  return {
    ...both,
    server,
    truth: new Map(
      itemsOf(shop).map(([{ vendor }, item]) => [
        offerId(id, vendor?.name ?? id, String(item.id)),
        rupiah(item),
      ]),
    ),
    unknownId: offerId(id, id, '99999'),
    secrets: [AWKWARD_SHOP_CLIENT.clientSecret, AWKWARD_TOKEN],
    pageSize: options.pageSize,
    offersPerRecord: 4,
    requestsPerRead: 2, // what there is, and what of it is in stock
    beyond: (last) => withdrawn(shop, last),
    ordering: {
      ...orders(id, String(inStock), '99999'),
      placed: () => shop.orders.all().map((order) => order.reference),
      placedBy: '/orders/confirm',
    },
    close: () => closeAll(both, server),
  };
}

/** The same shop's GraphQL endpoint, behind a login; it takes no orders. */
export async function awkwardGraphqlSubject(options: PartnerSubjectOptions): Promise<Subject> {
  const shop = createAwkwardShop({ now: options.now });
  const server = await startFakeServer(shop.handler);
  const definition = definitionAt('awkward-graphql', server.url);
  const { id } = definition;
  const both = marketplaces(definition, AWKWARD_SHOP_USER, { password: 'wrong' }, options);
  return {
    ...both,
    server,
    truth: new Map(
      itemsOf(shop).map(([{ vendor }, item]) => [
        offerId(id, vendor?.code ?? id, String(item.id)),
        rupiah(item),
      ]),
    ),
    unknownId: offerId(id, id, '99999'),
    secrets: [AWKWARD_SHOP_USER.password, AWKWARD_SESSION],
    pageSize: options.pageSize,
    beyond: (last) => withdrawn(shop, last),
    close: () => closeAll(both, server),
  };
}

function itemsOf({ goods }: AwkwardShop): readonly (readonly [AwkwardProduct, AwkwardItem])[] {
  return goods.products().flatMap((product) => product.items.map((item) => [product, item] as const));
}

function rupiah({ priceMinor }: AwkwardItem): ReturnType<typeof decimal> {
  return decimal((priceMinor / 100).toFixed(2));
}

/** The last page's goods are taken off sale: its place is beyond the end now. */
function withdrawn({ goods }: AwkwardShop, { position }: FeedPage): FeedCursor {
  goods.keep(1);
  return position;
}

function orders(
  marketplace: PartnerDefinition['id'],
  sku: string,
  unknown: string,
): Pick<OrderingSubject, 'order' | 'refused'> {
  const of = (article: string) => offer({ marketplace, seller: marketplace, sku: article, title: article });
  return {
    order: (number) => purchaseOrder([of(sku)], { reference: reference(number) }),
    refused: (number) => purchaseOrder([of(unknown)], { reference: reference(number) }),
  };
}

async function closeAll(
  { marketplace, stranger }: Pick<Subject, 'marketplace' | 'stranger'>,
  server: Subject['server'],
): Promise<void> {
  await Promise.all([marketplace.close(), stranger.close(), server.close()]);
}
