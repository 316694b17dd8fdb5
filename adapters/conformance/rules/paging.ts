import type { OfferId } from '../../core/ids';
import { readFeeds, type ReadFeed, type ReadPage } from '../read-feeds';
import type { Finding, LiveCheck, LiveRule } from '../rule';
import { idsOf } from '../samples';
import { NO_OFFERS, NO_PAGES } from './reading';

/** How far a feed's own count may be from what it holds: trade goes on while it is read. */
const TOTAL_SLACK = 0.02;

/** How a feed goes on from page to page. */
export const PAGING: readonly LiveRule[] = [
  {
    id: 'LIVE-10',
    level: 'MUST',
    title: 'a feed that holds more than a page goes on after it',
    needs: 'READING',
    run: each(({ whole, pages }, path) => {
      const [only] = pages;
      const total = totalOf({ pages });
      if (!whole || pages.length !== 1 || only === undefined || total === null) return [];
      if (!isShort(only.page.records, total)) return [];
      return [
        {
          path,
          expected: `${total} records, as it says, on several pages`,
          got: `${only.page.records} records, and no further page`,
          fix: 'describe how the next page is asked for (paging), and its parameters in requests.feed',
        },
      ];
    }),
  },
  {
    id: 'LIVE-11',
    level: 'MUST',
    title: 'no offer is listed on two pages',
    needs: 'READING',
    async run(check) {
      const feeds = await check.feeds();
      if (feeds.every(({ pages }) => pages.length === 0)) return NO_PAGES;
      const repeated = feeds.flatMap(repeats);
      if (repeated.length === 0) return [];
      // Something new at the top moves everything down: one reading can meet an offer twice, two hardly do.
      const again = await readFeeds(check.marketplace, check);
      return again.flatMap(repeats);
    },
  },
  {
    id: 'LIVE-12',
    level: 'MUST',
    title: 'a page that is asked for again is the same page',
    needs: 'READING',
    async run(check) {
      const findings: Finding[] = [];
      if ((await check.offers()).length === 0) return NO_OFFERS;
      for (const feed of await check.feeds()) findings.push(...(await shifting(check, feed)));
      return findings;
    },
  },
  {
    id: 'LIVE-13',
    level: 'MUST',
    title: 'a feed holds as many records as it says',
    needs: 'READING',
    run: each((feed, path) => {
      const total = totalOf(feed);
      const records = recordsOf(feed);
      if (total === null || (feed.whole && feed.pages.length === 1 && isShort(records, total))) return []; // LIVE-10
      const wrong = isShort(total, records) || (feed.whole && isShort(records, total));
      if (!wrong) return [];
      return [
        {
          path,
          expected: `${total} records, as it says`,
          got: feed.whole ? `${records} records, and no more` : `${records} records so far`,
          fix: 'check what the number means that is read as paging.total, and that no page is passed over: it has to count what the list itself holds, before records.at leaves any out; leave it out where records.at begins with more than a path (a function, a slice)',
        },
      ];
    }),
  },
  {
    id: 'LIVE-14',
    level: 'MUST',
    title: 'pages come to an end',
    needs: 'READING',
    run: each(({ pages, whole }, path) => {
      const positions = pages.map(({ page }) => page.position);
      const last = pages.at(-1)?.page;
      const back = last?.next === null || last === undefined ? -1 : positions.indexOf(last.next);
      // One may be empty by chance, where records are left out behind its paging.
      const isEmpty = ({ page }: ReadPage): boolean => page.records === 0 && page.next !== null;
      const end = pages.slice(-2);
      const isEndless = end.length === 2 && end.every(isEmpty);
      const got =
        back >= 0
          ? `page ${pages.length} leads back to page ${back + 1}`
          : isEndless && !whole
            ? `pages ${pages.length - 1} and ${pages.length} are empty and say that there is more`
            : null;
      const fix = 'say which page is the last (paging.last, paging.next or paging.total)';
      return got === null ? [] : [{ path, expected: 'a last page', got, fix }];
    }),
  },
];

/** A rule that looks at each feed by itself. */
function each(judge: (feed: ReadFeed, path: string) => readonly Finding[]): LiveRule['run'] {
  return async (check) => {
    const feeds = await check.feeds();
    if (feeds.every(({ pages }) => pages.length === 0)) return NO_PAGES;
    return feeds.flatMap((feed) => judge(feed, feeds.length === 1 ? '$' : `$['${feed.feed}']`));
  };
}

function totalOf({ pages }: Pick<ReadFeed, 'pages'>): number | null {
  return pages.at(-1)?.page.total ?? null;
}

function recordsOf({ pages }: Pick<ReadFeed, 'pages'>): number {
  return pages.reduce((sum, { page }) => sum + page.records, 0);
}

function isShort(records: number, total: number): boolean {
  return records < total - Math.max(1, total * TOTAL_SLACK);
}

/** Offers that stand on more than one page. */
function repeats({ pages }: ReadFeed): readonly Finding[] {
  const first = new Map<OfferId, number>();
  return pages.flatMap(({ page }, i) =>
    page.offers.flatMap(({ id }) => {
      const before = first.get(id);
      if (before === undefined) first.set(id, i);
      if (before === undefined || before === i) return [];
      return [
        {
          path: `$['${id}']`,
          expected: 'one page',
          got: `pages ${before + 1} and ${i + 1}`,
          fix: 'sort the list by something that never changes, such as the article number, and check that the page parameter is obeyed',
        },
      ];
    }),
  );
}

/** The page that is asked for again is the second, for a first page needs no cursor. */
async function shifting(
  { marketplace, call }: LiveCheck,
  { feed, pages }: ReadFeed,
): Promise<readonly Finding[]> {
  const page = (pages[1] ?? pages[0])?.page;
  if (page === undefined) return [];
  let before = idsOf(page.offers);
  // Trade between two readings moves a page once; a list without an order moves it every time.
  for (let reading = 1; reading <= 2; reading += 1) {
    const again = idsOf((await marketplace.feed({ feed, cursor: page.position }, call())).offers);
    if (again.length === before.length && again.every((id, i) => id === before[i])) return [];
    before = again;
  }
  const common = before.filter((id) => page.offers.some((offer) => offer.id === id)).length;
  return [
    {
      path: '$',
      expected: `the same ${page.offers.length} offers in the same order`,
      got: `${before.length} offers, ${common} of them of the first reading`,
      fix: 'sort the list by something that never changes, such as the article number',
    },
  ];
}
