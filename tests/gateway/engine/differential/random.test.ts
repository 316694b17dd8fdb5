import { createRandom, hashOf } from './random';

const drawn = (seed: number): readonly number[] => {
  const random = createRandom(seed);
  return Array.from({ length: 1_000 }, () => random.int(10));
};

it('the same seed draws the same, another one something else', () => {
  expect(drawn(7)).toEqual(drawn(7));
  expect(drawn(7)).not.toEqual(drawn(8));
});

it('every number is drawn about as often as the others', () => {
  const counts = new Map<number, number>();
  for (const number of drawn(7)) counts.set(number, (counts.get(number) ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(Math.min(...counts.values())).toBeGreaterThan(60);
});

it('some are different ones, as many as there are', () => {
  const some = createRandom(3).some(['a', 'b', 'c'], 5);
  expect(some.sort()).toEqual(['a', 'b', 'c']);
});

it('a hash depends on each part, and on where it ends', () => {
  const hashes = [hashOf('ab', 'c'), hashOf('a', 'bc'), hashOf('abc'), hashOf(1, 'ab', 'c')];
  expect(new Set(hashes).size).toBe(hashes.length);
});
