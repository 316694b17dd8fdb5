import {
  CircuitOpen,
  createCircuitBreaker,
  type Verdict,
} from '../../../../adapters/core/resilience/circuit-breaker';
import { DEFAULT_POLICY } from '../../../../adapters/core/resilience/policy';

const policy = {
  ...DEFAULT_POLICY.breaker,
  windowMs: 10_000,
  minimumCalls: 4,
  failureRate: 0.5,
  firstOpenMs: 1_000,
  longestOpenMs: 3_000,
};

class Judged extends Error {
  constructor(readonly verdict: Verdict) {
    super(verdict);
  }
}

describe('the circuit breaker', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function start() {
    const states: string[] = [];
    const breaker = createCircuitBreaker(policy, {
      now: Date.now,
      judge: (error) => (error instanceof Judged ? error.verdict : 'UNKNOWN'),
      onState: (state) => states.push(state),
    });
    const run = async (outcome: 'OK' | Verdict) =>
      breaker
        .execute(() => (outcome === 'OK' ? Promise.resolve('OK') : Promise.reject(new Judged(outcome))))
        .catch((error: unknown) =>
          error instanceof CircuitOpen ? 'REFUSED' : error instanceof Judged ? error.verdict : error,
        );
    const runAll = async (...outcomes: ('OK' | Verdict)[]) => {
      const results: unknown[] = [];
      for (const outcome of outcomes) results.push(await run(outcome));
      return results;
    };
    return { breaker, states, run, runAll };
  }

  it.each<[string, ('OK' | Verdict)[], string, number | null]>([
    ['stays closed while all is well', ['OK', 'OK', 'OK', 'OK'], 'CLOSED', 0],
    ['opens at the failure rate', ['OK', 'OK', 'SICK', 'SICK'], 'OPEN', 0.5],
    ['stays closed below it', ['OK', 'OK', 'OK', 'SICK', 'SICK'], 'CLOSED', 0.4],
    ['stays closed below the minimum volume', ['SICK', 'SICK', 'SICK'], 'CLOSED', 1],
    ['takes a refusal for the answer of a well source', ['WELL', 'WELL', 'WELL', 'WELL'], 'CLOSED', 0],
    ['learns nothing from callers who left', ['UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN'], 'CLOSED', null],
  ])('%s', async (_, outcomes, state, failureRate) => {
    const { breaker, runAll } = start();
    expect(await runAll(...outcomes)).toEqual(outcomes);
    const { calls, failures } = breaker.counts();
    expect([breaker.state, calls === 0 ? null : failures / calls]).toEqual([state, failureRate]);
  });

  it('forgets failures that are older than its window', async () => {
    const { breaker, runAll } = start();
    await runAll('SICK', 'SICK', 'SICK');
    jest.advanceTimersByTime(11_000);
    await runAll('SICK', 'OK', 'OK');
    expect(breaker.state).toBe('CLOSED');
  });

  it('asks no one while it is open, then sends one probe, and closes when that is well', async () => {
    const { states, run, runAll } = start();
    await runAll('SICK', 'SICK', 'SICK', 'SICK');
    expect(await run('OK')).toBe('REFUSED');
    jest.advanceTimersByTime(1_000);
    expect(await run('OK')).toBe('OK');
    expect(states).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED']);
  });

  it('forgets the outage when it closes: the next failure alone does not open it', async () => {
    const { breaker, run, runAll } = start();
    await runAll('SICK', 'SICK', 'SICK', 'SICK');
    jest.advanceTimersByTime(1_000);
    await run('OK');
    await runAll('SICK');
    expect(breaker.state).toBe('CLOSED');
  });

  it('refuses the others at once while a probe is under way', async () => {
    const { breaker, run, runAll } = start();
    await runAll('SICK', 'SICK', 'SICK', 'SICK');
    jest.advanceTimersByTime(1_000);
    let land: (value: string) => void = () => undefined;
    const probe = breaker.execute(() => new Promise<string>((resolve) => (land = resolve)));
    expect(await run('OK')).toBe('REFUSED');
    land('well');
    expect(await probe).toBe('well');
    expect(await run('OK')).toBe('OK');
  });

  it('opens again, for twice as long up to a limit, after a probe that fails', async () => {
    const { breaker, run, runAll } = start();
    await runAll('SICK', 'SICK', 'SICK', 'SICK');
    for (const openMs of [1_000, 2_000, 3_000, 3_000]) {
      jest.advanceTimersByTime(openMs - 1);
      expect(await run('OK')).toBe('REFUSED');
      jest.advanceTimersByTime(1);
      expect(await run('SICK')).toBe('SICK');
      expect(breaker.state).toBe('OPEN');
    }
  });

  it('lets the next read find out when a probe told nothing: its caller left', async () => {
    const { breaker, run, runAll } = start();
    await runAll('SICK', 'SICK', 'SICK', 'SICK');
    jest.advanceTimersByTime(1_000);
    expect(await runAll('UNKNOWN', 'UNKNOWN')).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(breaker.state).toBe('OPEN');
    expect(await run('OK')).toBe('OK');
    expect(breaker.state).toBe('CLOSED');
  });

  it('does not let a read from before the outage undo the recovery', async () => {
    const { breaker, run, runAll } = start();
    let fail: (error: Error) => void = () => undefined;
    const straggler = breaker.execute(() => new Promise<string>((_, reject) => (fail = reject)));
    await runAll('SICK', 'SICK', 'SICK', 'SICK');
    jest.advanceTimersByTime(1_000);
    await run('OK');
    fail(new Judged('SICK'));
    await expect(straggler).rejects.toThrow('SICK');
    expect([breaker.state, breaker.counts().failures]).toEqual(['CLOSED', 0]);
  });
});
