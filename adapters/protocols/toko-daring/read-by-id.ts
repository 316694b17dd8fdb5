import type { Call, FeedMemory, FeedPage, OfferReading } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { MarketplaceId, OfferId } from '../../core/ids';
import type { TokoDaringOffer } from './map-product';
import type { PullPage } from './page-cursor';
import { readPagesAgain } from './read-pages-again';

export interface AnsweredIds extends Pick<FeedPage<TokoDaringOffer>, 'offers' | 'rejected'> {
  /** Did the answer hold all that there is for these ids? */
  readonly complete: boolean;
}

export interface ReadByIdOptions {
  readonly marketplace: MarketplaceId;
  readonly memory: FeedMemory;
  pullIds(ids: readonly OfferId[], call: Call): Promise<AnsweredIds>;
  pullPage(page: PullPage, call: Call): Promise<readonly TokoDaringOffer[]>;
}

export type ReadById = (
  ids: readonly OfferId[],
  call: Call,
) => Promise<readonly OfferReading<TokoDaringOffer>[]>;

/** Statuses that say "I don't take this parameter"; a 404 speaks of a product, a 414 of the length of the list. */
const REFUSES_PARAMETER: ReadonlySet<number> = new Set([400, 405, 422]);

type Readings = readonly OfferReading<TokoDaringOffer>[];

/**
 * Live reads over a protocol that documents none. Pasar adds `ids=a,b,c` to the pull; a marketplace
 * that doesn't know the parameter answers an ordinary page, which shows at once because other offers
 * come back. From then on the pages that last carried the offers are pulled again, a few per call.
 */
export function createReadById({ marketplace, memory, pullIds, pullPage }: ReadByIdOptions): ReadById {
  let idsHonoured = true;

  const error = (code: 'BAD_RESPONSE' | 'UNSUPPORTED', detail: string): AdapterError =>
    new AdapterError(code, { marketplace, detail });

  /** The readings; null where the marketplace ignored the ids; its refusal where it refused them. */
  async function byIds(ids: readonly OfferId[], call: Call): Promise<Readings | AdapterError | null> {
    try {
      const { offers, rejected, complete } = await pullIds(ids, call);
      const asked = new Set(ids);
      if (!offers.every((offer) => asked.has(offer.id))) return null;
      const found = new Map(offers.map((offer) => [offer.id, offer]));
      // A record that was not understood, or not sent any more, may be any of the missing ones: it isn't gone.
      const unsure =
        rejected.length > 0 ? 'records not understood' : complete ? null : 'the answer was cut off';
      const missing = unsure === null ? null : error('BAD_RESPONSE', `read by ids: ${unsure}`);
      return ids.map((id) => found.get(id) ?? missing);
    } catch (thrown) {
      if (!(thrown instanceof AdapterError) || thrown.code !== 'INVALID_INPUT') throw thrown;
      return thrown;
    }
  }

  async function byPages(
    ids: readonly OfferId[],
    call: Call,
    refusal: AdapterError | null,
  ): Promise<Readings> {
    const { found, pagesRead, failure } = await readPagesAgain(ids, memory, marketplace, pullPage, call);
    // Refused with ids and answered without them: it is the ids that it doesn't take.
    if (refusal !== null && pagesRead > 0 && REFUSES_PARAMETER.has(refusal.status ?? 0)) idsHonoured = false;
    if (failure !== null && pagesRead === 0) throw failure;
    const unread =
      pagesRead === 0 && refusal !== null
        ? refusal
        : error('UNSUPPORTED', 'no read by id, and not on the pages pulled again');
    return ids.map((id) => found.get(id) ?? unread);
  }

  async function read(ids: readonly OfferId[], call: Call): Promise<Readings> {
    if (!idsHonoured) return byPages(ids, call, null);
    const answer = await byIds(ids, call);
    if (answer === null) {
      idsHonoured = false;
      return byPages(ids, call, null);
    }
    return answer instanceof AdapterError ? byPages(ids, call, answer) : answer;
  }

  return async (ids, call) => {
    if (ids.length === 0) return [];
    const unique = [...new Set(ids)];
    const answered = await read(unique, call);
    const readings = new Map(unique.map((id, i) => [id, answered[i]]));
    return ids.map((id) => readings.get(id) ?? null);
  };
}
