/** Draws that are the same for the same seed, on every machine. */
export interface Random {
  /** From 0 up to, not including, `below`. */
  int(below: number): number;
  /** From `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** `count` different ones, fewer where there aren't as many, in an order of chance. */
  some<T>(list: readonly T[], count: number): T[];
  /** Each one with this chance, in the list's order. */
  each<T>(list: readonly T[], share: number): T[];
  /** Draws of its own: what is drawn there moves nothing here. */
  fork(): Random;
}

/** Mulberry32: 32 bits of state are plenty where a seed is one graph. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const int = (below: number): number => Math.floor(next() * below);
  function some<T>(list: readonly T[], count: number): T[] {
    const left = [...list];
    const taken: T[] = [];
    while (left.length > 0 && taken.length < count) taken.push(...left.splice(int(left.length), 1));
    return taken;
  }
  return {
    int,
    some,
    between: (least, most) => least + int(most - least + 1),
    chance: (share) => next() < share,
    each: (list, share) => list.filter(() => next() < share),
    fork: () => createRandom(int(2 ** 32)),
    pick(list) {
      const [one] = some(list, 1);
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
  };
}

/** A number from 0 up to 2³² that looks drawn, and is the same for the same parts: FNV-1a, mixed once more. */
export function hashOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
