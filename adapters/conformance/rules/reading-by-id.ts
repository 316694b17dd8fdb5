import type { OfferReading } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { Offer } from '../../core/offer';
import { errorFinding } from '../error-finding';
import { failureFinding } from '../failure-finding';
import { placeOf } from '../fields';
import type { Finding, LiveCheck, LiveRule } from '../rule';
import { cheapestToBuy, idsOf, spread, unknownLike } from '../samples';
import { NO_OFFERS } from './reading';

/** Where single reads cost a request each, so many do. */
const SAMPLE = 10;

/** What a price, a title or a stock costs to ask for again: the reads behind every live value. */
export const READING_BY_ID: readonly LiveRule[] = [
  {
    id: 'LIVE-06',
    level: 'MUST',
    title: 'what the feed lists is found by its id, and is the same offer',
    needs: 'READING',
    async run(check) {
      const sample = spread(await check.offers(), SAMPLE);
      if (sample.length === 0) return NO_OFFERS;
      const readings = await check.marketplace.offers(idsOf(sample), check.call());
      return sample.flatMap((offer, i) => differences(check, offer, readings[i]));
    },
  },
  {
    id: 'LIVE-07',
    level: 'MUST',
    title: 'prices read by id are those of the feed',
    needs: 'READING',
    async run(check) {
      if ((await check.offers()).length === 0) return NO_OFFERS;
      const first = await pricesApart(check, await check.offers());
      // A price may have changed since the feed was read: what differs is read again, both ways.
      return first.length === 0 ? [] : await pricesApart(check, await readAgain(check, first));
    },
  },
  {
    id: 'LIVE-08',
    level: 'MUST',
    title: 'an id that nobody has gives nothing, and no error',
    needs: 'READING',
    async run(check) {
      const [known] = await check.offers();
      if (known === undefined) return NO_OFFERS;
      const unknown = unknownLike(known);
      const [reading] = await check.marketplace.offers([unknown.id], check.call());
      if (reading === null) return [];
      // A product pull that knows no ids: what is on none of its pages may still be somewhere.
      if (reading instanceof AdapterError && reading.code === 'UNSUPPORTED')
        return { skipped: 'it is read page by page, and cannot say what it does not have' };
      const path = `$['${unknown.id}']`;
      const fix =
        'answer 404, an empty list or null for what you do not sell; where your API says it otherwise, ' +
        'add a rule to responses of the definition that means: missing';
      return reading instanceof Error
        ? [errorFinding(reading, 'nothing (null)', { path, fix })]
        : [{ path, expected: 'nothing (null)', got: reading === undefined ? 'no entry' : reading.id, fix }];
    },
  },
  {
    id: 'LIVE-09',
    level: 'MUST',
    title: 'answers come in the order asked, what is asked twice is there twice',
    needs: 'READING',
    async run(check) {
      const [a, ...more] = spread(await check.offers(), 3);
      if (a === undefined) return NO_OFFERS;
      const asked = [...idsOf(more).slice().reverse(), a.id, unknownLike(a).id, a.id];
      const readings = await check.marketplace.offers(asked, check.call());
      return asked.flatMap((id, i) => {
        const reading = readings[i];
        // What is not answered at all is LIVE-06's or LIVE-08's.
        if (reading === null || reading instanceof Error || reading?.id === id) return [];
        return [
          {
            path: `$[${i}].id`,
            expected: id,
            got: reading === undefined ? 'no entry' : reading.id,
            fix: 'give each record the article number that it was asked by (mapping.sku, and the path of byIds)',
          },
        ];
      });
    },
  },
];

function differences(
  { marketplace }: LiveCheck,
  offer: Offer,
  reading: OfferReading | undefined,
): readonly Finding[] {
  const path = `$['${offer.id}']`;
  if (reading instanceof Error) return [unread(reading, path)];
  if (reading === null || reading === undefined) {
    const fix = `read it by the number that the feed gives (${placeOf(marketplace, 'sku')}): see requests.byIds`;
    return [{ path, expected: 'the offer', got: 'nothing', fix }];
  }
  const parts = [
    ['id', offer.id, reading.id],
    ['title', offer.title, reading.title],
    ['seller.id', offer.seller.id, reading.seller.id],
    ['category', offer.category, reading.category],
    ['unit', offer.unit, reading.unit],
  ] as const;
  return parts
    .filter(([, listed, read]) => listed !== read)
    .map(([name, listed, read]) => ({
      path: `${path}.${name}`,
      expected: `${listed ?? 'nothing'}, as in the feed`,
      got: read ?? 'nothing',
      fix: 'let single reads and lists say the same; where their shapes differ, see recordsById',
    }));
}

/** Where lists and single reads are shaped differently the definition has a place to say so. */
function unread(error: AdapterError, path: string): Finding {
  const isElsewhere = error.code === 'BAD_RESPONSE' && /\brecords(?:ById)?\.at\b/.test(error.detail);
  if (!isElsewhere) return failureFinding(error, 'the offer', path);
  const fix =
    "say where the record is in the answer to byIds: recordsById, for example recordsById: { at: '@' } where the answer is the record itself";
  return errorFinding(error, 'the offer', { path, fix });
}

async function pricesApart(check: LiveCheck, offers: readonly Offer[]): Promise<Apart[]> {
  const cheapest = cheapestToBuy(offers);
  const sample = [...new Set([...spread(offers, SAMPLE), ...(cheapest === null ? [] : [cheapest])])];
  const readings = await check.marketplace.offers(idsOf(sample), check.call());
  return sample.flatMap((offer, i) => {
    const reading = readings[i];
    if (!reading || reading instanceof Error) return []; // LIVE-06 tells it
    const [listed, read] = [offer.price, reading.price];
    if (listed.amount === read.amount && listed.tax === read.tax) return [];
    return [
      {
        offer,
        path: `$['${offer.id}'].price`,
        expected: `${listed.amount} (tax ${listed.tax}), as in the feed`,
        got: `${read.amount} (tax ${read.tax})`,
        fix: `let lists and single reads give one price (${placeOf(check.marketplace, 'price')})`,
      },
    ];
  });
}

type Apart = Finding & { readonly offer: Offer };

/** The offers as the pages give them now on which they were. */
async function readAgain(check: LiveCheck, apart: readonly Apart[]): Promise<readonly Offer[]> {
  const wanted = new Set(apart.map(({ offer }) => offer.id));
  const again: Offer[] = [];
  for (const { feed, pages } of await check.feeds()) {
    for (const { page } of pages) {
      if (!page.offers.some(({ id }) => wanted.has(id))) continue;
      const now = await check.marketplace.feed({ feed, cursor: page.position }, check.call());
      again.push(...now.offers.filter(({ id }) => wanted.has(id)));
    }
  }
  return again;
}
