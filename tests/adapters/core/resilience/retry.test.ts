import { AdapterError } from '../../../../adapters/core/errors';
import { DEFAULT_POLICY } from '../../../../adapters/core/resilience/policy';
import { retryDelay, withRetries } from '../../../../adapters/core/resilience/retry';
import { callWithin } from '../../../support/call';
import { failure } from '../../../support/readers';

const policy = { ...DEFAULT_POLICY.retry, attempts: 3, firstDelayMs: 100, longestDelayMs: 400 };

describe('the wait before a read is sent again', () => {
  const state = { retries: 0, remainingMs: 2_000, chance: 0.5 };
  it.each<[string, AdapterError, Partial<typeof state>, number | null]>([
    ['is a random part of the first delay', failure('UNAVAILABLE'), {}, 50],
    ['doubles its range with every retry', failure('TIMEOUT'), { retries: 1 }, 100],
    ['doubles it up to a limit', failure('UNAVAILABLE'), { retries: 2 }, 200],
    ['may be nothing: full jitter', failure('UNAVAILABLE'), { chance: 0 }, 0],
    ['is what the marketplace asked for and a little', failure('RATE_LIMITED', 700), {}, 750],
    ['is no shorter than asked for after other failures either', failure('UNAVAILABLE', 300), {}, 350],
    ['ends retrying when it would end after the deadline', failure('UNAVAILABLE', 3_000), {}, null],
    ['ends retrying when no time is left', failure('TIMEOUT'), { remainingMs: 0 }, null],
    ['ends retrying after so many attempts', failure('UNAVAILABLE'), { retries: 3 }, null],
    [
      'is not guessed when the marketplace limits and does not say how long',
      failure('RATE_LIMITED'),
      {},
      null,
    ],
    ['is of no use for what would fail again: INVALID_INPUT', failure('INVALID_INPUT'), {}, null],
    ['is of no use for what would fail again: UNAUTHENTICATED', failure('UNAUTHENTICATED'), {}, null],
    ['is of no use for what would fail again: FORBIDDEN', failure('FORBIDDEN'), {}, null],
    ['is of no use for what would fail again: BAD_RESPONSE', failure('BAD_RESPONSE'), {}, null],
    ['is of no use for what would fail again: UNSUPPORTED', failure('UNSUPPORTED'), {}, null],
  ])('%s', (_, error, change, expected) => {
    expect(retryDelay(error, { ...state, ...change }, policy)).toBe(expected);
  });
});

describe('retrying', () => {
  const told: string[] = [];
  const events = { retry: () => told.push('retry'), retryRefused: () => told.push('refused') };
  const always = { earn: () => undefined, take: () => true };
  const never = { earn: () => undefined, take: () => false };
  const random = () => 0;
  beforeEach(() => {
    told.length = 0;
  });

  it('gives the first success', async () => {
    let calls = 0;
    const read = () => (++calls < 3 ? Promise.reject(failure('UNAVAILABLE')) : Promise.resolve('ok'));
    await expect(withRetries(read, callWithin(), policy, { budget: always, events, random })).resolves.toBe(
      'ok',
    );
    expect([calls, told]).toEqual([3, ['retry', 'retry']]);
  });

  it('stops when the budget is spent, and says so', async () => {
    let calls = 0;
    const read = () => Promise.reject(failure((++calls, 'UNAVAILABLE')));
    await expect(
      withRetries(read, callWithin(), policy, { budget: never, events, random }),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect([calls, told]).toEqual([1, ['refused']]);
  });

  it('tells the failure that it set out to mend when the retry merely ran out of time', async () => {
    let calls = 0;
    const read = () => Promise.reject(failure(++calls === 1 ? 'UNAVAILABLE' : 'TIMEOUT'));
    await expect(
      withRetries(read, callWithin(), policy, { budget: always, events, random }),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('ends with its caller, also while it waits', async () => {
    const caller = new AbortController();
    const read = jest.fn(() => Promise.reject(failure('RATE_LIMITED', 5_000)));
    const reading = withRetries(read, callWithin(60_000, caller.signal), policy, { budget: always, events });
    setImmediate(() => caller.abort());
    await expect(reading).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(read).toHaveBeenCalledTimes(1);
  });
});
