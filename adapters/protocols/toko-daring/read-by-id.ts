import { boundedMap } from '../../core/bounded-map';
import type { Call, FeedMemory, FeedPage, OfferReading } from '../../core/contract';
import { AdapterError, toAdapterError } from '../../core/errors';
import type { MarketplaceId, OfferId } from '../../core/ids';
import type { TokoDaringOffer } from './map-product';
import { parsePage, type PullPage } from './page-cursor';

/** Pages that one call may pull again when the marketplace can't read by id. */
export const PAGE_BUDGET = 3;

export interface ReadByIdOptions {
  readonly marketplace: MarketplaceId;
  readonly memory: FeedMemory;
  pullIds(ids: readonly OfferId[], call: Call): Promise<Pick<FeedPage<TokoDaringOffer>, 'offers' | 'rejected'>>;
  pullPage(page: PullPage, call: Call): Promise<readonly TokoDaringOffer[]>;
}

export interface ReadById {
  read(ids: readonly OfferId[], call: Call): Promise<readonly OfferReading<TokoDaringOffer>[]>;
  /** False from the moment the marketplace was seen to ignore `ids`. */
  honoursIds(): boolean;
}

/**
 * Live reads over a protocol that documents none. Pasar adds `ids=a,b,c` to the pull; a marketplace
 * that doesn't know the parameter answers an ordinary page, which shows at once because other offers
 * come back. From then on the page that last carried each offer is pulled again, at most a few pages
 * a call; an offer that isn't found there stays unread: absence from a page that shifts proves nothing.
 */
export function createReadById(options: ReadByIdOptions): ReadById {
  const { marketplace, memory } = options;
  let idsHonoured = true;

  const garbled = (detail: string): AdapterError => new AdapterError('BAD_RESPONSE', { marketplace, detail });
  const unread = (detail: string): AdapterError => new AdapterError('UNSUPPORTED', { marketplace, detail });

  async function byIds(ids: readonly OfferId[], call: Call): Promise<readonly OfferReading<TokoDaringOffer>[] | null> {
    try {
      const { offers, rejected } = await options.pullIds(ids, call);
      const asked = new Set(ids);
      if (offers.every((offer) => asked.has(offer.id))) {
        const found = new Map(offers.map((offer) => [offer.id, offer]));
        // A record that came but was not understood may be any of the missing ones: it isn't gone.
        const missing = rejected.length === 0 ? null : garbled(`${rejected.length} records not understood`);
        return ids.map((id) => found.get(id) ?? missing);
      }
    } catch (error) {
      // A marketplace that refuses a parameter it doesn't know can't read by id either.
      if (!(error instanceof AdapterError) || error.code !== 'INVALID_INPUT') throw error;
    }
    idsHonoured = false;
    return null;
  }

  async function byPages(ids: readonly OfferId[], call: Call): Promise<readonly OfferReading<TokoDaringOffer>[]> {
    const positions = await memory.positions(ids);
    const idsByPage = new Map<string, OfferId[]>();
    for (const id of ids) {
      const position = positions.get(id);
      if (position) idsByPage.set(position, [...(idsByPage.get(position) ?? []), id]);
    }
    const pages = [...idsByPage.keys()]
      .sort((a, b) => (idsByPage.get(b)?.length ?? 0) - (idsByPage.get(a)?.length ?? 0))
      .slice(0, PAGE_BUDGET)
      .flatMap((position) => parsePage(position as Parameters<typeof parsePage>[0]) ?? []);
    const found = new Map<OfferId, TokoDaringOffer>();
    const failures: AdapterError[] = [];
    await boundedMap(pages, PAGE_BUDGET, async (page) => {
      try {
        for (const offer of await options.pullPage(page, call)) found.set(offer.id, offer);
      } catch (error) {
        failures.push(toAdapterError(error, marketplace));
      }
    });
    const [failure] = failures;
    if (failure && failures.length === pages.length) throw failure;
    return ids.map((id) => found.get(id) ?? unread('no read by id, and not on the pages pulled again'));
  }

  return {
    honoursIds: () => idsHonoured,
    async read(ids, call) {
      if (ids.length === 0) return [];
      const unique = [...new Set(ids)];
      const answered = (idsHonoured ? await byIds(unique, call) : null) ?? (await byPages(unique, call));
      const readings = new Map(unique.map((id, i) => [id, answered[i]]));
      return ids.map((id) => readings.get(id) ?? null);
    },
  };
}
