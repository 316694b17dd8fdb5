import { Directive, Field, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { DecimalScalar } from '../scalars';
import { Offer } from './offer';

/** What the Toko Daring pull says beyond the common model. */
@ObjectType()
abstract class TokoDaringOffer extends Offer {
  @Field(() => DecimalScalar, { nullable: true, description: 'Weight in kilograms (berat).' })
  weightKg: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: "The seller's score at the marketplace." })
  sellerScore: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'The best score there is.' })
  sellerScoreMax: Decimal | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ implements: Offer, description: 'An offer on Jatim Bejo (Jawa Timur Belanja Online).' })
export class JatimBejoOffer extends TokoDaringOffer {}

@Directive('@key(fields: "id")')
@ObjectType({ implements: Offer, description: 'An offer on Mbiz (Mbizmarket).' })
export class MbizOffer extends TokoDaringOffer {}

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Offer,
  description: 'An offer on e-Katalog Lokal; its price is the government price (harga pemerintah).',
})
export class EKatalogLokalOffer extends Offer {
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'What the public pays, PPN included (harga retail), in rupiah.',
  })
  retailPrice: Decimal | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Shipping asked by the seller (ongkos kirim), in rupiah.',
  })
  shippingFee: Decimal | null;

  @Field(() => String, { nullable: true, description: 'The showcase it is shown in (etalase).' })
  showcase: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Offer,
  description: 'An offer on a marketplace that joined by registering (mitra), whichever that is.',
})
export class PartnerOffer extends Offer {
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Shipping that is named with the offer (ongkos kirim), in rupiah.',
  })
  shippingFee: Decimal | null;
}
