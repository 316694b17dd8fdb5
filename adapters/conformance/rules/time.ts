import { DEFAULT_POLICY } from '../../core/resilience/policy';
import { within } from '../../core/within';
import type { LiveRule } from '../rule';
import { idsOf, spread } from '../samples';
import { waitedMs } from '../waiting-marketplace';
import { NO_OFFERS, NO_PAGES } from './reading';

const PAGE_MS = 10_000;
const READ_MS = DEFAULT_POLICY.attemptTimeoutMs;
const READS = 5;
/** What still hangs so long after its caller went was not let go. */
const LET_GO_MS = 2_000;

/** How long it takes, and what happens to those who don't wait. */
export const TIME: readonly LiveRule[] = [
  {
    id: 'LIVE-40',
    level: 'SHOULD',
    title: `a page of the feed comes within ${PAGE_MS / 1000} s`,
    needs: 'READING',
    async run(check) {
      const pages = (await check.feeds()).flatMap((feed) => feed.pages);
      if (pages.length === 0) return NO_PAGES;
      return pages.flatMap(({ durationMs, page }, i) =>
        durationMs <= PAGE_MS
          ? []
          : [
              {
                path: '$',
                expected: `page ${i + 1} within ${PAGE_MS} ms`,
                got: `${page.records} records after ${durationMs} ms`,
                fix: 'ask for smaller pages (paging.size), or make the list faster',
              },
            ],
      );
    },
  },
  {
    id: 'LIVE-41',
    level: 'SHOULD',
    title: `a read by id takes no longer than buyers are kept waiting, ${READ_MS} ms`,
    needs: 'READING',
    async run({ marketplace, offers, call, now }) {
      const durations: number[] = [];
      for (const id of idsOf(spread(await offers(), READS))) {
        const begun = now().getTime();
        const asking = call();
        const [reading] = await marketplace.offers([id], asking);
        if (reading instanceof Error) continue; // LIVE-06 tells it
        durations.push(now().getTime() - begun - waitedMs(asking));
      }
      // The middle one: the first of several may open a connection or sign in.
      const middle = durations.sort((a, b) => a - b)[Math.floor(durations.length / 2)];
      if (middle === undefined) return NO_OFFERS;
      if (middle <= READ_MS) return [];
      const fix = `answer reads by id within ${READ_MS} ms: later than that buyers see the price that was known before`;
      return [{ path: '$', expected: `within ${READ_MS} ms`, got: `${middle} ms`, fix }];
    },
  },
  {
    id: 'LIVE-42',
    level: 'SHOULD',
    title: 'a caller who goes is let go',
    needs: 'READING',
    async run({ marketplace, call }) {
      const [feed] = marketplace.feeds;
      if (feed === undefined) return { skipped: 'there is no feed' };
      const caller = new AbortController();
      const reading = marketplace.feed({ feed, cursor: null }, { ...call(), signal: caller.signal });
      setImmediate(() => caller.abort());
      // An answer that was faster than the abort, or any failure, ended it as well.
      const isEnded = await within(LET_GO_MS, reading.then(yes, yes), false);
      if (isEnded) return [];
      const fix = 'end what is asked for when the connection closes';
      return [{ path: '$', expected: 'the end of the call', got: `none after ${LET_GO_MS} ms`, fix }];
    },
  },
];

function yes(): true {
  return true;
}
