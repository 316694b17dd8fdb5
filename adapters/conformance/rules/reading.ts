import { failureFinding } from '../failure-finding';
import type { Finding, LiveCheck, LiveRule } from '../rule';
import { soundness } from '../soundness';
import type { RejectedRecord } from '../../core/contract';

/** A larger share of records that can't be understood is no slip but a wrong description. */
const MOST_REJECTED = 0.1;

/** What the feeds hold, taken as a whole. */
export const READING: readonly LiveRule[] = [
  {
    id: 'LIVE-01',
    level: 'MUST',
    title: 'every feed can be read, and offers are in it',
    needs: 'READING',
    async run(check) {
      const feeds = await check.feeds();
      return feeds.flatMap(({ feed, pages, failure }) => {
        const path = feeds.length === 1 ? '$' : `$['${feed}']`;
        if (failure !== null) return [failureFinding(failure, `page ${pages.length + 1} of the feed`, path)];
        const records = pages.reduce((sum, { page }) => sum + page.records, 0);
        const offers = pages.reduce((sum, { page }) => sum + page.offers.length, 0);
        if (offers > 0) return [];
        return [
          {
            path,
            expected: 'offers',
            got: records === 0 ? 'a list without records' : `${records} records, of which none is an offer`,
            fix: 'check where the list is in the answer (records.at), and that these credentials see products',
          },
        ];
      });
    },
  },
  {
    id: 'LIVE-02',
    level: 'MUST',
    title: 'every offer is sound: named, exactly priced, of a known category and region',
    needs: 'READING',
    async run(check) {
      if ((await check.offers()).length === 0) return NO_OFFERS;
      const pages = (await check.feeds()).flatMap((feed) => feed.pages);
      return pages.flatMap(({ page, readAt }) =>
        page.offers.flatMap((offer) => soundness(offer, check.marketplace, readAt)),
      );
    },
  },
  {
    id: 'LIVE-03',
    level: 'MUST',
    title: 'at least nine of ten records are understood',
    needs: 'READING',
    async run(check) {
      const { rejected, share, pages } = await rejections(check);
      if (pages === 0) return NO_PAGES;
      return share > MOST_REJECTED ? rejected : [];
    },
  },
  {
    id: 'LIVE-04',
    level: 'SHOULD',
    title: 'every record is understood',
    needs: 'READING',
    async run(check) {
      const { rejected, share, pages } = await rejections(check);
      if (pages === 0) return NO_PAGES;
      return share > MOST_REJECTED ? { skipped: 'LIVE-03 tells them' } : rejected;
    },
  },
  {
    id: 'LIVE-05',
    level: 'SHOULD',
    title: 'nothing that belongs to the offers is lacking because a second service failed',
    needs: 'READING',
    async run(check) {
      const lacking = (await check.feeds()).flatMap(({ pages }) => pages.map(({ page }) => page.lacking));
      if (lacking.length === 0) return NO_PAGES;
      return [...new Set(lacking.filter((text) => text !== null))].map((text) => ({
        path: '$',
        expected: 'whole offers',
        got: text,
        fix: 'check the lookups of the definition, and that what they ask answers',
      }));
    },
  },
];

export const NO_OFFERS = { skipped: 'no offers were read' };
export const NO_PAGES = { skipped: 'no page was read' };

interface Rejections {
  readonly rejected: readonly Finding[];
  readonly share: number;
  readonly pages: number;
}

/** Of what would be offers: a product may be several, one for each variant. */
async function rejections(check: LiveCheck): Promise<Rejections> {
  const feeds = await check.feeds();
  const pages = feeds.flatMap((feed) => feed.pages.map(({ page }) => page));
  const rejected = feeds.flatMap((feed) =>
    feed.pages.flatMap(({ page }, i) =>
      page.rejected.map((record) => onPage(rejection(record), feed.pages.length > 1 ? i + 1 : null)),
    ),
  );
  const understood = pages.reduce((sum, page) => sum + page.offers.length, 0);
  const share = rejected.length / Math.max(1, understood + rejected.length);
  return { rejected, share, pages: pages.length };
}

/** `mapping.price: nothing at $.data[3].price`, `harga.retail: is no amount`, `Item Description: is empty`. */
const FIELD = /^([^\s:]{1,200}|[A-Z][\w ]{1,60}):\s/;
const JSON_PATH = /(?:^| at )(\$(?:\.\w+|\[\d+\]|\["[^"]*"\])+)/;

/** Paths repeat from page to page. */
function onPage(finding: Finding, page: number | null): Finding {
  return page === null ? finding : { ...finding, path: `${finding.path} (page ${page})` };
}

/** The reason as the adapter gives it, with the place that it names, or the record where it names none. */
function rejection({ recordId, reason }: RejectedRecord): Finding {
  const place = JSON_PATH.exec(reason)?.[1];
  const field = FIELD.exec(reason)?.[1];
  const step = field === undefined ? '' : field.includes(' ') ? `['${field}']` : `.${field}`;
  return {
    path: place ?? `$['${recordId}']${step}`,
    expected: 'a record that makes an offer',
    got: place === undefined ? reason.slice(field === undefined ? 0 : field.length + 2) : reason,
    fix:
      field === undefined
        ? 'correct the record at its source'
        : `correct ${field} at its source, or what is made of it in the definition`,
  };
}
