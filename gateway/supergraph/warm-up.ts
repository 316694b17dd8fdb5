import { setImmediate as nextTurn } from 'node:timers/promises';
import { log } from '../../subgraphs/telemetry/log';
import { planningRequest } from './planning-request';
import type { RecentOperation } from './recent-operations';
import type { SupergraphGeneration } from './supergraph-generation';

/** Longer than 200 plans of the usual 5 ms take beside full traffic; what is left is planned when asked for. */
const WITHIN_MS = 3_000;

/** What became of the operations that were to be planned ahead. */
export interface WarmUp {
  readonly planned: number;
  /** The new schema doesn't know what they ask for. */
  readonly invalid: number;
  readonly failed: number;
  /** There was no time for them. */
  readonly left: number;
}

/**
 * Plans operations before a supergraph is served, so that the first who ask don't wait for that. Between two
 * of them all else gets its turn: planning is nothing but computing, and traffic goes on meanwhile.
 */
export async function warmUp(
  generation: Pick<SupergraphGeneration, 'plan' | 'schemaContext'>,
  operations: readonly RecentOperation[],
  { withinMs = WITHIN_MS, now = () => performance.now() }: { withinMs?: number; now?: () => number } = {},
): Promise<WarmUp> {
  const end = now() + withinMs;
  const outcomes = { planned: 0, invalid: 0, failed: 0 };
  let done = 0;
  for (const operation of operations) {
    await nextTurn();
    if (now() >= end) break;
    outcomes[await planAhead(generation, operation)] += 1;
    done += 1;
  }
  return { ...outcomes, left: operations.length - done };
}

async function planAhead(
  { plan, schemaContext }: Pick<SupergraphGeneration, 'plan' | 'schemaContext'>,
  operation: RecentOperation,
): Promise<'planned' | 'invalid' | 'failed'> {
  try {
    const request = planningRequest(operation, schemaContext.apiSchema);
    if (request === null) return 'invalid';
    await plan(request);
    return 'planned';
  } catch (error) {
    const { queryHash } = operation;
    log.warn({ queryHash, reason: String(error) }, 'an operation could not be planned ahead');
    return 'failed';
  }
}
