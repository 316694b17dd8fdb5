import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { OrderingMode, TaxMode } from '../enums';
import { MarketplaceReference } from '../marketplace/marketplace-reference';
import { OfferReference } from '../offer/offer-reference';
import { DateTimeScalar, DecimalScalar } from '../scalars';
import { QuoteProblem } from './quote-problems';

@ObjectType({ description: 'What so much of one offer costs now, delivered.' })
export class QuoteLine {
  @Field(() => ID)
  offerId: string;

  @Field(() => OfferReference, { nullable: true })
  offer: OfferReference | null;

  @Field(() => String, { nullable: true })
  title: string | null;

  @Field(() => DecimalScalar)
  quantity: Decimal;

  @Field(() => String, { nullable: true })
  unit: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'As the marketplace says, in rupiah; null where it is not known.',
  })
  unitPrice: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Quantity times unit price.' })
  subtotal: Decimal | null;

  @Field(() => TaxMode, { description: 'The tax it bears; NONE also where the good is exempt.' })
  taxMode: TaxMode;

  @Field(() => DecimalScalar, { description: 'In percent of the subtotal.' })
  taxRate: Decimal;

  @Field(() => Boolean, { description: 'Whether the unit price holds the tax already.' })
  taxIncluded: boolean;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "In rupiah, whole. With tax per order: this line's share.",
  })
  tax: Decimal | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'In rupiah; null where the seller names it only later (ongkos kirim).',
  })
  shippingFee: Decimal | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Subtotal, tax unless it is included, and shipping where it is known.',
  })
  landedTotal: Decimal | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the marketplace said so.' })
  observedAt: Date | null;

  @Field(() => [QuoteProblem], { description: 'Empty where the line can be bought as asked.' })
  problems: readonly QuoteProblem[];
}

@ObjectType({ description: 'The lines of one seller at one marketplace: one order.' })
export class QuotePart {
  @Field(() => MarketplaceReference)
  marketplace: MarketplaceReference;

  @Field(() => String, { nullable: true, description: 'Null where none of the lines is known.' })
  sellerName: string | null;

  @Field(() => OrderingMode, { description: 'How it would be ordered.' })
  ordering: OrderingMode;

  @Field(() => [QuoteLine])
  lines: readonly QuoteLine[];

  @Field(() => DecimalScalar, { description: 'Of the lines that are known, in rupiah.' })
  subtotal: Decimal;

  @Field(() => DecimalScalar)
  tax: Decimal;

  @Field(() => DecimalScalar, { nullable: true, description: 'Null where no seller has named it.' })
  shippingFee: Decimal | null;

  @Field(() => DecimalScalar)
  total: Decimal;

  @Field(() => [QuoteProblem], { description: 'Of the part as a whole, e.g. a limit.' })
  problems: readonly QuoteProblem[];
}

@ObjectType({ description: 'What a purchase would cost now (penawaran). Nothing is reserved by it.' })
export class Quote {
  @Field(() => [QuotePart])
  parts: readonly QuotePart[];

  @Field(() => DecimalScalar)
  subtotal: Decimal;

  @Field(() => DecimalScalar)
  tax: Decimal;

  @Field(() => DecimalScalar, { nullable: true })
  shippingFee: Decimal | null;

  @Field(() => DecimalScalar)
  total: Decimal;

  @Field(() => Int, { description: 'Problems in all, of lines and parts.' })
  problemCount: number;
}
