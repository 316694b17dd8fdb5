import { boundedMap } from '../../core/bounded-map';
import { chunks } from '../../core/chunks';
import type { Call, OfferReading } from '../../core/contract';
import { AdapterError, toAdapterError } from '../../core/errors';
import { parseOfferId, type MarketplaceId, type OfferId, type OfferIdParts } from '../../core/ids';
import type { Exchange } from './exchange';
import type { RestManifest } from './manifest';
import { mentions } from './request';
import type { Understand, UnderstoodAnswer } from './understand';

export interface ReadByIdOptions {
  readonly marketplace: MarketplaceId;
  readonly manifest: RestManifest;
  readonly exchange: Exchange;
  readonly understand: Understand;
}

/** Requests at one time for one page of offers. */
const AT_ONCE = 8;
/** A client waits, and several are read at a time: none may be as large as a page of the feed. */
const MAX_BYTES_OF_ONE = 512 * 1024;
const MAX_BYTES_OF_BATCH = 4 * 1024 * 1024;

type Asked = readonly OfferIdParts[];

/** Live reads: a request for each id, or one for as many as the marketplace takes. */
export function createReadById(
  options: ReadByIdOptions,
): (ids: readonly OfferId[], call: Call) => Promise<readonly OfferReading[]> {
  const { marketplace, manifest, exchange, understand } = options;
  const { requests, batch, mapping } = manifest;
  const isBatch = batch > 1;
  const maxBytes = isBatch ? MAX_BYTES_OF_BATCH : MAX_BYTES_OF_ONE;
  const isBySeller = mapping.seller !== undefined && mentions(requests.byIds, 'seller');

  /** Null for an id that can't be one of this marketplace's: no one is asked. */
  function partsOf(id: OfferId): OfferIdParts | null {
    const parts = parseOfferId(id);
    if (parts === null || parts.marketplace !== marketplace) return null;
    return mapping.seller === undefined && parts.sellerCode !== marketplace ? null : parts;
  }

  async function ask(asked: Asked, call: Call): Promise<readonly (readonly [OfferId, OfferReading])[]> {
    try {
      const answer = await answerFor(asked, call);
      return asked.map((parts) => [parts.id, readingOf(parts, answer)]);
    } catch (error) {
      // A SKU that can't be sent, or that the marketplace took offence at: the others are answered.
      return asked.map(({ id }) => [id, toAdapterError(error, marketplace)]);
    }
  }

  async function answerFor(asked: Asked, call: Call): Promise<Readings> {
    const skus = [...new Set(asked.map(({ sku }) => sku))];
    const [first] = asked;
    const variables = { sku: first?.sku ?? null, seller: first?.sellerCode ?? null, skus, keys: skus };
    const toSend = { request: requests.byIds, variables, maxBytes, mayBePartial: true };
    const answer = await exchange.send(toSend, call);
    const isUnknown =
      answer.means === 'missing' || (answer.means === 'refused' && answer.reason === 'UNKNOWN_OFFER');
    if (isUnknown) return NOTHING;
    if (answer.means === 'refused')
      throw new AdapterError('INVALID_INPUT', { marketplace, detail: `read by id: ${answer.detail}` });
    const list = { single: true, nothing: true };
    const how = { list, page: 1, failing: 'thrown', maxBytes: MAX_BYTES_OF_BATCH } as const;
    return { ...(await understand(answer.body, how, call)), isPartial: answer.isPartial };
  }

  return async (ids, call) => {
    const unique = [...new Set(ids)].flatMap((id) => partsOf(id) ?? []);
    const groups = isBySeller ? bySeller(unique) : [unique];
    const parts = groups.flatMap((group) => chunks(group, isBatch ? batch : 1));
    const answered = await boundedMap(parts, AT_ONCE, (chunk) => ask(chunk, call));
    const readings = new Map(answered.flat());
    return ids.map((id) => readings.get(id) ?? null);
  };

  /** What was set aside, or could not be worked out, may be the offer that is missing: then it isn't gone. */
  function readingOf({ id, sku }: OfferIdParts, { offers, rejected, isPartial }: Readings): OfferReading {
    const found = offers.find((offer) => offer.id === id);
    if (found !== undefined) return found;
    const aside = rejected.find((record) => record.sku === null || record.sku === sku);
    if (aside === undefined && !isPartial) return null;
    const why = aside?.reason ?? 'GraphQL errors, and it is not in the data beside them';
    return new AdapterError('BAD_RESPONSE', { marketplace, detail: `read by id: ${why}` });
  }
}

type Readings = UnderstoodAnswer & { readonly isPartial: boolean };

const NOTHING: Readings = { offers: [], rejected: [], listed: 0, told: 0, lacking: null, isPartial: false };

function bySeller(asked: Asked): readonly Asked[] {
  const groups = new Map<string, OfferIdParts[]>();
  for (const parts of asked) groups.set(parts.sellerCode, [...(groups.get(parts.sellerCode) ?? []), parts]);
  return [...groups.values()];
}
