import { DEFAULT_POLICY, type ReadPolicy } from '../../adapters/core/resilience/policy';
import type { SourceEvents } from '../../adapters/core/resilience/source-events';

/** The usual policy, changed in parts. */
export function policyWith(
  change: { [Part in keyof ReadPolicy]?: Partial<ReadPolicy[Part]> | number } = {},
): ReadPolicy {
  const parts = Object.entries(change).map(([part, value]) => [
    part,
    typeof value === 'number' ? value : { ...(DEFAULT_POLICY[part as keyof ReadPolicy] as object), ...value },
  ]);
  return { ...DEFAULT_POLICY, ...(Object.fromEntries(parts) as Partial<ReadPolicy>) };
}

/** Writes down what happens, a word each. */
export function recordedEvents(): { readonly told: string[]; readonly events: SourceEvents } {
  const told: string[] = [];
  return {
    told,
    events: {
      attempt: (_, outcome) => told.push(`attempt ${outcome}`),
      retry: () => told.push('retry'),
      retryRefused: () => told.push('retry refused'),
      hedge: () => told.push('hedge'),
      hedgeWon: () => told.push('hedge won'),
      refused: (_, by) => told.push(`refused by ${by}`),
      state: (_, state) => told.push(state),
    },
  };
}
