import { Field, Int, ObjectType } from 'type-graphql';
import { CheckState, RuleLevel, RuleOutcome } from '../enums';
import { DateTimeScalar } from '../scalars';

@ObjectType({ description: 'One thing that is not as a rule wants it.' })
export class ConformanceFinding {
  @Field(() => String, { description: 'JSON path into an answer of the marketplace, or into the offer.' })
  path: string;

  @Field(() => String)
  expected: string;

  @Field(() => String)
  got: string;

  @Field(() => String, { description: 'What to do about it.' })
  fix: string;
}

@ObjectType({ description: 'What became of one rule of the conformance suite.' })
export class ConformanceResult {
  @Field(() => String, { description: 'Stable: documents refer to it.' })
  id: string;

  @Field(() => RuleLevel)
  level: RuleLevel;

  @Field(() => String)
  title: string;

  @Field(() => RuleOutcome)
  outcome: RuleOutcome;

  @Field(() => [ConformanceFinding])
  findings: readonly ConformanceFinding[];

  @Field(() => String, { nullable: true, description: 'Why it was not asked.' })
  skipped: string | null;

  @Field(() => Int)
  durationMs: number;
}

@ObjectType({ description: 'The conformance suite, run against a marketplace (uji kesesuaian).' })
export class MarketplaceCheck {
  @Field(() => CheckState)
  state: CheckState;

  @Field(() => DateTimeScalar, { nullable: true })
  checkedAt: Date | null;

  @Field(() => Int, { nullable: true, description: 'Offers that it met.' })
  offersSeen: number | null;

  @Field(() => [ConformanceResult])
  results: readonly ConformanceResult[];
}
