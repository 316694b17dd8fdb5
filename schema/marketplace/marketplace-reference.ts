import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** What every subgraph knows of a marketplace; the registry knows the rest. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Marketplace')
export class MarketplaceReference {
  @Field(() => ID)
  id: string;

  @Directive('@shareable')
  @Field(() => String)
  name: string;
}
