import { AdapterError, type ErrorCode } from '../../adapters/core/errors';
import { marketplaceId } from '../../adapters/core/ids';
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

/** A marketplace's failure, with the wait that it asked for, if any. */
export function failure(code: ErrorCode, retryAfterMs?: number): AdapterError {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new AdapterError(code, { marketplace: marketplaceId('mbiz'), detail: 'x', ...wait });
}
