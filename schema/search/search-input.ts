import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { OfferSort } from '../enums';
import { DecimalScalar } from '../scalars';

@InputType({ description: 'Narrows a search. Values within one field are alternatives, fields add up.' })
export class OfferFilter {
  @Field(() => [ID], { nullable: true, description: 'Marketplace ids, for example jatim-bejo.' })
  marketplaces?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Category codes, see `categories`.' })
  categories?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Region codes of the sellers (Kemendagri), see `regions`.',
  })
  regions?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Seller ids, with their marketplace.' })
  sellers?: string[] | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Lowest price in rupiah, itself included.' })
  priceMin?: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Highest price in rupiah, itself included.' })
  priceMax?: Decimal | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: only what is in stock; false: only what is not.',
  })
  inStock?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: only micro and small businesses (UMK); false: only others.',
  })
  smallBusiness?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: only domestic products (PDN); false: only others.',
  })
  domesticProduct?: boolean | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Least domestic content (TKDN) in percent.' })
  tkdnMin?: Decimal | null;
}

@ArgsType()
export class SearchArgs {
  @Field(() => String, {
    nullable: true,
    description: "Words of the product's name, in Indonesian, or a seller's article number (SKU).",
  })
  text?: string | null;

  @Field(() => OfferFilter, { nullable: true })
  filter?: OfferFilter | null;

  @Field(() => OfferSort, { defaultValue: 'RELEVANCE' })
  sort: OfferSort;

  @Field(() => Int, { defaultValue: 20, description: 'Hits per page, 0 to 100.' })
  first: number;

  @Field(() => String, { nullable: true, description: "The previous page's endCursor." })
  after?: string | null;
}
