import { AdapterError, type ErrorCode } from '../../../../adapters/core/errors';
import { marketplaceId } from '../../../../adapters/core/ids';
import { DEFAULT_POLICY } from '../../../../adapters/core/resilience/policy';
import { retryDelay, withRetries } from '../../../../adapters/core/resilience/retry';
import { callWithin } from '../../../support/call';

const marketplace = marketplaceId('mbiz');
const fail = (code: ErrorCode, retryAfterMs?: number) =>
  new AdapterError(code, {
    marketplace,
    detail: 'x',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
const policy = { ...DEFAULT_POLICY.retry, attempts: 3, firstDelayMs: 100, longestDelayMs: 400 };

describe('the wait before a read is sent again', () => {
  const state = { retries: 0, remainingMs: 2_000, chance: 0.5 };
  it.each<[string, AdapterError, Partial<typeof state>, number | null]>([
    ['is a random part of the first delay', fail('UNAVAILABLE'), {}, 50],
    ['doubles its range with every retry', fail('TIMEOUT'), { retries: 1 }, 100],
    ['doubles it up to a limit', fail('UNAVAILABLE'), { retries: 2 }, 200],
    ['may be nothing: full jitter', fail('UNAVAILABLE'), { chance: 0 }, 0],
    ['is what the marketplace asked for and a little', fail('RATE_LIMITED', 700), {}, 750],
    ['is no shorter than asked for after other failures either', fail('UNAVAILABLE', 300), {}, 350],
    ['ends retrying when it would end after the deadline', fail('UNAVAILABLE', 3_000), {}, null],
    ['ends retrying when no time is left', fail('TIMEOUT'), { remainingMs: 0 }, null],
    ['ends retrying after so many attempts', fail('UNAVAILABLE'), { retries: 3 }, null],
    ['is not guessed when the marketplace limits and does not say how long', fail('RATE_LIMITED'), {}, null],
    ['is of no use for what would fail again: INVALID_INPUT', fail('INVALID_INPUT'), {}, null],
    ['is of no use for what would fail again: UNAUTHENTICATED', fail('UNAUTHENTICATED'), {}, null],
    ['is of no use for what would fail again: FORBIDDEN', fail('FORBIDDEN'), {}, null],
    ['is of no use for what would fail again: BAD_RESPONSE', fail('BAD_RESPONSE'), {}, null],
    ['is of no use for what would fail again: UNSUPPORTED', fail('UNSUPPORTED'), {}, null],
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
    const read = () => (++calls < 3 ? Promise.reject(fail('UNAVAILABLE')) : Promise.resolve('ok'));
    await expect(withRetries(read, callWithin(), policy, { budget: always, events, random })).resolves.toBe(
      'ok',
    );
    expect([calls, told]).toEqual([3, ['retry', 'retry']]);
  });

  it('stops when the budget is spent, and says so', async () => {
    let calls = 0;
    const read = () => Promise.reject(fail((++calls, 'UNAVAILABLE')));
    await expect(
      withRetries(read, callWithin(), policy, { budget: never, events, random }),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect([calls, told]).toEqual([1, ['refused']]);
  });

  it('tells the failure that it set out to mend when the retry merely ran out of time', async () => {
    let calls = 0;
    const read = () => Promise.reject(fail(++calls === 1 ? 'UNAVAILABLE' : 'TIMEOUT'));
    await expect(
      withRetries(read, callWithin(), policy, { budget: always, events, random }),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('ends with its caller, also while it waits', async () => {
    const caller = new AbortController();
    const read = jest.fn(() => Promise.reject(fail('RATE_LIMITED', 5_000)));
    const reading = withRetries(read, callWithin(60_000, caller.signal), policy, { budget: always, events });
    setImmediate(() => caller.abort());
    await expect(reading).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(read).toHaveBeenCalledTimes(1);
  });
});
