import { Field, ID, InputType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { TaxMode, TaxPer } from '../enums';
import { DecimalScalar } from '../scalars';

@InputType({ description: 'An amount of money.' })
export class MoneyInput {
  @Field(() => DecimalScalar)
  amount: Decimal;

  @Field(() => String, { defaultValue: 'IDR', description: 'ISO 4217. Only IDR is traded here.' })
  currency: string;
}

@InputType({ description: 'So much of one offer.' })
export class PurchaseLineInput {
  @Field(() => ID, { description: "An offer's id." })
  offerId: string;

  @Field(() => DecimalScalar, { description: "Above zero, in the offer's unit; at most three places." })
  quantity: Decimal;

  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'The unit price that was decided on. Beyond the tolerance the line has the problem PriceChanged. `purchase` wants it.',
  })
  expectedPrice?: MoneyInput | null;

  @Field(() => TaxMode, { defaultValue: 'PPN' })
  tax: TaxMode;
}

@InputType({ description: 'What would be bought, and where to.' })
export class QuoteInput {
  @Field(() => [PurchaseLineInput], { description: 'At most 100, each offer once.' })
  lines: PurchaseLineInput[];

  @Field(() => ID, { description: "Kemendagri's code of the region it is delivered to, for example 35.73." })
  deliveryRegion: string;

  @Field(() => TaxPer, { defaultValue: 'LINE' })
  taxPer: TaxPer;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'By how many percent a price may have risen over the expected one: 0 unless given, at most 25.',
  })
  tolerancePercent?: Decimal | null;
}

@InputType({ description: 'Where to, and to whom.' })
export class DeliveryInput {
  @Field(() => ID, { description: "Kemendagri's code of the region, for example 35.73." })
  region: string;

  @Field(() => String, { description: 'Street and number (alamat).' })
  address: string;

  @Field(() => String, { description: 'Who receives it (penerima).' })
  receiver: string;

  @Field(() => String, { nullable: true })
  phone?: string | null;
}

@InputType({ description: 'What is bought, for whom, and where to.' })
export class PurchaseInput {
  @Field(() => [PurchaseLineInput], {
    description: 'At most 100, each offer once, each with its expectedPrice.',
  })
  lines: PurchaseLineInput[];

  @Field(() => DeliveryInput)
  deliverTo: DeliveryInput;

  @Field(() => TaxPer, { defaultValue: 'LINE' })
  taxPer: TaxPer;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'By how many percent a price may have risen over the expected one: 0 unless given, at most 25.',
  })
  tolerancePercent?: Decimal | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Package of the procurement plan (kode RUP). Some marketplaces want it.',
  })
  rupCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the money comes from (sumber dana), e.g. APBD.',
  })
  fundingSource?: string | null;

  @Field(() => ID, { nullable: true, description: "Work unit it is for; the token's unless given." })
  workUnit?: string | null;

  @Field(() => String, { nullable: true, description: 'For the sellers, at most 500 characters.' })
  note?: string | null;
}
