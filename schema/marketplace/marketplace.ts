import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { ProtocolName } from '../../adapters/core/contract';
import { IndexStatus, MarketplaceState, OrderingMode, OrderTracking, SourceState } from '../enums';
import { Onboarding } from '../onboarding/onboarding';
import { DateTimeScalar } from '../scalars';

@ObjectType({
  description: 'A record of a marketplace that Pasar left out because it could not be understood.',
})
export class RejectedRecord {
  @Field(() => String, { description: 'What identifies it at its source, as far as it could be read.' })
  recordId: string;

  @Field(() => String, { description: 'The field and its problem.' })
  reason: string;

  @Field(() => DateTimeScalar, { description: 'When it was last met.' })
  seenAt: Date;
}

@ObjectType({ description: "A marketplace's part of the index." })
export class MarketplaceIndex {
  @Field(() => IndexStatus)
  status: IndexStatus;

  @Field(() => Int, { description: 'Offers that can be found now.' })
  offerCount: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Records that its feeds say they hold; null until all of them have said.',
  })
  expectedCount: number | null;

  @Field(() => Int, { description: 'Feeds it is read from: one, or one per seller.' })
  feedCount: number;

  @Field(() => Int, { description: 'Feeds that have been read whole at least once.' })
  completeFeedCount: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the last whole reading ended; of several feeds the oldest.',
  })
  completedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the newest offer was read.' })
  observedAt: Date | null;

  @Field(() => Int, { description: 'Records left out because they could not be understood.' })
  rejectedCount: number;

  @Field(() => [RejectedRecord], { description: 'The latest of them.' })
  rejected: RejectedRecord[];

  @Field(() => [String], { description: 'What is wrong with its feeds now, if anything.' })
  problems: string[];
}

@ObjectType({ description: 'How a marketplace does, as live reads see it (kesehatan sumber).' })
export class MarketplaceHealth {
  @Field(() => SourceState)
  state: SourceState;

  @Field(() => DateTimeScalar, { description: 'Since when it is in this state.' })
  since: Date;

  @Field(() => Float, {
    nullable: true,
    description: 'Share of reads that failed in the last 30 seconds, 0 to 1; null where there were none.',
  })
  failureRate: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Milliseconds within which half of the latest requests to it were answered.',
  })
  p50: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Milliseconds within which 95 % of them were answered.',
  })
  p95: number | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A place where government buys (toko daring, katalog elektronik).' })
export class Marketplace {
  @Field(() => ID, { description: 'For example jatim-bejo.' })
  id: string;

  @Directive('@shareable')
  @Field(() => String)
  name: string;

  @Field(() => MarketplaceState, { description: 'LIVE for those that Pasar comes with.' })
  state: MarketplaceState;

  @Field(() => Boolean, { description: 'Whether it joined by registering (mitra).' })
  partner: boolean;

  @Field(() => String, {
    description: 'How Pasar speaks with it: toko-daring, seller-feed, cxml, rest or federation.',
  })
  protocol: ProtocolName;

  @Field(() => OrderingMode, { description: 'How it lets others order (cara memesan).' })
  ordering: OrderingMode;

  @Field(() => Boolean, {
    description: 'Whether an order placed through Pasar can be taken back through it.',
  })
  cancelling: boolean;

  @Field(() => OrderTracking, { description: 'How Pasar learns of orders there.' })
  orderTracking: OrderTracking;

  @Field(() => Int, { description: 'Offers of it that can be found now.' })
  offerCount: number;

  @Field(() => MarketplaceIndex)
  index: MarketplaceIndex;

  @Directive('@requiresScopes(scopes: [["marketplaces:manage"]])')
  @Field(() => Onboarding, {
    nullable: true,
    description:
      'How it joined: for itself and administrators; null for others and for those that Pasar comes with.',
  })
  onboarding?: Onboarding | null;

  @Field(() => MarketplaceHealth, {
    nullable: true,
    description: 'Of several processes that ask it, as the worst off sees it; null when none is running.',
  })
  health: MarketplaceHealth | null;
}
