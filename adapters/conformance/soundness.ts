import { categoryByCode } from '../core/categories';
import { cleanText } from '../core/clean-text';
import type { Marketplace } from '../core/contract';
import { isPositive, parseDecimal } from '../core/decimal';
import { parseOfferId } from '../core/ids';
import type { Offer, StockPrecision } from '../core/offer';
import { regionByCode } from '../core/regions';
import { placeOf, type OfferField } from './fields';
import type { Finding } from './rule';

/** An offer is read when it is asked for, and not out of some store. */
const FRESH_MS = 60_000;

interface Demand {
  readonly path: string;
  readonly field: OfferField;
  readonly holds: boolean;
  readonly expected: string;
  readonly got: unknown;
}

/** What holds for every offer, whoever sells it; whatever does not. `readAt` is when the offer was asked for. */
export function soundness(
  offer: Offer,
  marketplace: Pick<Marketplace, 'id' | 'can' | 'protocol'>,
  readAt: Date,
): readonly Finding[] {
  return [...identity(offer, marketplace), ...values(offer), ...states(offer, marketplace, readAt)]
    .filter(({ holds }) => !holds)
    .map(({ path, field, expected, got }) => ({
      path: `$['${offer.id}']${path}`,
      expected,
      got: String(got),
      fix: `mend ${placeOf(marketplace, field) ?? 'the record'}, or what it is mapped from`,
    }));
}

function identity(offer: Offer, { id }: Pick<Marketplace, 'id'>): readonly Demand[] {
  const parts = parseOfferId(offer.id);
  return [
    {
      path: '.id',
      field: 'sku',
      holds: parts?.marketplace === id && parts.sku === offer.sku,
      expected: `${id}:seller.${offer.sku}`,
      got: offer.id,
    },
    {
      path: '.marketplace',
      field: 'sku',
      holds: offer.marketplace === id,
      expected: id,
      got: offer.marketplace,
    },
    {
      path: '.seller.id',
      field: 'sellerCode',
      holds: offer.seller.id.startsWith(`${id}:`),
      expected: `${id}:seller`,
      got: offer.seller.id,
    },
  ];
}

function values({ title, price, category, seller, tkdn }: Offer): readonly Demand[] {
  const exact = parseDecimal(price.amount) === price.amount;
  return [
    {
      path: '.title',
      field: 'title',
      holds: title !== '' && title === cleanText(title),
      expected: 'a name in clean text',
      got: title === '' ? 'no name' : title,
    },
    {
      path: '.price.amount',
      field: 'price',
      holds: exact && isPositive(price.amount),
      expected: 'an exact amount above zero',
      got: price.amount,
    },
    {
      path: '.category',
      field: 'category',
      holds: categoryByCode(category) !== null,
      expected: "one of Pasar's categories",
      got: category,
    },
    {
      path: '.seller.region',
      field: 'sellerRegion',
      holds: seller.region === null || regionByCode(seller.region) !== null,
      expected: 'a region of East Java, such as 35.73, or nothing',
      got: seller.region,
    },
    {
      path: '.tkdn',
      field: 'tkdn',
      holds: tkdn === null || (Number(tkdn) >= 0 && Number(tkdn) <= 100),
      expected: 'a percentage from 0 to 100, or nothing',
      got: tkdn,
    },
  ];
}

function states(
  { stock, observedAt }: Offer,
  { can }: Pick<Marketplace, 'can'>,
  readAt: Date,
): readonly Demand[] {
  const { precision, quantity } = stock;
  return [
    {
      path: '.stock.quantity',
      field: 'stock',
      holds: (quantity !== null) === (precision === 'QUANTITY'),
      expected: precision === 'QUANTITY' ? 'a quantity' : 'no quantity',
      got: quantity ?? 'nothing',
    },
    {
      path: '.stock.precision',
      field: 'stock',
      holds: PRECISIONS.indexOf(precision) <= PRECISIONS.indexOf(can.stock),
      expected: `${can.stock}, as declared, or less`,
      got: precision,
    },
    {
      path: '.observedAt',
      field: 'updatedAt',
      holds: Math.abs(readAt.getTime() - observedAt.getTime()) < FRESH_MS,
      expected: 'the time at which it was read',
      got: Number.isNaN(observedAt.getTime()) ? 'no time' : observedAt.toISOString(),
    },
  ];
}

/** From what says nothing to what says most. */
const PRECISIONS: readonly StockPrecision[] = ['NONE', 'AVAILABILITY', 'QUANTITY'];
