import { randomUUID } from 'node:crypto';
import type { Call } from '../../core/contract';
import type { HttpSource } from '../../core/http/http-source';
import { sellerId, type MarketplaceId } from '../../core/ids';
import type { Seller } from '../../core/offer';
import { fetchMasterLists, NO_MASTER_LISTS, type MasterLists, type MasterListsAccess } from './master-lists';
import type { SellerDirectory } from './seller-directory';

/** Something looked up, and whether that went well: what failed is known by its last value, if any. */
export interface LookedUp<T> {
  readonly value: T;
  readonly failed: boolean;
}

/** What a feed's numbers refer to, kept for a while: it changes by the month, and every page needs it. */
export interface ReferenceData {
  lists(): Promise<LookedUp<MasterLists>>;
  seller(code: string): Promise<LookedUp<Seller>>;
}

const KEEP_MS = 60 * 60 * 1000;
/** After a failure the service is asked again soon, but not for every page. */
const KEEP_FAILURE_MS = 60 * 1000;
const LOOKUP_DEADLINE_MS = 10_000;

export interface ReferenceDataOptions {
  readonly marketplace: MarketplaceId;
  readonly http: HttpSource;
  readonly masterLists: MasterListsAccess | null;
  readonly sellers: SellerDirectory | null;
  readonly now: () => Date;
}

/**
 * Reference data only enriches: when its source fails, offers come without names, units and regions
 * (with the last known ones where there are any) rather than not at all, and the caller is told.
 * A look-up serves everyone who asks meanwhile, so no single caller's deadline or departure ends it.
 */
export function createReferenceData(options: ReferenceDataOptions): ReferenceData {
  const { marketplace, http, masterLists, sellers, now } = options;
  const kept = new Map<string, { until: number; looked: Promise<LookedUp<unknown>> }>();

  function keep<T>(key: string, fallback: T, load: (call: Call) => Promise<T>): Promise<LookedUp<T>> {
    const known = kept.get(key) as { until: number; looked: Promise<LookedUp<T>> } | undefined;
    if (known && known.until > now().getTime()) return known.looked;
    const call: Call = {
      signal: new AbortController().signal,
      deadline: Date.now() + LOOKUP_DEADLINE_MS,
      requestId: randomUUID(),
    };
    const looked = load(call).then(
      (value) => ({ value, failed: false }),
      async () => {
        kept.set(key, { until: now().getTime() + KEEP_FAILURE_MS, looked });
        return { value: known ? (await known.looked).value : fallback, failed: true };
      },
    );
    kept.set(key, { until: now().getTime() + KEEP_MS, looked });
    return looked;
  }

  return {
    lists: () =>
      keep('lists', NO_MASTER_LISTS, (call) =>
        masterLists
          ? fetchMasterLists(marketplace, masterLists, http, call)
          : Promise.resolve(NO_MASTER_LISTS),
      ),
    async seller(code) {
      const { value, failed } = await keep(
        `seller ${code}`,
        null,
        (call) => sellers?.seller(code, call) ?? Promise.resolve(null),
      );
      const seller = {
        id: sellerId(marketplace, code),
        name: value?.name ?? code,
        region: value?.region ?? null,
        location: value?.location ?? null,
        smallBusiness: value?.smallBusiness ?? null,
      };
      return { value: seller, failed };
    },
  };
}
