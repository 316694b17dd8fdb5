import type { Offer } from '../../core/offer';
import { placeOf, type OfferField } from '../fields';
import type { LiveRule } from '../rule';
import { NO_OFFERS } from './reading';

/** What makes an offer findable and comparable. Nothing fails without it; everything is worth less. */
interface Quality {
  readonly number: number;
  readonly title: string;
  readonly field: OfferField;
  /** In the offer. */
  readonly path: string;
  /** The share of offers that should have it; 0 where some are enough. */
  readonly share: number;
  readonly has: (offer: Offer) => boolean;
  /** What it is without. */
  readonly lacks: string;
  readonly why: string;
}

const MOST = 0.9;
const HALF = 0.5;

const QUALITIES: readonly Quality[] = [
  {
    number: 20,
    title: 'every price says whether tax (PPN) is in it',
    field: 'tax',
    path: '.price.tax',
    share: 1,
    has: ({ price }) => price.tax !== 'UNKNOWN',
    lacks: 'UNKNOWN',
    why: 'without it prices cannot be compared, nor tax be worked out',
  },
  {
    number: 21,
    title: 'offers name their unit of sale',
    field: 'unit',
    path: '.unit',
    share: MOST,
    has: ({ unit }) => unit !== null,
    lacks: 'no unit',
    why: 'buyers compare the price of a piece with that of a box',
  },
  {
    number: 22,
    title: "sellers' regions are known",
    field: 'sellerRegion',
    path: '.seller.region',
    share: MOST,
    has: ({ seller }) => seller.region !== null,
    lacks: 'no known region',
    why: 'buyers look for sellers nearby; write Kota Malang or Kab. Malang, or a code such as 35.73',
  },
  {
    number: 23,
    title: 'most offers have a category',
    field: 'category',
    path: '.category',
    share: HALF,
    has: ({ category }) => category !== 'other',
    lacks: 'other',
    why: "buyers filter by category; give each of yours one of Pasar's",
  },
  {
    number: 24,
    title: 'offers are described',
    field: 'description',
    path: '.description',
    share: HALF,
    has: ({ description }) => description !== null,
    lacks: 'no description',
    why: 'what is written there is searched as well',
  },
  {
    number: 25,
    title: 'offers have an image',
    field: 'image',
    path: '.imageUrl',
    share: HALF,
    has: ({ imageUrl }) => imageUrl !== null,
    lacks: 'no image',
    why: 'buyers look at it first',
  },
  {
    number: 26,
    title: 'offers say when they were changed',
    field: 'updatedAt',
    path: '.updatedAt',
    share: MOST,
    has: ({ updatedAt }) => updatedAt !== null,
    lacks: 'no time',
    why: 'a price that says how old it is can be trusted',
  },
  {
    number: 27,
    title: 'some offers say whether they are domestic products (PDN), or their TKDN',
    field: 'domestic',
    path: '.domesticProduct',
    share: 0,
    has: ({ domesticProduct, tkdn }) => domesticProduct !== null || tkdn !== null,
    lacks: 'not said',
    why: 'government buyers have to prefer domestic products, and filter for them',
  },
  {
    number: 28,
    title: 'offers say whether they are in stock',
    field: 'stock',
    path: '.stock.state',
    share: MOST,
    has: ({ stock }) => stock.state !== 'UNKNOWN',
    lacks: 'UNKNOWN',
    why: 'what may not be there is not ordered',
  },
];

export const QUALITY: readonly LiveRule[] = QUALITIES.map((quality) => ({
  id: `LIVE-${quality.number}`,
  level: 'SHOULD',
  title: quality.title,
  needs: 'READING',
  async run({ marketplace, offers }) {
    const { field, path, share, has, lacks, why } = quality;
    const place = placeOf(marketplace, field);
    if (place === null) return { skipped: 'its protocol has no place for this' };
    const all = await offers();
    if (all.length === 0) return NO_OFFERS;
    const without = all.filter((offer) => !has(offer));
    const having = all.length - without.length;
    if (having > 0 && having >= all.length * share) return [];
    return [
      {
        path: `$[*]${path}`,
        expected: share === 0 ? 'said by some offers' : `known of ${share * 100} % of the offers`,
        got: `${lacks}: ${without.length} of ${all.length}, such as ${without[0]?.id ?? 'none'}`,
        fix: `fill ${place}: ${why}`,
      },
    ];
  },
}));
