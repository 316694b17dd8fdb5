import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { DecimalScalar } from '../scalars';

/** Why a line can't be bought as asked; each kind is a type with what there is to know about it. */
@InterfaceType({
  description: 'Why a line cannot be bought as asked.',
  resolveType: (problem: QuoteProblem) => problem.__typename,
})
export abstract class QuoteProblem {
  __typename:
    | 'PriceChanged'
    | 'OutOfStock'
    | 'BelowMinimumOrder'
    | 'RegionNotServed'
    | 'OfferGone'
    | 'PurchaseLimitExceeded'
    | 'SourceUnavailable';

  @Field(() => ID, { nullable: true, description: 'The line it concerns; null where it is the whole part.' })
  offerId: string | null;

  @Field(() => String, { description: 'For people to read, with what would help.' })
  message: string;
}

@ObjectType({ implements: QuoteProblem, description: 'The price is not the expected one (harga berubah).' })
export class PriceChanged extends QuoteProblem {
  @Field(() => DecimalScalar)
  expected: Decimal;

  @Field(() => DecimalScalar)
  actual: Decimal;

  @Field(() => DecimalScalar, { description: 'Rise or fall in percent, two places.' })
  changePercent: Decimal;
}

@ObjectType({ implements: QuoteProblem, description: 'There is not as much as asked (stok habis).' })
export class OutOfStock extends QuoteProblem {
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'How much there is, where the marketplace says.',
  })
  available: Decimal | null;
}

@ObjectType({ implements: QuoteProblem, description: 'Less than the marketplace sells at a time.' })
export class BelowMinimumOrder extends QuoteProblem {
  @Field(() => DecimalScalar, { description: 'In rupiah.' })
  minimum: Decimal;

  @Field(() => DecimalScalar, { description: 'In rupiah.' })
  actual: Decimal;
}

@ObjectType({ implements: QuoteProblem, description: 'The marketplace does not deliver there.' })
export class RegionNotServed extends QuoteProblem {
  @Field(() => ID)
  region: string;
}

@ObjectType({ implements: QuoteProblem, description: 'The marketplace does not know the offer any more.' })
export class OfferGone extends QuoteProblem {}

@ObjectType({
  implements: QuoteProblem,
  description: 'More than this role may buy in one order (batas nilai belanja).',
})
export class PurchaseLimitExceeded extends QuoteProblem {
  @Field(() => DecimalScalar, { description: 'In rupiah.' })
  limit: Decimal;

  @Field(() => DecimalScalar, { description: 'In rupiah.' })
  actual: Decimal;

  @Field(() => String, { description: 'Where the limit comes from.' })
  source: string;
}

@ObjectType({ implements: QuoteProblem, description: 'Price and stock could not be asked for.' })
export class SourceUnavailable extends QuoteProblem {
  @Field(() => String, { description: 'Code of the table of errors, e.g. TIMEOUT.' })
  code: string;
}

export const QUOTE_PROBLEM_TYPES = [
  PriceChanged,
  OutOfStock,
  BelowMinimumOrder,
  RegionNotServed,
  OfferGone,
  PurchaseLimitExceeded,
  SourceUnavailable,
] as const;
