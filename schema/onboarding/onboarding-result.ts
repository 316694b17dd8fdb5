import { Field, Int, ObjectType } from 'type-graphql';
import { OnboardingProblemKind } from '../enums';
import { Marketplace } from '../marketplace/marketplace';

@ObjectType({ description: 'Why something was not done, and where.' })
export class OnboardingProblem {
  @Field(() => OnboardingProblemKind)
  kind: OnboardingProblemKind;

  @Field(() => String)
  message: string;

  @Field(() => String, {
    nullable: true,
    description: 'Field of the definition, for example mapping.price; or Type.field of the graph.',
  })
  path: string | null;

  @Field(() => Int, { nullable: true, description: 'Line of the definition, from 1.' })
  line: number | null;

  @Field(() => Int, { nullable: true, description: 'Column of the definition, from 1.' })
  column: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Of a breaking change: operations of the last 30 days that would fail.',
  })
  operations: number | null;
}

@ObjectType({
  description: 'What became of a wish: the marketplace as it is now, and what stood in the way.',
})
export class OnboardingResult {
  @Field(() => Marketplace, { nullable: true, description: 'Null where nothing was registered.' })
  marketplace: Marketplace | null;

  @Field(() => [OnboardingProblem], { description: 'Empty where it was done.' })
  problems: readonly OnboardingProblem[];
}
