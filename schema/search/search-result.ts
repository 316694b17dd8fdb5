import { Field, Int, ObjectType } from 'type-graphql';
import { IndexStatus } from '../enums';
import { MarketplaceReference } from '../marketplace/marketplace-reference';
import { DateTimeScalar } from '../scalars';
import { PageInfo } from '../values/page-info';
import { SearchFacets } from './facets';
import { SearchHit } from './search-hit';

@ObjectType({ description: 'How one marketplace contributed to an answer.' })
export class SearchSource {
  @Field(() => MarketplaceReference)
  marketplace: MarketplaceReference;

  @Field(() => IndexStatus, { description: "How the marketplace's part of the index stands." })
  status: IndexStatus;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the newest of its offers was read.' })
  observedAt: Date | null;

  @Field(() => Int, { description: 'How long the index took to answer, in milliseconds.' })
  latencyMs: number;
}

@ObjectType({ description: 'One page of a search over all marketplaces.' })
export class SearchResult {
  @Field(() => [SearchHit])
  nodes: SearchHit[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int, { description: 'Hits in all, over all pages.' })
  totalCount: number;

  @Field(() => SearchFacets)
  facets: SearchFacets;

  @Field(() => [SearchSource])
  sources: SearchSource[];

  @Field(() => String, {
    nullable: true,
    description: 'Where nothing matched the text as written: the words that were searched instead.',
  })
  correctedText: string | null;
}
