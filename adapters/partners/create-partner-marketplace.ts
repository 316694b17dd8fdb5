import type { FeedMemory, Marketplace } from '../core/contract';
import type { HostPolicy } from '../core/http/host-policy';
import { createHttpSource, type HttpSource } from '../core/http/http-source';
import { createRequestRate } from '../core/http/request-rate';
import type { OrderingPort } from '../core/order/ordering-port';
import { PRODUCT_PAGES } from '../core/order/page-hand-off';
import { regionFromText } from '../core/region-text';
import { createCxmlMarketplace } from '../protocols/cxml/marketplace';
import { createFederatedMarketplace } from '../protocols/federation/marketplace';
import { createExchange } from '../protocols/rest/create-exchange';
import { createRestMarketplace } from '../protocols/rest/marketplace';
import { createRestOrdering } from '../protocols/rest/ordering';
import { createRestOrderStatuses } from '../protocols/rest/order-status';
import { createSellerFeedMarketplace } from '../protocols/seller-feed/marketplace';
import { createHandOff } from '../protocols/toko-daring/hand-off';
import { createTokoDaringMarketplace } from '../protocols/toko-daring/marketplace';
import { createOrderStatuses } from '../protocols/toko-daring/order-status-client';
import type { Credentials } from '../core/credentials';
import type { PartnerDefinition, PartnerDefinitionOf } from './partner-definition';

export interface PartnerOptions {
  readonly memory: FeedMemory;
  /** Which hosts may be called: what a stranger names is no address of ours. */
  readonly hosts: HostPolicy;
  /** The GraphQL type of its offers: of one that brings a subgraph, as its SDL has it. */
  readonly offerType?: string | null;
  readonly now?: () => Date;
  readonly pageSize?: number;
}

interface Parts extends PartnerOptions {
  readonly credentials: Credentials;
  /** For reading, and sockets of their own for orders. */
  readonly http: HttpSource;
  readonly orderHttp: HttpSource;
}

/** A partner's marketplace, reached as strangers are. Credentials that are missing count as empty. */
export function createPartnerMarketplace(
  definition: PartnerDefinition,
  credentials: Credentials,
  options: PartnerOptions,
): Marketplace {
  const { hosts } = options;
  // What is read and what is ordered counts together.
  const rate = createRequestRate(requestsPerMinuteOf(definition));
  const source = (): HttpSource => createHttpSource(definition.id, { hosts, rate });
  const parts: Parts = { ...options, credentials, http: source(), orderHttp: source() };
  const marketplace = create(definition, parts);
  return {
    ...marketplace,
    async close() {
      parts.http.close();
      parts.orderHttp.close();
      await marketplace.close();
    },
  };
}

/** Of each process that asks, where a definition names no limit. */
export const REQUESTS_PER_MINUTE = 3_000;

function requestsPerMinuteOf(definition: PartnerDefinition): number {
  return definition.protocol === 'rest' ? definition.requestsPerMinute : REQUESTS_PER_MINUTE;
}

function create(definition: PartnerDefinition, parts: Parts): Marketplace {
  switch (definition.protocol) {
    case 'rest':
      return restMarketplace(definition, parts);
    case 'toko-daring':
      return tokoDaringMarketplace(definition, parts);
    case 'seller-feed':
      return sellerFeedMarketplace(definition, parts);
    case 'cxml':
      return cxmlMarketplace(definition, parts);
    case 'federation':
      return federatedMarketplace(definition, parts);
  }
}

function restMarketplace(definition: PartnerDefinitionOf<'rest'>, parts: Parts): Marketplace {
  const { id, name, ...manifest } = definition;
  const { credentials, http } = parts;
  const { orders } = manifest;
  // One for reading and ordering: a shop that takes one session per client would see them push each other out.
  const exchange = createExchange({ marketplace: id, manifest, credentials, http, ...clockOf(parts) });
  const ordering: OrderingPort | null =
    orders.mode === 'direct'
      ? createRestOrdering({ marketplace: id, orders, exchange })
      : orders.mode === 'page'
        ? PRODUCT_PAGES
        : null;
  return createRestMarketplace({
    id,
    name,
    manifest,
    credentials,
    http,
    exchange,
    ordering,
    orders: orders.mode === 'direct' ? createRestOrderStatuses({ marketplace: id, orders, exchange }) : null,
    cancelling: orders.mode === 'direct' && orders.cancel !== undefined,
    ...clockOf(parts),
    ...pageSizeOf(parts),
  });
}

function tokoDaringMarketplace(definition: PartnerDefinitionOf<'toko-daring'>, parts: Parts): Marketplace {
  const { id, name, url, signOn, orderStatusUrl } = definition;
  const { credentials, memory, http, orderHttp } = parts;
  const signIn = {
    clientId: secret(credentials, 'clientId'),
    clientSecret: secret(credentials, 'clientSecret'),
  };
  const catalogue = createTokoDaringMarketplace({
    id,
    name,
    access: { url, ...signIn },
    memory,
    http,
    ...clockOf(parts),
    ...pageSizeOf(parts),
  });
  return {
    ...catalogue,
    can: {
      ...catalogue.can,
      ordering: signOn ? 'HANDOFF' : 'NONE',
      orders: orderStatusUrl === undefined ? 'REPORTED' : 'ASKED',
    },
    ...(signOn
      ? {
          ordering: createHandOff(id, { authUrl: signOn.url, shopUrl: signOn.shopUrl, ...signIn }, orderHttp),
        }
      : {}),
    ...(orderStatusUrl === undefined
      ? {}
      : { orders: createOrderStatuses(id, { url: orderStatusUrl, ...signIn }, orderHttp) }),
  };
}

/** A register that knows one seller, whatever its code. */
function sellerFeedMarketplace(definition: PartnerDefinitionOf<'seller-feed'>, parts: Parts): Marketplace {
  const { id, name, url, seller } = definition;
  const location = seller?.location ?? null;
  const detail = {
    name: seller?.name ?? name,
    location,
    region: location === null ? null : (regionFromText(location)?.code ?? null),
    smallBusiness: seller?.smallBusiness ?? null,
  };
  return createSellerFeedMarketplace({
    id,
    name,
    feeds: [{ sellerCode: seller?.code ?? id, url }],
    secret: secret(parts.credentials, 'secret'),
    masterLists: null,
    sellers: { seller: () => Promise.resolve(detail) },
    http: parts.http,
    ...clockOf(parts),
    ...pageSizeOf(parts),
  });
}

function cxmlMarketplace(definition: PartnerDefinitionOf<'cxml'>, parts: Parts): Marketplace {
  const { id, name, url, catalogueUrl, ordering } = definition;
  const { credentials, http, orderHttp } = parts;
  return createCxmlMarketplace({
    id,
    name,
    access: {
      url,
      identity: secret(credentials, 'identity'),
      supplierIdentity: secret(credentials, 'supplierIdentity'),
      sharedSecret: secret(credentials, 'sharedSecret'),
    },
    catalogueUrl: catalogueUrl ?? `${url.replace(/\/$/, '')}/catalog.cif`,
    ordering,
    http,
    orderHttp,
    ...clockOf(parts),
    ...pageSizeOf(parts),
  });
}

function federatedMarketplace(definition: PartnerDefinitionOf<'federation'>, parts: Parts): Marketplace {
  const { id, name, url, ordering } = definition;
  return createFederatedMarketplace({
    id,
    name,
    url,
    offerType: parts.offerType ?? '',
    token: parts.credentials['token'] ?? null,
    ordering: ordering === 'page' ? PRODUCT_PAGES : null,
    http: parts.http,
    ...clockOf(parts),
    ...pageSizeOf(parts),
  });
}

function secret(credentials: Credentials, name: string): string {
  return credentials[name] ?? '';
}

function clockOf({ now }: Parts): { now?: () => Date } {
  return now === undefined ? {} : { now };
}

function pageSizeOf({ pageSize }: Parts): { pageSize?: number } {
  return pageSize === undefined ? {} : { pageSize };
}
