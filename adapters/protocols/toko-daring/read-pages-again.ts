import { boundedMap } from '../../core/bounded-map';
import type { Call, FeedCursor, FeedMemory } from '../../core/contract';
import { toAdapterError, type AdapterError } from '../../core/errors';
import type { MarketplaceId, OfferId } from '../../core/ids';
import type { TokoDaringOffer } from './map-product';
import { within } from '../../core/within';
import { parsePage, type PullPage } from './page-cursor';

const REMEMBER_WITHIN_MS = 500;

/** Pages that one call may pull again. */
export const PAGE_BUDGET = 3;

export interface PagesReadAgain {
  readonly found: ReadonlyMap<OfferId, TokoDaringOffer>;
  readonly pagesRead: number;
  readonly failure: AdapterError | null;
}

/**
 * Pulls the pages that last carried these offers once more, those with most of them first. Pages shift
 * as offers come and go: what isn't found there isn't proven gone.
 */
export async function readPagesAgain(
  ids: readonly OfferId[],
  memory: FeedMemory,
  marketplace: MarketplaceId,
  pullPage: (page: PullPage, call: Call) => Promise<readonly TokoDaringOffer[]>,
  call: Call,
): Promise<PagesReadAgain> {
  // A memory that is slow is as good as none: it is ours, and no fault of the marketplace's.
  const positions = await within(REMEMBER_WITHIN_MS, memory.positions(ids), new Map<OfferId, FeedCursor>());
  const pages = fullestFirst([...positions.values()])
    .slice(0, PAGE_BUDGET)
    .flatMap((position) => parsePage(position) ?? []);
  const found = new Map<OfferId, TokoDaringOffer>();
  const failures: AdapterError[] = [];
  await boundedMap(pages, PAGE_BUDGET, async (page) => {
    try {
      for (const offer of await pullPage(page, call)) found.set(offer.id, offer);
    } catch (error) {
      failures.push(toAdapterError(error, marketplace));
    }
  });
  return { found, pagesRead: pages.length - failures.length, failure: failures[0] ?? null };
}

function fullestFirst(positions: readonly FeedCursor[]): readonly FeedCursor[] {
  const counts = new Map<FeedCursor, number>();
  for (const position of positions) counts.set(position, (counts.get(position) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([position]) => position);
}
