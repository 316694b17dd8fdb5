import { nextDue, planReading, retryDue } from '../../../subgraphs/catalogue/indexing/schedule';
import { judgeReading } from '../../../subgraphs/catalogue/indexing/shrinkage';
import { statusOf } from '../../../subgraphs/catalogue/index-state';

const MINUTE = 60_000;
const now = new Date('2026-11-22T08:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE);
const schedule = { wholeEveryMs: 15 * MINUTE, changesEveryMs: MINUTE };
const idle = {
  reading: null,
  reading_since: null,
  cursor: null,
  completed_at: null,
  changes_until: null,
  failures: 0,
};

describe('what to read of a feed', () => {
  it.each([
    ['one never read', idle, true, { kind: 'FULL', since: null, resumed: false }],
    [
      'one that tells changes',
      { ...idle, completed_at: ago(5), changes_until: ago(2) },
      true,
      { kind: 'CHANGES', since: ago(2), resumed: false },
    ],
    [
      'one that tells changes, read whole long ago',
      { ...idle, completed_at: ago(61), changes_until: ago(1) },
      true,
      { kind: 'FULL', since: null, resumed: false },
    ],
    [
      'one that does not tell changes',
      { ...idle, completed_at: ago(5) },
      false,
      { kind: 'FULL', since: null, resumed: false },
    ],
    [
      'one that broke off',
      { ...idle, reading: 'FULL' as const, cursor: '4/500' as never, failures: 1 },
      false,
      { kind: 'FULL', since: null, resumed: true },
    ],
    [
      'one that broke off before its first page',
      { ...idle, reading: 'FULL' as const },
      false,
      { kind: 'FULL', since: null, resumed: false },
    ],
    [
      'one whose changes broke off',
      {
        ...idle,
        reading: 'CHANGES' as const,
        cursor: '2@1' as never,
        completed_at: ago(9),
        changes_until: ago(3),
      },
      true,
      { kind: 'CHANGES', since: ago(3), resumed: true },
    ],
    [
      'one that keeps failing at the same page',
      { ...idle, reading: 'FULL' as const, cursor: '4/500' as never, failures: 5 },
      false,
      { kind: 'FULL', since: null, resumed: false },
    ],
    [
      'one that broke off so long ago that its pages have shifted',
      { ...idle, reading: 'FULL' as const, reading_since: ago(61), cursor: '4/500' as never, failures: 1 },
      false,
      { kind: 'FULL', since: null, resumed: false },
    ],
  ])('%s', (_, feed, changes, expected) => {
    expect(planReading(feed, changes, now, schedule)).toEqual(expected);
  });
});

it('a feed is due again sooner when it tells changes', () => {
  expect(nextDue(true, now, schedule)).toEqual(new Date(now.getTime() + MINUTE));
  expect(nextDue(false, now, schedule)).toEqual(new Date(now.getTime() + 15 * MINUTE));
});

it.each([
  [1, undefined, 0, 1_000],
  [1, undefined, 1, 2_000],
  [4, undefined, 1, 16_000],
  [50, undefined, 1, 600_000],
  [1, 30_000, 1, 30_000],
  [1, 315_360_000_000, 1, 3_600_000],
])(
  'after %d failures, asked to wait %j ms, with chance %d it is tried again in %d ms',
  (failures, asked, chance, ms) => {
    expect(retryDue(failures, asked, now, chance).getTime() - now.getTime()).toBe(ms);
  },
);

describe('may offers that a reading did not meet be removed?', () => {
  const sound = { known: 100, unseen: 5, read: 95, total: 95 };
  it.each<[string, object, object]>([
    ['yes, a few', {}, { kind: 'REMOVE' }],
    ['yes, exactly a fifth', { unseen: 20, read: 80, total: 80 }, { kind: 'REMOVE' }],
    ['yes, from a feed that gives no total', { total: null }, { kind: 'REMOVE' }],
    ['yes, nothing, of an empty feed', { known: 0, unseen: 0, read: 0, total: 0 }, { kind: 'REMOVE' }],
    [
      'no, more than a fifth',
      { unseen: 21 },
      { kind: 'SHRANK', problem: expect.stringContaining('21 of 100') as string },
    ],
    [
      'no, the feed ended early',
      { read: 50 },
      { kind: 'INCOMPLETE', problem: expect.stringContaining('ended after 50') as string },
    ],
    ['no, the feed ended a little early', { read: 94 }, { kind: 'INCOMPLETE', problem: null }],
  ])('%s', (_, change, verdict) => {
    expect(judgeReading({ ...sound, ...change })).toEqual(verdict);
  });
});

it.each([
  [{ feedCount: 3, completeFeedCount: 0, startedCount: 0, problemCount: 0, lateCount: 0 }, 'WAITING'],
  [{ feedCount: 3, completeFeedCount: 1, startedCount: 2, problemCount: 0, lateCount: 0 }, 'INDEXING'],
  [{ feedCount: 3, completeFeedCount: 3, startedCount: 3, problemCount: 0, lateCount: 0 }, 'READY'],
  [{ feedCount: 3, completeFeedCount: 3, startedCount: 3, problemCount: 1, lateCount: 0 }, 'DEGRADED'],
  [{ feedCount: 1, completeFeedCount: 0, startedCount: 0, problemCount: 1, lateCount: 0 }, 'DEGRADED'],
  [{ feedCount: 3, completeFeedCount: 3, startedCount: 3, problemCount: 0, lateCount: 1 }, 'LATE'],
  [{ feedCount: 3, completeFeedCount: 3, startedCount: 3, problemCount: 1, lateCount: 2 }, 'DEGRADED'],
])('feeds %j make an index that is %s', (counts, status) => {
  expect(statusOf(counts)).toBe(status);
});
