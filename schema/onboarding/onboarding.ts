import { Field, Int, ObjectType } from 'type-graphql';
import { MarketplaceState } from '../enums';
import { DateTimeScalar } from '../scalars';
import { MarketplaceCheck } from './conformance';

@ObjectType({ description: 'What a marketplace brought at one time; it never changes.' })
export class MarketplaceVersion {
  @Field(() => Int)
  version: number;

  @Field(() => MarketplaceState)
  state: MarketplaceState;

  @Field(() => String)
  protocol: string;

  @Field(() => String, { description: 'The definition as it was sent.' })
  document: string;

  @Field(() => [String], { description: 'Names of the secrets that came with it; no one reads them back.' })
  credentialNames: readonly string[];

  @Field(() => DateTimeScalar)
  createdAt: Date;

  @Field(() => String, { description: 'Subject of the token that it came with.' })
  createdBy: string;

  @Field(() => MarketplaceCheck)
  check: MarketplaceCheck;
}

@ObjectType({ description: 'Who did what to a marketplace, and when.' })
export class MarketplaceAction {
  @Field(() => String, {
    description: 'REGISTERED, CHECKED, PUBLISHED, SUSPENDED, RESUMED or ROLLED_BACK.',
  })
  action: string;

  @Field(() => Int, { nullable: true })
  version: number | null;

  @Field(() => String, { description: 'Subject of the token.' })
  actor: string;

  @Field(() => String)
  role: string;

  @Field(() => String, { nullable: true })
  note: string | null;

  @Field(() => DateTimeScalar)
  at: Date;
}

@ObjectType({
  description: 'How a marketplace joined (pendaftaran mitra): for itself and for those who run Pasar.',
})
export class Onboarding {
  @Field(() => Int, { nullable: true, description: 'The version that is served.' })
  liveVersion: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Role that suspended it: what an ADMIN suspended only an ADMIN resumes.',
  })
  suspendedBy: string | null;

  @Field(() => [MarketplaceVersion], { description: 'The newest 20, newest first.' })
  versions: readonly MarketplaceVersion[];

  @Field(() => [MarketplaceAction], { description: 'The newest 50, newest first.' })
  actions: readonly MarketplaceAction[];
}
