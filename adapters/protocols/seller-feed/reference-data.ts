import { randomUUID } from 'node:crypto';
import type { Call } from '../../core/contract';
import type { HttpSource } from '../../core/http/http-source';
import { sellerId, type MarketplaceId } from '../../core/ids';
import type { Seller } from '../../core/offer';
import { fetchMasterLists, NO_MASTER_LISTS, type MasterLists, type MasterListsAccess } from './master-lists';
import { within } from '../../core/within';
import type { SellerDetail, SellerDirectory } from './seller-directory';

/** Something looked up, and whether that went well: what failed is known by its last value, if any. */
export interface LookedUp<T> {
  readonly value: T;
  readonly failed: boolean;
}

/**
 * What a feed's numbers refer to, kept for a while: it changes by the month, and every page needs it.
 * With a patience, in milliseconds, the last known value is given when a new one takes longer.
 */
export interface ReferenceData {
  lists(patienceMs?: number): Promise<LookedUp<MasterLists>>;
  seller(code: string, patienceMs?: number): Promise<LookedUp<Seller>>;
}

interface Kept<T> {
  /** Epoch milliseconds after which it is looked up anew. */
  until: number;
  /** What was last known, before this look-up or by it. */
  last: T;
  readonly looked: Promise<LookedUp<T>>;
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
  const kept = new Map<string, Kept<unknown>>();

  function keep<T>(key: string, fallback: T, load: (call: Call) => Promise<T>): Kept<T> {
    const known = kept.get(key) as Kept<T> | undefined;
    if (known && known.until > now().getTime()) return known;
    const call: Call = {
      signal: new AbortController().signal,
      deadline: Date.now() + LOOKUP_DEADLINE_MS,
      requestId: randomUUID(),
    };
    const entry: Kept<T> = {
      until: now().getTime() + KEEP_MS,
      last: known ? known.last : fallback,
      looked: load(call).then(
        (value) => {
          entry.last = value;
          return { value, failed: false };
        },
        () => {
          entry.until = now().getTime() + KEEP_FAILURE_MS;
          return { value: entry.last, failed: true };
        },
      ),
    };
    kept.set(key, entry);
    return entry;
  }

  function waitFor<T>({ looked, last }: Kept<T>, patienceMs?: number): Promise<LookedUp<T>> {
    return patienceMs === undefined ? looked : within(patienceMs, looked, { value: last, failed: true });
  }

  return {
    lists: (patienceMs) =>
      waitFor(
        keep('lists', NO_MASTER_LISTS, (call) =>
          masterLists
            ? fetchMasterLists(marketplace, masterLists, http, call)
            : Promise.resolve(NO_MASTER_LISTS),
        ),
        patienceMs,
      ),
    async seller(code, patienceMs) {
      const looking = keep<SellerDetail | null>(
        `seller ${code}`,
        null,
        (call) => sellers?.seller(code, call) ?? Promise.resolve(null),
      );
      const { value, failed } = await waitFor(looking, patienceMs);
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
