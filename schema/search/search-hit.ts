import { Field, ID, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { MarketplaceReference } from '../marketplace/marketplace-reference';
import { OfferReference } from '../offer/offer-reference';
import { DateTimeScalar, DecimalScalar } from '../scalars';
import { Category, Seller } from '../values/place-and-kind';
import { Price } from '../values/price';
import { Stock } from '../values/stock';

@ObjectType({
  description: 'An offer as the index knows it, as old as observedAt says. Ask `offer` for live values.',
})
export class SearchHit {
  @Field(() => ID)
  offerId: string;

  @Field(() => String)
  title: string;

  @Field(() => Price)
  price: Price;

  @Field(() => String, { nullable: true, description: 'Unit of sale (satuan).' })
  unit: string | null;

  @Field(() => Stock)
  stock: Stock;

  @Field(() => Seller)
  seller: Seller;

  @Field(() => MarketplaceReference)
  marketplace: MarketplaceReference;

  @Field(() => Category)
  category: Category;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Domestic product (PDN); null where the source does not say.',
  })
  domesticProduct: boolean | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Domestic content (TKDN) in percent; null without a certificate.',
  })
  tkdn: Decimal | null;

  @Field(() => String, { nullable: true })
  url: string | null;

  @Field(() => DateTimeScalar, { description: 'When Pasar read these values from the marketplace.' })
  observedAt: Date;

  @Field(() => OfferReference, {
    nullable: true,
    description:
      'The same offer asked of its marketplace now: one call per marketplace for all hits of a page.',
  })
  offer: OfferReference | null;
}
