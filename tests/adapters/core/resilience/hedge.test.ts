import { hedged, hedgeDelay } from '../../../../adapters/core/resilience/hedge';
import { createLatencies } from '../../../../adapters/core/resilience/latencies';
import { DEFAULT_POLICY } from '../../../../adapters/core/resilience/policy';

describe('the delay before a read is hedged', () => {
  const policy = { ...DEFAULT_POLICY.hedge, minimumSamples: 20, earliestMs: 10 };
  const latencies = (samples: number, ms: number) => {
    const known = createLatencies();
    for (let i = 0; i < samples; i++) known.add(ms);
    return known;
  };
  it.each([
    ["is the source's own p95", latencies(40, 80), policy, 80],
    ['is not shorter than a second request is worth', latencies(40, 2), policy, 10],
    ['is never while too little is known', latencies(19, 80), policy, null],
    ['is never where hedging is off', latencies(40, 80), { ...policy, enabled: false }, null],
  ])('%s', (_, known, rules, expected) => {
    expect(hedgeDelay(known, rules)).toBe(expected);
  });
});

describe('a hedged read', () => {
  beforeEach(() => jest.useFakeTimers({ advanceTimers: false }));
  afterEach(() => jest.useRealTimers());

  /** Attempts that a test settles by hand. */
  function scripted() {
    const attempts: { signal: AbortSignal; answer(value: string): void; fail(error: Error): void }[] = [];
    const run = (signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => attempts.push({ signal, answer: resolve, fail: reject }));
    return { attempts, run };
  }

  function start(mayHedge = true, caller = new AbortController()) {
    const { attempts, run } = scripted();
    const told: string[] = [];
    const result = hedged(run, {
      afterMs: 100,
      mayHedge: () => mayHedge,
      signal: caller.signal,
      onHedge: () => told.push('hedge'),
      onWon: (winner) => told.push(`${winner} won`),
    });
    result.catch(() => undefined);
    const attempt = (i: number) => {
      const found = attempts[i];
      if (!found) throw new Error(`no attempt ${i}`);
      return found;
    };
    return { attempts, attempt, told, result };
  }

  it('is sent once when it is quick', async () => {
    const { attempts, attempt, told, result } = start();
    await jest.advanceTimersByTimeAsync(99);
    attempt(0).answer('first');
    await expect(result).resolves.toBe('first');
    await jest.advanceTimersByTimeAsync(1_000);
    expect([attempts.length, told]).toEqual([1, []]);
  });

  it('is sent a second time when it is slow; the loser is aborted', async () => {
    const { attempt, told, result } = start();
    await jest.advanceTimersByTimeAsync(100);
    attempt(1).answer('second');
    await expect(result).resolves.toBe('second');
    expect(attempt(0).signal.aborted).toBe(true);
    expect(told).toEqual(['hedge', 'second won']);
  });

  it('takes the first answer when that comes after all', async () => {
    const { attempt, told, result } = start();
    await jest.advanceTimersByTimeAsync(100);
    attempt(0).answer('first');
    await expect(result).resolves.toBe('first');
    expect(attempt(1).signal.aborted).toBe(true);
    expect(told).toEqual(['hedge', 'first won']);
  });

  it('is not sent again without budget', async () => {
    const { attempts, result, attempt } = start(false);
    await jest.advanceTimersByTimeAsync(500);
    attempt(0).answer('first');
    await result;
    expect(attempts).toHaveLength(1);
  });

  it('fails at once when it fails before it is slow', async () => {
    const { attempts, attempt, result } = start();
    attempt(0).fail(new Error('broken'));
    await expect(result).rejects.toThrow('broken');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(attempts).toHaveLength(1);
  });

  it('fails only when both attempts have, with the first failure', async () => {
    const { attempt, result } = start();
    await jest.advanceTimersByTimeAsync(100);
    attempt(1).fail(new Error('one'));
    attempt(0).fail(new Error('other'));
    await expect(result).rejects.toThrow('one');
  });

  it('survives the failure of one of its attempts', async () => {
    const { attempt, result } = start();
    await jest.advanceTimersByTimeAsync(100);
    attempt(0).fail(new Error('broken'));
    attempt(1).answer('second');
    await expect(result).resolves.toBe('second');
  });

  it('is not sent again for a caller who has gone', async () => {
    const caller = new AbortController();
    const { attempts, attempt, result } = start(true, caller);
    caller.abort();
    expect(attempt(0).signal.aborted).toBe(true);
    attempt(0).fail(new Error('aborted'));
    await expect(result).rejects.toThrow('aborted');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(attempts).toHaveLength(1);
  });
});
