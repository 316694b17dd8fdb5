import type { FeedSyncTable } from '../../database/tables';

/** When feeds are read. Milliseconds. */
export interface Schedule {
  /** Between two whole readings of a feed. */
  readonly wholeEveryMs: number;
  /** Between two readings of changes, where a feed can be asked for them. */
  readonly changesEveryMs: number;
}

export const DEFAULT_SCHEDULE: Schedule = { wholeEveryMs: 15 * 60_000, changesEveryMs: 60_000 };

/** A feed that only tells changes still has to be read whole now and then: it doesn't tell what is gone. */
const WHOLE_DESPITE_CHANGES = 4;

export interface Reading {
  readonly kind: 'FULL' | 'CHANGES';
  /** For CHANGES: what has changed since then. */
  readonly since: Date | null;
  readonly resumed: boolean;
}

type Progress = Pick<
  FeedSyncTable,
  'reading' | 'cursor' | 'reading_since' | 'completed_at' | 'changes_until' | 'failures'
>;

/** After this many failures in a row at one place the reading starts over: its checkpoint may be the problem. */
const FAILURES_BEFORE_RESTART = 5;

/** Pages shift as time goes by: what an older checkpoint has passed is not what it would pass now. */
const OLDEST_CHECKPOINT_MS = 60 * 60_000;

/** What to read of a feed that is due. */
export function planReading(feed: Progress, canTellChanges: boolean, now: Date, schedule: Schedule): Reading {
  const age = now.getTime() - (feed.reading_since?.getTime() ?? now.getTime());
  if (feed.reading !== null && feed.failures < FAILURES_BEFORE_RESTART && age < OLDEST_CHECKPOINT_MS) {
    return {
      kind: feed.reading,
      since: feed.changes_until ?? feed.completed_at,
      resumed: feed.cursor !== null,
    };
  }
  const wholeEveryMs = canTellChanges ? schedule.wholeEveryMs * WHOLE_DESPITE_CHANGES : schedule.wholeEveryMs;
  const wholeIsDue =
    feed.completed_at === null || now.getTime() - feed.completed_at.getTime() >= wholeEveryMs;
  if (wholeIsDue || !canTellChanges) return { kind: 'FULL', since: null, resumed: false };
  return { kind: 'CHANGES', since: feed.changes_until ?? feed.completed_at, resumed: false };
}

/** When a feed is due after a reading that went well. */
export function nextDue(canTellChanges: boolean, now: Date, schedule: Schedule): Date {
  return new Date(now.getTime() + (canTellChanges ? schedule.changesEveryMs : schedule.wholeEveryMs));
}

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 10 * 60_000;
/** A marketplace that asks for longer has made a slip, and would be forgotten. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** When to try again after a failure: twice as long each time, spread by chance, no sooner than asked. */
export function retryDue(
  failures: number,
  retryAfterMs: number | undefined,
  now: Date,
  chance: number,
): Date {
  const base = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));
  return new Date(
    now.getTime() + Math.max(Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS), base * (0.5 + chance / 2)),
  );
}
