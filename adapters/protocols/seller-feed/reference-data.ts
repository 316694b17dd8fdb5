import type { Call } from '../../core/contract';
import type { HttpSource } from '../../core/http/http-source';
import { sellerId, type MarketplaceId } from '../../core/ids';
import type { Seller } from '../../core/offer';
import { fetchMasterLists, NO_MASTER_LISTS, type MasterLists, type MasterListsAccess } from './master-lists';
import type { SellerDirectory } from './seller-directory';

/** What a feed's numbers refer to, kept for a while: it changes by the month, and every page needs it. */
export interface ReferenceData {
  lists(call: Call): Promise<MasterLists>;
  seller(code: string, call: Call): Promise<Seller>;
}

const KEEP_MS = 60 * 60 * 1000;
/** After a failure the register is asked again soon, but not for every page. */
const KEEP_FAILURE_MS = 60 * 1000;

export interface ReferenceDataOptions {
  readonly marketplace: MarketplaceId;
  readonly http: HttpSource;
  readonly masterLists: MasterListsAccess | null;
  readonly sellers: SellerDirectory | null;
  readonly now: () => Date;
}

/**
 * Reference data only enriches: when its source fails, offers come without names, units and regions
 * (the last known ones where there are any) rather than not at all.
 */
export function createReferenceData(options: ReferenceDataOptions): ReferenceData {
  const { marketplace, http, masterLists, sellers, now } = options;
  const kept = new Map<string, { until: number; value: unknown }>();

  async function keep<T>(key: string, fallback: T, load: () => Promise<T>): Promise<T> {
    const known = kept.get(key);
    if (known && known.until > now().getTime()) return known.value as T;
    try {
      const value = await load();
      kept.set(key, { until: now().getTime() + KEEP_MS, value });
      return value;
    } catch {
      const value = known ? (known.value as T) : fallback;
      kept.set(key, { until: now().getTime() + KEEP_FAILURE_MS, value });
      return value;
    }
  }

  return {
    lists: (call) =>
      keep('lists', NO_MASTER_LISTS, () =>
        masterLists
          ? fetchMasterLists(marketplace, masterLists, http, call)
          : Promise.resolve(NO_MASTER_LISTS),
      ),
    async seller(code, call) {
      const detail = await keep(
        `seller ${code}`,
        null,
        () => sellers?.seller(code, call) ?? Promise.resolve(null),
      );
      return {
        id: sellerId(marketplace, code),
        name: detail?.name ?? code,
        region: detail?.region ?? null,
        location: detail?.location ?? null,
        smallBusiness: detail?.smallBusiness ?? null,
      };
    },
  };
}
