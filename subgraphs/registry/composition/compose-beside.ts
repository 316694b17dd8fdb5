import { LRUCache } from 'lru-cache';
import { join } from 'node:path';
import { createBulkhead, type Bulkhead } from '../../../adapters/core/resilience/bulkhead';
import type { MarketplaceId } from '../../../adapters/core/ids';
import { runBeside, TakesTooMuch, type Limits } from '../beside';
import type { Composition, CompositionRequest } from './compose-request';

/** Far above what composing takes; Pasar's own subgraphs and a partner's want less than a tenth of both. */
const LIMITS: Limits = { withinMs: 60_000, withinMb: 512 };

/** Each takes a second of a core: what many publish at the same time waits for its turn, and not without end. */
const turns = createBulkhead({ atOnce: 2, waiting: 64 });
const patient = new AbortController().signal;
/** One at a time for each partner, before it takes a turn: nobody has all of them. */
const ownTurns = new LRUCache<MarketplaceId, Bulkhead>({ max: 10_000 });
const OWN = { atOnce: 1, waiting: 2 } as const;

/**
 * Composes beside this thread. What takes too long or too much is no composition; rejects (`BulkheadFull`)
 * where too many wait already, of all or of the same partner's.
 */
export async function composeBeside(
  request: CompositionRequest,
  { of, limits = LIMITS }: { readonly of: MarketplaceId | null; readonly limits?: Limits },
): Promise<Composition> {
  const worker = join(__dirname, 'composition-worker.ts');
  const inTurn = () => turns.execute(() => runBeside<Composition>(worker, request, limits), patient);
  try {
    return await (of === null ? inTurn() : ownTurnsOf(of).execute(inTurn, patient));
  } catch (error) {
    if (!(error instanceof TakesTooMuch)) throw error;
    return { reasons: [{ code: 'TAKES_TOO_MUCH', message: `composing it ${error.message}`, subgraphs: [] }] };
  }
}

function ownTurnsOf(partner: MarketplaceId): Bulkhead {
  const known = ownTurns.get(partner) ?? createBulkhead(OWN);
  ownTurns.set(partner, known);
  return known;
}
