import { Field, Int, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { DecimalScalar } from '../scalars';

@ObjectType({ description: 'A value to filter by and how many hits it would give.' })
export class FacetCount {
  @Field(() => String, {
    nullable: true,
    description: 'What to put in the filter; null for offers whose source does not say.',
  })
  value: string | null;

  @Field(() => String, { nullable: true, description: 'For people to read.' })
  name: string | null;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: 'Offers between two prices.' })
export class PriceBandCount {
  @Field(() => DecimalScalar, { description: 'In rupiah, itself included.' })
  from: Decimal;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'In rupiah, itself not included; null for no upper end.',
  })
  to: Decimal | null;

  @Field(() => Int)
  count: number;
}

@ObjectType({
  description:
    'Counts for narrowing a search. Each facet counts without its own filter, so that other choices stay visible.',
})
export class SearchFacets {
  @Field(() => [FacetCount], { description: 'The 100 with most hits.' })
  marketplaces: FacetCount[];

  @Field(() => [FacetCount])
  categories: FacetCount[];

  @Field(() => [FacetCount], { description: 'By region of the seller.' })
  regions: FacetCount[];

  @Field(() => [PriceBandCount])
  priceBands: PriceBandCount[];

  @Field(() => [FacetCount], { description: 'Micro and small businesses (UMK): true, false or null.' })
  smallBusiness: FacetCount[];

  @Field(() => [FacetCount], { description: 'Domestic products (PDN): true, false or null.' })
  domesticProduct: FacetCount[];
}
