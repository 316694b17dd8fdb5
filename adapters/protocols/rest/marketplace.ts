import { feedName, type Call, type FeedPage, type FeedRequest, type Marketplace } from '../../core/contract';
import { AdapterError, type ErrorCode } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import type { StockPrecision } from '../../core/offer';
import type { OrderingPort } from '../../core/order/ordering-port';
import type { OrdersPort } from '../../core/order/orders-port';
import type { Credentials } from '../../core/credentials';
import { createExchange } from './create-exchange';
import type { Exchange } from './exchange';
import { createLookups } from './lookups';
import type { RestManifest } from './manifest';
import { createOfferMapper } from './map-offer';
import { formatPlace, markOf, recordsBefore, type PagePlace } from './page-cursor';
import { createPager } from './paging';
import { createReadById } from './read-by-id';
import { createReadRecords } from './records';
import { createFillRequest } from './request';
import { secretParameter } from './sign-in';
import { createUnderstand } from './understand';

export interface RestMarketplaceOptions {
  readonly id: MarketplaceId;
  readonly name: string;
  readonly manifest: RestManifest;
  readonly credentials: Credentials;
  readonly http: HttpSource;
  readonly ordering?: OrderingPort | null;
  readonly orders?: OrdersPort | null;
  readonly cancelling: boolean;
  readonly now?: () => Date;
  /** Of the feed, where less than the manifest's own is wanted. */
  readonly pageSize?: number;
  /** One that orders go through as well, and whose token they share; of its own unless given. */
  readonly exchange?: Exchange;
}

const OFFERS = feedName('offers');
const PRECISION = {
  quantity: 'QUANTITY',
  availability: 'AVAILABILITY',
  none: 'NONE',
} as const satisfies Record<RestManifest['mapping']['stock']['type'], StockPrecision>;

/** A marketplace whose own REST or GraphQL API a manifest describes. */
export function createRestMarketplace(options: RestMarketplaceOptions): Marketplace {
  const { id, name, manifest, ordering = null, orders = null, now = () => new Date(), pageSize } = options;
  const { requests, authentication, records, recordsById } = manifest;
  const exchange = options.exchange ?? createExchange({ ...options, marketplace: id });
  const fill = createFillRequest(id, manifest.url);
  const pager = createPager({
    marketplace: id,
    paging: manifest.paging,
    pageSize,
    secretParameter: secretParameter(authentication),
  });
  const parts = {
    marketplace: id,
    lookUp: createLookups({ marketplace: id, lookups: records.lookups, exchange }),
    mapper: createOfferMapper({ id, name, mapping: manifest.mapping }),
    now,
  };
  const understand = createUnderstand({ ...parts, readRecords: createReadRecords(id, records) });
  const readRecordsById = createReadRecords(id, { ...records, ...recordsById });
  const understandById = createUnderstand({ ...parts, readRecords: readRecordsById });

  const fail = (code: ErrorCode, detail: string): AdapterError =>
    new AdapterError(code, { marketplace: id, detail });

  async function readPage(place: PagePlace, since: Date | undefined, call: Call): Promise<FeedPage> {
    const request = since === undefined ? requests.feed : (requests.changes ?? requests.feed);
    const variables = { ...pager.variables(place), since: since?.toISOString() ?? null };
    const linked = pager.url(place);
    const toSend = {
      request,
      variables,
      mayBePartial: true,
      ...(linked === undefined ? {} : { url: linked }),
    };
    const answer = await exchange.send(toSend, call).catch((error: unknown) => {
      if (pager.isGuess(place) && isRefusal(error)) return NO_SUCH_PAGE;
      throw error;
    });
    const position = formatPlace(place);
    const isFirst = place.page === 1;
    if (answer.means === 'missing') {
      // Several frameworks answer 404 to a page beyond the last; one that was linked to has to be there.
      if (isFirst || place.from !== null) throw fail('INVALID_INPUT', 'feed: no list is there');
      return { ...EMPTY, position };
    }
    if (answer.means === 'refused' && pager.isGuess(place)) return { ...EMPTY, position };
    if (answer.means === 'refused') throw fail('INVALID_INPUT', `feed: ${answer.detail}`);
    const answered = { ...answer, url: fill(request, variables, linked).url.href };
    const total = pager.total(answered);
    // "Nothing" in place of a list ends one that has been read; of one that isn't over it is a failure.
    const isOver = total === null || place.from !== null ? !isFirst : total <= recordsBefore(place);
    const list = { single: false, nothing: isOver && !answer.isPartial };
    const reading = { list, page: place.page, failing: 'lacking' } as const;
    const { offers, rejected, listed, told, lacking } = await understand(answer.body, reading, call);
    const next = pager.next(place, answered, { listed, told, mark: markOf(offers) });
    return {
      offers,
      rejected: rejected.map(({ recordId, reason }) => ({ recordId, reason })),
      // With those that records.at leaves out: totals count them.
      records: told ?? listed,
      lacking,
      next: next === null ? null : formatPlace(next),
      total,
      position,
    };
  }

  return {
    id,
    name,
    protocol: 'rest',
    can: {
      stock: PRECISION[manifest.mapping.stock.type],
      changes: requests.changes !== undefined,
      readById: manifest.batch > 1 ? 'BATCH' : 'SINGLE',
      offers: 'PUBLIC',
      ordering: ordering?.mode ?? 'NONE',
      cancelling: options.cancelling,
      orders: orders === null ? 'REPORTED' : 'ASKED',
    },
    feeds: [OFFERS],
    source: () => manifest.url,
    async feed(request: FeedRequest, call: Call): Promise<FeedPage> {
      const place = request.cursor === null ? pager.first : pager.parse(request.cursor);
      if (place === null || request.feed !== OFFERS)
        throw fail('INVALID_INPUT', 'not a feed or cursor of this marketplace');
      if (request.since !== undefined && requests.changes === undefined)
        throw fail('UNSUPPORTED', 'the manifest has no request for changes');
      return readPage(place, request.since, call);
    },
    offers: createReadById({ marketplace: id, manifest, exchange, understand: understandById }),
    ...(ordering === null ? {} : { ordering }),
    ...(orders === null ? {} : { orders }),
    close: () => Promise.resolve(exchange.close()),
  };
}

const NO_SUCH_PAGE = { means: 'missing' } as const;

/** A status that says "not this page", as several systems do beyond the last; not a request that was never sent. */
function isRefusal(error: unknown): boolean {
  return error instanceof AdapterError && error.code === 'INVALID_INPUT' && error.status !== undefined;
}

const EMPTY: Omit<FeedPage, 'position'> = {
  offers: [],
  rejected: [],
  next: null,
  records: 0,
  lacking: null,
  total: null,
};
