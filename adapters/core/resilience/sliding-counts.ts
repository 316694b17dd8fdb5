/** Milliseconds since some fixed moment; `Date.now`, or a test's own. */
export type Clock = () => number;

/** Counts events by name over the last so many milliseconds, in slices: old ones fall out slice by slice. */
export interface SlidingCounts<Name extends string> {
  add(name: Name): void;
  count(name: Name): number;
  clear(): void;
}

const SLICES = 10;

export function createSlidingCounts<Name extends string>(windowMs: number, now: Clock): SlidingCounts<Name> {
  const sliceMs = windowMs / SLICES;
  const slices = new Map<number, Map<Name, number>>();

  function forgetOld(current: number): void {
    for (const slice of slices.keys()) {
      // Slices from ahead are there after the clock was set back.
      if (slice <= current - SLICES || slice > current) slices.delete(slice);
    }
  }

  return {
    add(name) {
      const current = Math.floor(now() / sliceMs);
      forgetOld(current);
      const counts = slices.get(current) ?? new Map<Name, number>();
      slices.set(current, counts);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    count(name) {
      forgetOld(Math.floor(now() / sliceMs));
      let sum = 0;
      for (const counts of slices.values()) sum += counts.get(name) ?? 0;
      return sum;
    },
    clear: () => slices.clear(),
  };
}
