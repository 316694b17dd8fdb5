import { Directive, Field, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import type { Price as PriceModel, TaxTreatment as Tax } from '../../adapters/core/offer';
import { Freshness, TaxTreatment } from '../enums';
import { DateTimeScalar, DecimalScalar } from '../scalars';

@Directive('@shareable')
@ObjectType({ description: 'What one unit costs (harga satuan), before shipping.' })
export class Price {
  @Field(() => DecimalScalar, { description: 'Amount in rupiah; fractions of a rupiah occur.' })
  amount: Decimal;

  @Field(() => String, { description: 'ISO 4217 code; always IDR today.' })
  currency: PriceModel['currency'];

  @Field(() => TaxTreatment, { description: 'Whether value added tax (PPN) is in the amount.' })
  tax: Tax;
}

@Directive('@shareable')
@ObjectType({ description: 'A price as the marketplace gives it now.' })
export class LivePrice extends Price {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the price last changed, by the marketplace's clock.",
  })
  updatedAt: Date | null;

  @Field(() => DateTimeScalar, { description: 'When Pasar read it.' })
  observedAt: Date;

  @Field(() => Freshness, { description: 'Whether it was asked for just now.' })
  freshness: Freshness;
}
