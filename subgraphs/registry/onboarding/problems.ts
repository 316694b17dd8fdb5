import type { OnboardingProblem } from '../../../schema/onboarding/onboarding-result';

type Where = Partial<Pick<OnboardingProblem, 'path' | 'line' | 'column' | 'operations'>>;

/** A reason why something was not done. */
export function problem(
  kind: OnboardingProblem['kind'],
  message: string,
  { path = null, line = null, column = null, operations = null }: Where = {},
): OnboardingProblem {
  return { kind, message, path, line, column, operations };
}

/** What a change of a partner came to: nothing stood in the way, or something did and nothing was done. */
export type Problems = readonly OnboardingProblem[];
