import { Directive, Field, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import type { StockPrecision as Precision, StockState as State } from '../../adapters/core/offer';
import { Freshness, StockPrecision, StockState } from '../enums';
import { DateTimeScalar, DecimalScalar } from '../scalars';

@Directive('@shareable')
@ObjectType({ description: 'How much of an offer there is (stok).' })
export class Stock {
  @Field(() => StockState)
  state: State;

  @Field(() => StockPrecision, {
    description: 'What the marketplace knows: a number, yes or no, or nothing.',
  })
  precision: Precision;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "In the offer's unit; null unless precision is QUANTITY.",
  })
  quantity: Decimal | null;
}

@Directive('@shareable')
@ObjectType({ description: 'Stock as the marketplace gives it now.' })
export class LiveStock extends Stock {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it last changed, by the marketplace's clock.",
  })
  updatedAt: Date | null;

  @Field(() => DateTimeScalar, { description: 'When Pasar read it.' })
  observedAt: Date;

  @Field(() => Freshness, { description: 'Whether it was asked for just now.' })
  freshness: Freshness;
}
