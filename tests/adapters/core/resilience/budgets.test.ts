import { createExtraBudget } from '../../../../adapters/core/resilience/extra-budget';
import { createLatencies } from '../../../../adapters/core/resilience/latencies';
import { createSlidingCounts } from '../../../../adapters/core/resilience/sliding-counts';

let time = 0;
const now = () => time;
beforeEach(() => {
  time = 1_000_000;
});

describe('counts over a window', () => {
  it('hold what happened within it and forget the rest slice by slice', () => {
    const counts = createSlidingCounts<'a' | 'b'>(1_000, now);
    counts.add('a');
    time += 500;
    counts.add('a');
    counts.add('b');
    expect([counts.count('a'), counts.count('b')]).toEqual([2, 1]);
    time += 500;
    expect([counts.count('a'), counts.count('b')]).toEqual([1, 1]);
    time += 10_000;
    expect([counts.count('a'), counts.count('b')]).toEqual([0, 0]);
  });

  it('can be cleared', () => {
    const counts = createSlidingCounts<'a'>(1_000, now);
    counts.add('a');
    counts.clear();
    expect(counts.count('a')).toBe(0);
  });
});

describe('a budget of extra requests', () => {
  it.each<[string, number, number, number, number]>([
    ['a fifth of a hundred', 0.2, 100, 0, 20],
    ['a fifth of nine is one whole request', 0.2, 9, 0, 1],
    ['a fifth of one is none', 0.2, 1, 0, 0],
    ['unless one is granted however little there is', 0.2, 1, 1, 1],
    ['the grant is not added to the share', 0.2, 100, 1, 20],
    ['five in a hundred', 0.05, 1_000, 0, 50],
  ])('%s', (_, share, ordinary, atLeast, granted) => {
    const budget = createExtraBudget({ share, windowMs: 10_000, atLeast }, now);
    for (let i = 0; i < ordinary; i++) budget.earn();
    const taken = Array.from({ length: ordinary + 5 }, () => budget.take()).filter(Boolean);
    expect(taken).toHaveLength(granted);
  });

  it('is earned anew as the window moves on', () => {
    const budget = createExtraBudget({ share: 0.2, windowMs: 10_000, atLeast: 1 }, now);
    expect([budget.take(), budget.take()]).toEqual([true, false]);
    time += 11_000;
    expect([budget.take(), budget.take()]).toEqual([true, false]);
  });

  it('never exceeds its share in any window, however requests are spread', () => {
    const budget = createExtraBudget({ share: 0.2, windowMs: 1_000, atLeast: 0 }, now);
    const log: { at: number; extra: boolean }[] = [];
    for (let i = 0; i < 5_000; i++) {
      time += (i * 7_919) % 13;
      budget.earn();
      log.push({ at: time, extra: false });
      if (budget.take()) log.push({ at: time, extra: true });
    }
    const ordinary = log.filter(({ extra }) => !extra).length;
    expect(log.length - ordinary).toBeLessThanOrEqual(ordinary * 0.2);
    expect(log.length - ordinary).toBeGreaterThan(ordinary * 0.15);
  });
});

describe('latencies', () => {
  it('are unknown without samples', () => {
    expect(createLatencies().quantile(0.95)).toBeNull();
  });

  it('give quantiles of the latest samples', () => {
    const latencies = createLatencies();
    for (let ms = 1; ms <= 100; ms++) latencies.add(ms);
    expect([latencies.quantile(0.5), latencies.quantile(0.95), latencies.quantile(1)]).toEqual([50, 95, 100]);
  });

  it('forget old samples: a source that became fast is fast', () => {
    const latencies = createLatencies();
    for (let i = 0; i < 300; i++) latencies.add(1_000);
    for (let i = 0; i < 300; i++) latencies.add(10);
    expect([latencies.samples, latencies.quantile(0.99)]).toEqual([256, 10]);
  });
});
