/**
 * Randomness without state: a number that depends only on the seed and on what is asked. Any product of
 * the world can be computed alone, nothing is stored, and every run gives the same world.
 */
export function hash(...parts: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) {
    h = Math.imul(h ^ (part | 0), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** In [0, 1). */
export function fraction(...parts: readonly number[]): number {
  return hash(...parts) / 0x1_0000_0000;
}

export function pick<T>(items: readonly T[], ...parts: readonly number[]): T {
  const item = items[hash(...parts) % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** One of several values by weight; the weights need not add up to anything. */
export function pickWeighted<T>(items: readonly (readonly [T, number])[], ...parts: readonly number[]): T {
  let left = fraction(...parts) * items.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  return pick(items, ...parts)[0];
}
