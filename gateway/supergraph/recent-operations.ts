import { LRUCache } from 'lru-cache';
import type { Role } from '../../adapters/core/actor';
import type { RequestContext } from '../../subgraphs/request-context';
import { callerClassOf } from '../auth/caller-class';
import type { Executor } from '../../subgraphs/http/executor';

/** Text, keys and counters of all that is remembered. */
const BYTES_KEPT = 2 * 1024 * 1024;
/** A longer one is no portal's: planning it ahead would cost the others their turn. */
const LONGEST_KEPT = 20_000;
/** What an operation takes beside its text: hash, key, counters and their objects. */
const OVERHEAD = 500;
/** After an hour without it, an operation counts half: yesterday's favourites make room. */
const HALF_LIFE_MS = 3_600_000;

/** An operation that callers of a class sent lately. No variables, and nothing of who sent it but the role. */
export interface RecentOperation {
  readonly text: string;
  readonly queryHash: string;
  /** As the client named it; plans are kept by it, and none is not the same as the only one's name. */
  readonly operationName: string | null;
  /** One of the roles of this class; null for callers without a token. */
  readonly role: Role | null;
}

interface Remembered {
  readonly operation: RecentOperation;
  uses: number;
  lastSeen: number;
}

/** What was asked lately, by what class of callers and how often. */
export interface RecentOperations {
  record(request: Parameters<Executor>[0]): void;
  mostUsed(limit: number): readonly RecentOperation[];
}

/** Remembers operations within a number of bytes; those that were not seen for longest go first. */
export function createRecentOperations({
  bytesKept = BYTES_KEPT,
  now = Date.now,
}: { bytesKept?: number; now?: () => number } = {}): RecentOperations {
  const remembered = new LRUCache<string, Remembered>({ maxSize: bytesKept });
  const usesAt = ({ uses, lastSeen }: Remembered, time: number): number =>
    uses * 0.5 ** ((time - lastSeen) / HALF_LIFE_MS);

  return {
    record({ source: text, queryHash, request, context }) {
      const actor = (context as RequestContext).actor ?? null;
      const operationName = request.operationName ?? null;
      const key = JSON.stringify([queryHash, operationName, callerClassOf(actor)]);
      const time = now();
      const known = remembered.get(key);
      if (known) {
        known.uses = usesAt(known, time) + 1;
        known.lastSeen = time;
        return;
      }
      const bytes = Buffer.byteLength(text);
      if (bytes > LONGEST_KEPT) return;
      const operation = { text, queryHash, operationName, role: actor?.role ?? null };
      remembered.set(key, { operation, uses: 1, lastSeen: time }, { size: bytes + OVERHEAD });
    },
    mostUsed(limit) {
      const time = now();
      return [...remembered.values()]
        .map((one) => ({ one, uses: usesAt(one, time) }))
        .sort((a, b) => b.uses - a.uses)
        .slice(0, limit)
        .map(({ one }) => one.operation);
    },
  };
}
