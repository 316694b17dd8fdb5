import { boundedMap } from '../../core/bounded-map';
import {
  feedName,
  NO_ORDERS,
  type Call,
  type FeedCursor,
  type FeedName,
  type FeedPage,
  type FeedRequest,
  type Marketplace,
  type OfferReading,
} from '../../core/contract';
import { AdapterError, toAdapterError } from '../../core/errors';
import { createHttpSource, type HttpSource } from '../../core/http/http-source';
import { parseOfferId, type MarketplaceId, type OfferId } from '../../core/ids';
import { rawText, understandRecords } from '../../core/understand-records';
import { createFeedClient } from './feed-client';
import { mapProduct, type SellerFeedOffer } from './map-product';
import type { MasterListsAccess } from './master-lists';
import { createReferenceData } from './reference-data';
import type { SellerDirectory } from './seller-directory';
import { productWire } from './wire';

export interface SellerFeedTuning {
  readonly pageSize?: number;
  readonly now?: () => Date;
}

export interface SellerFeedOptions extends SellerFeedTuning {
  readonly id: MarketplaceId;
  readonly name: string;
  /** Each seller hosts its own feed: code and address. */
  readonly feeds: readonly { readonly sellerCode: string; readonly url: string }[];
  readonly secret: string;
  /** Names the source where its addresses don't: the sandbox's change with every start. */
  readonly source?: string;
  readonly masterLists: MasterListsAccess | null;
  readonly sellers: SellerDirectory | null;
  /** How they are reached, where not like a marketplace that the operator configured. */
  readonly http?: HttpSource;
}

const DEFAULT_PAGE_SIZE = 500;
/** A client waits for a price, not for the name of its unit. */
const LIVE_PATIENCE_MS = 300;
/** Single reads at one time for one page of offers. */
const READS_AT_ONCE = 8;

/** A marketplace whose sellers each host an e-Katalog v5 feed. */
export function createSellerFeedMarketplace(options: SellerFeedOptions): Marketplace<SellerFeedOffer> {
  const { id, name, pageSize = DEFAULT_PAGE_SIZE, now = () => new Date() } = options;
  const http = options.http ?? createHttpSource(id);
  const client = createFeedClient(id, options.secret, http);
  const reference = createReferenceData({ ...options, marketplace: id, http, now });
  const urls = new Map(options.feeds.map((feed) => [feed.sellerCode, feed.url]));

  const fail = (code: 'INVALID_INPUT' | 'BAD_RESPONSE', detail: string): AdapterError =>
    new AdapterError(code, { marketplace: id, detail });

  async function understand(
    sellerCode: string,
    records: readonly unknown[],
    { call, patienceMs }: { readonly call: Call; readonly patienceMs?: number },
  ): Promise<Pick<FeedPage<SellerFeedOffer>, 'offers' | 'rejected' | 'records' | 'lacking'>> {
    const [lists, seller] = await Promise.all([
      reference.lists(patienceMs),
      reference.seller(sellerCode, patienceMs),
    ]);
    const context = {
      marketplace: id,
      sellerCode,
      seller: seller.value,
      lists: lists.value,
      observedAt: now(),
    };
    const recordId = (record: unknown): string =>
      `${sellerCode}/${rawText(record, 'informasi', 'no_produk_penyedia') ?? '?'}`;
    return {
      ...(await understandRecords(
        records,
        { schema: productWire, idOf: recordId, toOffer: (wire) => mapProduct(wire, context) },
        { marketplace: id, call },
      )),
      records: records.length,
      lacking: lists.failed || seller.failed ? 'names, units or regions could not be looked up' : null,
    };
  }

  async function readOne(offer: OfferId, call: Call): Promise<OfferReading<SellerFeedOffer>> {
    const parts = parseOfferId(offer);
    const url = parts && parts.marketplace === id ? urls.get(parts.sellerCode) : undefined;
    if (!parts || url === undefined) return null; // a seller that has no feed here sells nothing here
    try {
      const record = await client.product(url, parts.sku, call);
      if (record === null) return null;
      const { offers, rejected } = await understand(parts.sellerCode, [record], {
        call,
        patienceMs: LIVE_PATIENCE_MS,
      });
      const [found] = offers;
      if (!found) throw fail('BAD_RESPONSE', `single product: ${rejected[0]?.reason ?? 'not understood'}`);
      if (found.id !== offer) throw fail('BAD_RESPONSE', 'single product: another product came');
      return found;
    } catch (error) {
      return toAdapterError(error, id);
    }
  }

  return {
    id,
    name,
    protocol: 'seller-feed',
    can: { stock: 'QUANTITY', changes: true, readById: 'SINGLE', offers: 'PUBLIC', ...NO_ORDERS },
    feeds: options.feeds.map((feed) => feedName(feed.sellerCode)),
    server: (offer) => {
      const url = urls.get(parseOfferId(offer)?.sellerCode ?? '');
      return url === undefined ? null : new URL(url).origin;
    },
    source: (feed) => options.source ?? urls.get(feed) ?? '',
    async feed(request: FeedRequest, call: Call): Promise<FeedPage<SellerFeedOffer>> {
      const url = urls.get(request.feed);
      const page = request.cursor === null ? 1 : parsePage(request.cursor, request.feed);
      if (url === undefined || page === null)
        throw fail('INVALID_INPUT', 'not a feed or cursor of this marketplace');
      const window = request.since ? { window: { from: request.since, to: now() } } : {};
      const pulled = await client.page({ url, page, perPage: pageSize, ...window }, call);
      return {
        ...(await understand(request.feed, pulled.records, { call })),
        next: pulled.lastPage ? null : formatPage(page + 1, request.feed),
        total: pulled.total,
        position: formatPage(page, request.feed),
      };
    },
    async offers(ids, call) {
      const unique = [...new Set(ids)];
      const readings = await boundedMap(unique, READS_AT_ONCE, (offer) => readOne(offer, call));
      const byId = new Map(unique.map((offer, i) => [offer, readings[i]]));
      return ids.map((offer) => byId.get(offer) ?? null);
    },
    close: () => Promise.resolve(http.close()),
  };
}

function formatPage(page: number, feed: FeedName): FeedCursor {
  return `${page}@${feed}` as FeedCursor;
}

function parsePage(cursor: FeedCursor, feed: FeedName): number | null {
  const match = /^([1-9]\d{0,8})@(.+)$/.exec(cursor);
  return match && match[2] === feed ? Number(match[1]) : null;
}
