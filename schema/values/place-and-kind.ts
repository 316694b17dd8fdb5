import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType({ description: 'A regency or city of East Java (kabupaten/kota).' })
export class Region {
  @Field(() => ID, { description: "Kemendagri's code, for example 35.73 for Kota Malang." })
  code: string;

  @Field(() => String, { description: 'With its kind: Kota Malang, Kabupaten Malang.' })
  name: string;
}

@Directive('@shareable')
@ObjectType({ description: 'A category of goods or services (kategori), the same over all marketplaces.' })
export class Category {
  @Field(() => ID, { description: "Pasar's own code, for example food-drink." })
  code: string;

  @Field(() => String, { description: 'In Indonesian.' })
  name: string;
}

@Directive('@shareable')
@ObjectType({ description: 'Who sells (penyedia), as one marketplace knows it.' })
export class Seller {
  @Field(() => ID, { description: 'With its marketplace: jatim-bejo:M00042.' })
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => Region, {
    nullable: true,
    description: 'Null outside East Java, or where the source is ambiguous.',
  })
  region: Region | null;

  @Field(() => String, { nullable: true, description: 'Where the seller is, in the words of the source.' })
  location: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'A micro or small business (UMK). Null where the source does not say.',
  })
  smallBusiness: boolean | null;
}
