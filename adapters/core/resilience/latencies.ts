/** How long the latest requests to a source took. */
export interface Latencies {
  add(durationMs: number): void;
  readonly samples: number;
  /** The duration that this share of the kept samples stayed within; null without samples. */
  quantile(share: number): number | null;
}

const KEPT = 256;
/** Sorted anew only after so many samples: hedging asks before every request. */
const STALE_AFTER = 8;

export function createLatencies(): Latencies {
  const ring = new Float64Array(KEPT);
  let added = 0;
  let sorted = new Float64Array(0);
  let sortedAt = 0;

  function fresh(): Float64Array {
    if (sorted.length < Math.min(added, KEPT) || added - sortedAt >= STALE_AFTER) {
      sorted = ring.slice(0, Math.min(added, KEPT)).sort();
      sortedAt = added;
    }
    return sorted;
  }

  return {
    add(durationMs) {
      ring[added % KEPT] = durationMs;
      added += 1;
    },
    get samples() {
      return Math.min(added, KEPT);
    },
    quantile(share) {
      const values = fresh();
      return values[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? null;
    },
  };
}
