import type { FeedCursor, FeedPage, FeedRequest, Marketplace } from '../../../adapters/core/contract';
import { ZERO, type Decimal } from '../../../adapters/core/decimal';
import { marketplaceId } from '../../../adapters/core/ids';
import type { Offer } from '../../../adapters/core/offer';
import type { RegionCode } from '../../../adapters/core/regions';
import type { LiveSubject } from '../../../adapters/conformance/rule';
import { failure, goodMarketplace, GOOD_OFFERS, refusing, subjectOf } from './good-marketplace';

/** What is broken in one way, the rules that say so and no others, and the path that the first of them names. */
export type Defect = readonly [
  name: string,
  broken: () => LiveSubject,
  rules: readonly string[],
  path: string,
];

const FIRST = GOOD_OFFERS[0] as Offer;
/** A path into the first offer. */
const at = (path = ''): string => `$['${FIRST.id}']${path}`;

/** Every page of a good one, changed; its changes are good. */
function paged(change: (page: FeedPage, request: FeedRequest) => FeedPage): () => LiveSubject {
  return () => {
    const good = goodMarketplace();
    return subjectOf({
      ...good,
      async feed(request, call) {
        const page = await good.feed(request, call);
        return request.since === undefined ? change(page, request) : page;
      },
    });
  };
}

/** All its offers, changed: in the feed and by id alike. */
function stocked(change: (offer: Offer, index: number) => Partial<Offer>): () => LiveSubject {
  return () => subjectOf(goodMarketplace(GOOD_OFFERS.map((each, i) => ({ ...each, ...change(each, i) }))));
}

/** Only the first of its offers. */
function first(change: Partial<Offer>): () => LiveSubject {
  return stocked((_, i) => (i === 0 ? change : {}));
}

/** What it answers to ids, changed. */
function byId(change: (readings: Readings, asked: readonly string[]) => Readings): () => LiveSubject {
  return () => {
    const good = goodMarketplace();
    return subjectOf({ ...good, offers: async (ids, call) => change(await good.offers(ids, call), ids) });
  };
}
type Readings = Awaited<ReturnType<Marketplace['offers']>>;

function firstById(change: Partial<Offer>): () => LiveSubject {
  return byId((readings) =>
    readings.map((found) =>
      found !== null && !(found instanceof Error) && found.id === FIRST.id ? { ...found, ...change } : found,
    ),
  );
}

/** So many records of its first page that nobody understands. */
function rejecting(count: number, reason: string): () => LiveSubject {
  const rejected = Array.from({ length: count }, (_, i) => ({ recordId: `R-${i}`, reason }));
  return paged((page) => {
    const total = GOOD_OFFERS.length + count;
    return page.position === '1'
      ? { ...page, rejected, records: page.records + count, total }
      : { ...page, total };
  });
}

const READING: readonly Defect[] = [
  [
    'a feed that fails',
    paged(() => {
      throw failure('UNAVAILABLE');
    }),
    ['LIVE-01'],
    '$',
  ],
  [
    'a feed that fails on its second page',
    paged((page, { cursor }) => {
      if (cursor === '2') throw failure('TIMEOUT');
      return page;
    }),
    ['LIVE-01'],
    '$',
  ],
  ['a feed without records', () => subjectOf(goodMarketplace([])), ['LIVE-01'], '$'],
  ['a name that is no clean text', first({ title: 'Beras\u001b[31m merah' }), ['LIVE-02'], at('.title')],
  ['an offer without a name', first({ title: '' }), ['LIVE-02'], at('.title')],
  [
    'a price of nothing',
    first({ price: { ...FIRST.price, amount: ZERO } }),
    ['LIVE-02'],
    at('.price.amount'),
  ],
  [
    'a price that is no plain decimal',
    first({ price: { ...FIRST.price, amount: '10000.50' as Decimal } }),
    ['LIVE-02'],
    at('.price.amount'),
  ],
  [
    'a category that is none',
    first({ category: 'beras' as Offer['category'] }),
    ['LIVE-02'],
    at('.category'),
  ],
  [
    'a region that is none',
    first({ seller: { ...FIRST.seller, region: '99.99' as RegionCode } }),
    ['LIVE-02'],
    at('.seller.region'),
  ],
  ['a TKDN over 100', first({ tkdn: '140' as Decimal }), ['LIVE-02'], at('.tkdn')],
  [
    'stock more precise than declared',
    () => {
      const good = goodMarketplace();
      return subjectOf({ ...good, can: { ...good.can, stock: 'AVAILABILITY' } });
    },
    ['LIVE-02'],
    at('.stock.precision'),
  ],
  [
    'a quantity that is not given',
    first({ stock: { ...FIRST.stock, quantity: null } }),
    ['LIVE-02'],
    at('.stock.quantity'),
  ],
  [
    "another marketplace's offer",
    first({ marketplace: marketplaceId('elsewhere') }),
    ['LIVE-02'],
    at('.marketplace'),
  ],
  ['an id of another article', first({ sku: 'X' }), ['LIVE-02'], at('.id')],
  [
    'offers out of a store',
    paged((page) => ({ ...page, offers: page.offers.map((each) => ({ ...each, observedAt: new Date(0) })) })),
    ['LIVE-02'],
    at('.observedAt'),
  ],
  [
    'one record in eight not understood',
    rejecting(4, '$.data[3].price: is no amount'),
    ['LIVE-03'],
    '$.data[3].price',
  ],
  [
    'one record not understood',
    rejecting(1, 'harga.retail: is no amount'),
    ['LIVE-04'],
    "$['R-0'].harga.retail",
  ],
  [
    'a row not understood',
    rejecting(1, 'Item Description: is empty'),
    ['LIVE-04'],
    "$['R-0']['Item Description']",
  ],
  [
    'a variant without a price',
    rejecting(1, 'mapping.price: nothing at $.data[3].variants[0]["unit price"]'),
    ['LIVE-04'],
    '$.data[3].variants[0]["unit price"]',
  ],
  ['a record beyond reading', rejecting(1, "can't be read: TypeError"), ['LIVE-04'], "$['R-0']"],
  ['a lookup that failed', paged((page) => ({ ...page, lacking: 'no units' })), ['LIVE-05'], '$'],
];

const READING_BY_ID: readonly Defect[] = [
  [
    'an offer that is not found by its id',
    byId((readings) => readings.map((found) => (isFirst(found) ? null : found))),
    ['LIVE-06'],
    at(),
  ],
  [
    'an offer that fails by its id',
    byId((readings) => readings.map((found) => (isFirst(found) ? failure('BAD_RESPONSE') : found))),
    ['LIVE-06'],
    at(),
  ],
  ['another name by id', firstById({ title: 'Beras' }), ['LIVE-06'], at('.title')],
  ['another unit by id', firstById({ unit: null }), ['LIVE-06'], at('.unit')],
  [
    'another price by id',
    firstById({ price: { ...FIRST.price, amount: '9' as Decimal } }),
    ['LIVE-07'],
    at('.price'),
  ],
  ['another tax by id', firstById({ price: { ...FIRST.price, tax: 'INCLUDED' } }), ['LIVE-07'], at('.price')],
  [
    'an error for an unknown id',
    byId((readings) => readings.map((found) => found ?? failure('INVALID_INPUT'))),
    ['LIVE-08'],
    "$['toko-baik:M1.PASAR-NONE-",
  ],
  [
    'something else for an unknown id',
    byId((readings) => readings.map((found) => found ?? FIRST)),
    ['LIVE-08', 'LIVE-09'],
    "$['toko-baik:M1.PASAR-NONE-",
  ],
  [
    'no answer at all where one id of several is unknown',
    byId((readings) => {
      if (readings.includes(null)) throw failure('INVALID_INPUT');
      return readings;
    }),
    ['LIVE-08', 'LIVE-09'],
    '$',
  ],
  [
    'answers in an order of their own',
    byId((readings) => [...readings].sort(byIdOf)),
    ['LIVE-09'],
    '$[0].id',
  ],
  [
    'answers without repetitions',
    byId((readings, asked) => readings.filter((_, i) => asked.indexOf(asked[i] ?? '') === i)),
    ['LIVE-09'],
    '$[4].id',
  ],
];

let turns = 0;
const PAGING: readonly Defect[] = [
  ['a feed that stops after a page', paged((page) => ({ ...page, next: null })), ['LIVE-10'], '$'],
  [
    'a page parameter that is ignored',
    paged((page) => ({ ...page, offers: GOOD_OFFERS.slice(0, 10).map(fresh), records: 10 })),
    ['LIVE-11', 'LIVE-13'],
    at(),
  ],
  [
    'an offer on two pages',
    paged((page) =>
      page.position === '2' ? { ...page, offers: [fresh(FIRST), ...page.offers.slice(1)] } : page,
    ),
    ['LIVE-11'],
    at(),
  ],
  [
    'a list without an order',
    paged((page) => {
      const turn = (turns += 1) % 10;
      return { ...page, offers: [...page.offers.slice(turn), ...page.offers.slice(0, turn)] };
    }),
    ['LIVE-12'],
    '$',
  ],
  ['a count that is too high', paged((page) => ({ ...page, total: 40 })), ['LIVE-13'], '$'],
  ['a count that is too low', paged((page) => ({ ...page, total: 20 })), ['LIVE-13'], '$'],
  [
    'pages that lead back',
    paged((page) => ({ ...page, next: page.next ?? ('2' as FeedCursor) })),
    ['LIVE-14'],
    '$',
  ],
  [
    'pages without end',
    paged((page) => ({ ...page, next: String(Number(page.position) + 1) as FeedCursor })),
    ['LIVE-14'],
    '$',
  ],
  [
    'changes that can not be read',
    () => {
      const good = goodMarketplace();
      return subjectOf({
        ...good,
        feed: (request, call) =>
          request.since === undefined ? good.feed(request, call) : Promise.reject(failure('INVALID_INPUT')),
      });
    },
    ['LIVE-15'],
    '$',
  ],
  [
    'changes since ever',
    () => {
      const good = goodMarketplace();
      return subjectOf({ ...good, feed: ({ feed, cursor }, call) => good.feed({ feed, cursor }, call) });
    },
    ['LIVE-16'],
    '$',
  ],
];

const QUALITY: readonly Defect[] = [
  [
    'one price without tax',
    first({ price: { ...FIRST.price, tax: 'UNKNOWN' } }),
    ['LIVE-20'],
    '$[*].price.tax',
  ],
  ['no units', stocked(() => ({ unit: null })), ['LIVE-21'], '$[*].unit'],
  [
    'no regions',
    stocked(({ seller }) => ({ seller: { ...seller, region: null } })),
    ['LIVE-22'],
    '$[*].seller.region',
  ],
  ['no categories', stocked(() => ({ category: 'other' })), ['LIVE-23'], '$[*].category'],
  ['no descriptions', stocked(() => ({ description: null })), ['LIVE-24'], '$[*].description'],
  ['no images', stocked(() => ({ imageUrl: null })), ['LIVE-25'], '$[*].imageUrl'],
  ['no times', stocked(() => ({ updatedAt: null })), ['LIVE-26'], '$[*].updatedAt'],
  [
    'nothing about domestic products',
    stocked(() => ({ domesticProduct: null })),
    ['LIVE-27'],
    '$[*].domesticProduct',
  ],
  [
    'no stock',
    stocked(({ stock }) => ({ stock: { ...stock, state: 'UNKNOWN', precision: 'NONE', quantity: null } })),
    ['LIVE-28'],
    '$[*].stock.state',
  ],
];

const SIGNING_IN: readonly Defect[] = [
  [
    'wrong credentials that are let in',
    () => subjectOf(goodMarketplace(), { stranger: goodMarketplace() }),
    ['LIVE-30'],
    '$',
  ],
  [
    'wrong credentials that are a wrong question',
    () => subjectOf(goodMarketplace(), { stranger: refusing('INVALID_INPUT') }),
    ['LIVE-30'],
    '$',
  ],
  [
    'wrong credentials for which nothing is there',
    () =>
      subjectOf(goodMarketplace(), {
        stranger: { ...refusing(), offers: (ids) => Promise.resolve(ids.map(() => null)) },
      }),
    ['LIVE-30'],
    '$',
  ],
  [
    'errors that repeat a credential',
    () => subjectOf(goodMarketplace(), { stranger: refusing('FORBIDDEN', 'no rahasia-sekali') }),
    ['LIVE-31'],
    '$',
  ],
];

export const DEFECTS: readonly Defect[] = [
  ...READING,
  ...READING_BY_ID,
  ...PAGING,
  ...QUALITY,
  ...SIGNING_IN,
];

function isFirst(found: Readings[number]): boolean {
  return found !== null && !(found instanceof Error) && found.id === FIRST.id;
}

function byIdOf(a: Readings[number], b: Readings[number]): number {
  const key = (found: Readings[number]): string =>
    found === null || found instanceof Error ? '~' : found.id;
  return key(a) < key(b) ? -1 : 1;
}

function fresh(offer: Offer): Offer {
  return { ...offer, observedAt: new Date() };
}
