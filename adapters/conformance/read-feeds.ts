import type { Call, FeedCursor, FeedName, FeedPage, Marketplace } from '../core/contract';
import { toAdapterError, type AdapterError } from '../core/errors';
import { waitedMs } from './waiting-marketplace';

export interface ReadPage {
  readonly page: FeedPage;
  readonly readAt: Date;
  readonly durationMs: number;
}

/** As much of a feed as a check looks at. */
export interface ReadFeed {
  readonly feed: FeedName;
  readonly pages: readonly ReadPage[];
  /** Was its last page among them? */
  readonly whole: boolean;
  /** What ended the reading before its time. */
  readonly failure: AdapterError | null;
}

export interface ReadFeedsOptions {
  readonly pages: number;
  readonly call: () => Call;
  readonly now: () => Date;
}

/** The first pages of every feed, in order. A failure ends its own feed and is told with it. */
export async function readFeeds(
  marketplace: Marketplace,
  options: ReadFeedsOptions,
): Promise<readonly ReadFeed[]> {
  const feeds: ReadFeed[] = [];
  for (const feed of marketplace.feeds) feeds.push(await readFeed(marketplace, feed, options));
  return feeds;
}

async function readFeed(
  marketplace: Marketplace,
  feed: FeedName,
  { pages: most, call, now }: ReadFeedsOptions,
): Promise<ReadFeed> {
  const pages: ReadPage[] = [];
  const seen = new Set<FeedCursor>();
  let cursor: FeedCursor | null = null;
  try {
    do {
      const asking = call();
      const begun = now().getTime();
      const page: FeedPage = await marketplace.feed({ feed, cursor }, asking);
      pages.push({ page, readAt: now(), durationMs: now().getTime() - begun - waitedMs(asking) });
      seen.add(page.position);
      cursor = page.next;
    } while (cursor !== null && pages.length < most && !seen.has(cursor));
    return { feed, pages, whole: cursor === null, failure: null };
  } catch (thrown) {
    return { feed, pages, whole: false, failure: toAdapterError(thrown, marketplace.id) };
  }
}
