import { feedName, type Call, type FeedPage, type FeedRequest, type Marketplace } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import type { Offer } from '../../core/offer';
import type { OrderingPort } from '../../core/order/ordering-port';
import { rawText, understandRecord, understandRecords, type Understood } from '../../core/understand-records';
import {
  CURSOR_MAX,
  following,
  formatPosition,
  parsePosition,
  START,
  type FeedPosition,
} from './feed-cursor';
import { createGraphqlClient, type GraphqlAnswer, type SubgraphAccess } from './graphql-client';
import { mapOffer } from './map-offer';
import { createReadEntities } from './read-entities';
import { feedWire, OFFER_FIELDS, offerWire, type OfferWire } from './wire';

export interface FederatedMarketplaceOptions extends SubgraphAccess {
  readonly id: MarketplaceId;
  readonly name: string;
  /** The GraphQL type of its offers, as its SDL has it; empty where it is not known yet. */
  readonly offerType: string;
  /** How it takes orders; null where it takes none through Pasar. */
  readonly ordering: OrderingPort | null;
  /** Closed with the marketplace. */
  readonly http: HttpSource;
  readonly now?: () => Date;
  readonly pageSize?: number;
}

const OFFERS = feedName('offers');
const DEFAULT_PAGE_SIZE = 200;
const FEED_QUERY = `query($first: Int!, $after: String) { pasarFeed(first: $first, after: $after) { offers {${OFFER_FIELDS}} next total } }`;

/**
 * A marketplace that brings its own subgraph. Clients' questions go from the gateway straight to it; the index,
 * quotes and orders read it through this, by the same fields.
 */
export function createFederatedMarketplace(options: FederatedMarketplaceOptions): Marketplace {
  const { id, name, url, http, ordering, pageSize = DEFAULT_PAGE_SIZE, now = () => new Date() } = options;
  const client = createGraphqlClient(id, options, http);
  const fail = (code: 'INVALID_INPUT' | 'UNSUPPORTED' | 'BAD_RESPONSE', detail: string): AdapterError =>
    new AdapterError(code, { marketplace: id, detail });

  async function readPage(
    { data, errors }: GraphqlAnswer,
    position: FeedPosition,
    call: Call,
  ): Promise<FeedPage> {
    const feed = feedWire.safeParse(data['pasarFeed']);
    if (!feed.success) {
      const [error] = errors;
      throw error
        ? client.failure(error, 'pasarFeed')
        : fail('BAD_RESPONSE', 'pasarFeed: is of another shape');
    }
    const { offers: records, next, total } = feed.data;
    if (records.length > pageSize)
      throw fail('BAD_RESPONSE', `pasarFeed: ${records.length} offers came where ${pageSize} were asked`);
    const observedAt = now();
    const toOffer = (wire: OfferWire): Understood<Offer> => mapOffer(wire, id, observedAt);
    return {
      ...(await understandRecords(
        records,
        { schema: offerWire, idOf: recordId, toOffer },
        { marketplace: id, call },
      )),
      records: records.length,
      // Those that lack a price or a seller by it are among the rejected.
      lacking: errors.length > 0 ? 'parts of the answer failed at the source' : null,
      next: next ? formatPosition(id, positionAt(next, position)) : null,
      total: total ?? null,
      position: formatPosition(id, position),
    };
  }

  function positionAt(next: string, from: FeedPosition): FeedPosition {
    if (next.length > CURSOR_MAX)
      throw fail('BAD_RESPONSE', `pasarFeed: next is over ${CURSOR_MAX} characters`);
    const position = following(from, next);
    if (position === null) throw fail('BAD_RESPONSE', 'pasarFeed: next leads back to a page that was read');
    return position;
  }

  return {
    id,
    name,
    protocol: 'federation',
    can: {
      stock: 'QUANTITY',
      changes: false,
      readById: 'BATCH',
      offers: 'PUBLIC',
      ordering: ordering?.mode ?? 'NONE',
      cancelling: false,
      orders: 'REPORTED',
    },
    feeds: [OFFERS],
    source: () => url,
    async feed({ feed, cursor, since }: FeedRequest, call: Call): Promise<FeedPage> {
      const position = cursor === null ? START : parsePosition(id, cursor);
      if (position === null || feed !== OFFERS) throw fail('INVALID_INPUT', 'not a cursor of this feed');
      if (since) throw fail('UNSUPPORTED', 'pasarFeed takes no date');
      const variables = { first: pageSize, after: position.after };
      return readPage(await client.ask({ query: FEED_QUERY, variables }, call), position, call);
    },
    offers: createReadEntities({
      marketplace: id,
      offerType: options.offerType,
      client,
      understand: (record) => understandRecord(record, offerWire, (wire) => mapOffer(wire, id, now())),
    }),
    ...(ordering === null ? {} : { ordering }),
    close: () => Promise.resolve(http.close()),
  };
}

const LONGEST_ID = 300;

function recordId(record: unknown): string {
  const { id } = (record ?? {}) as { readonly id?: unknown };
  return rawText({ id: typeof id === 'string' ? id.slice(0, LONGEST_ID) : id }, 'id') ?? '?';
}
