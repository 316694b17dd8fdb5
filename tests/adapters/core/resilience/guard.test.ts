import type { Call } from '../../../../adapters/core/contract';
import { AdapterError, type ErrorCode } from '../../../../adapters/core/errors';
import { marketplaceId } from '../../../../adapters/core/ids';
import { createGuard } from '../../../../adapters/core/resilience/guard';
import { createLatencies } from '../../../../adapters/core/resilience/latencies';
import { callWithin } from '../../../support/call';
import { failure, policyWith, recordedEvents } from '../../../support/readers';
import { until } from '../../../support/until';

const marketplace = marketplaceId('mbiz');

function start(change: Parameters<typeof policyWith>[0] = {}) {
  const { told, events } = recordedEvents();
  const clock = { offset: 0 };
  const latencies = createLatencies();
  const guard = createGuard({
    marketplace,
    policy: policyWith(change),
    events,
    latencies,
    onState: () => told.push(guard.health().state),
    now: () => Date.now() + clock.offset,
  });
  const code = (read: (call: Call) => Promise<unknown>, call = callWithin()) =>
    guard.run(read, call).then(
      () => 'OK',
      (error: unknown) => (error instanceof AdapterError ? error.code : String(error)),
    );
  return { guard, told, code, clock };
}

/** A marketplace that never answers, and obeys its deadline and its caller. */
const hang = ({ signal, deadline }: Call) =>
  new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(failure('TIMEOUT')), Math.max(0, deadline - Date.now()));
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(failure('TIMEOUT'));
    });
  });

it('gives up an attempt after its time and tries again while the caller has some left', async () => {
  const { told, code } = start({ attemptTimeoutMs: 30, retry: { attempts: 1, firstDelayMs: 1 } });
  expect(await code(hang)).toBe('TIMEOUT');
  expect(told).toEqual(['attempt TIMEOUT', 'retry', 'attempt TIMEOUT']);
});

it('calls a thrown bug UNAVAILABLE, and hides it', async () => {
  const { code } = start();
  expect(await code(() => Promise.reject(new TypeError('x is undefined')))).toBe('UNAVAILABLE');
});

it('adds no more than a fifth of requests to an outage', async () => {
  const { told, code } = start({
    breaker: { minimumCalls: 10_000 },
    retry: { firstDelayMs: 0, longestDelayMs: 0 },
  });
  for (let i = 0; i < 200; i++)
    expect(await code(() => Promise.reject(failure('UNAVAILABLE')))).toBe('UNAVAILABLE');
  const attempts = told.filter((word) => word.startsWith('attempt')).length;
  expect(attempts).toBeGreaterThan(220);
  expect(attempts).toBeLessThanOrEqual(241);
});

it('opens after enough failures, refuses without asking, and shows it', async () => {
  const { guard, told, code } = start({ breaker: { minimumCalls: 3 }, retry: { attempts: 0 } });
  const read = jest.fn(() => Promise.reject(failure('UNAVAILABLE')));
  for (let i = 0; i < 5; i++) await code(read);
  expect(read).toHaveBeenCalledTimes(3);
  expect(told.slice(-3)).toEqual(['OPEN', 'refused by breaker', 'refused by breaker']);
  expect(guard.health()).toMatchObject({ state: 'OPEN', calls: 3, failures: 3 });
});

it.each<[ErrorCode, string]>([
  ['INVALID_INPUT', 'CLOSED'],
  ['UNSUPPORTED', 'CLOSED'],
  ['CONFLICT', 'CLOSED'],
  ['UNAUTHENTICATED', 'OPEN'],
  ['FORBIDDEN', 'OPEN'],
  ['RATE_LIMITED', 'OPEN'],
  ['TIMEOUT', 'OPEN'],
  ['UNAVAILABLE', 'OPEN'],
  ['BAD_RESPONSE', 'OPEN'],
])('after %s, again and again, it is %s', async (errorCode, state) => {
  const { guard, code } = start({ breaker: { minimumCalls: 3 }, retry: { attempts: 0 } });
  for (let i = 0; i < 5; i++) await code(() => Promise.reject(failure(errorCode)));
  expect(guard.health().state).toBe(state);
});

it('gives every attempt the same time, however hasty its caller: others may have joined', async () => {
  const { code } = start({ attemptTimeoutMs: 5_000 });
  let given = 0;
  await code((call) => Promise.resolve((given = call.deadline - Date.now())), callWithin(5));
  expect(given).toBeGreaterThan(4_000);
});

it('ends an attempt in time also where the adapter does not', async () => {
  const { told, code } = start({ attemptTimeoutMs: 20, retry: { attempts: 0 } });
  expect(await code(() => new Promise(() => undefined))).toBe('TIMEOUT');
  expect(told).toEqual(['attempt TIMEOUT']);
});

it('learns nothing from callers who left', async () => {
  const { guard, told, code } = start({ breaker: { minimumCalls: 3 } });
  for (let i = 0; i < 10; i++) {
    const caller = new AbortController();
    const outcome = code(hang, callWithin(60_000, caller.signal));
    setImmediate(() => caller.abort());
    expect(await outcome).toBe('TIMEOUT');
  }
  expect(guard.health()).toMatchObject({ state: 'CLOSED', calls: 0 });
  expect(new Set(told)).toEqual(new Set(['attempt CANCELLED']));
});

it('leaves a marketplace alone for as long as that asks, whoever asks next', async () => {
  const { guard, told, code, clock } = start();
  expect(await code(() => Promise.reject(failure('RATE_LIMITED', 30_000)))).toBe('RATE_LIMITED');
  const read = jest.fn(() => Promise.resolve('fine'));
  expect(await code(read)).toBe('RATE_LIMITED');
  expect([read.mock.calls.length, guard.health().state]).toEqual([0, 'PAUSED']);
  clock.offset = 30_001;
  expect(await code(read)).toBe('OK');
  expect(told.filter((word) => /PAUSED|CLOSED|pause/.test(word))).toEqual([
    'PAUSED',
    'refused by pause',
    'CLOSED',
  ]);
});

it('does not believe a marketplace that asks for a day', async () => {
  const { code, clock } = start();
  await code(() => Promise.reject(failure('UNAVAILABLE', 86_400_000)));
  clock.offset = 60_001;
  expect(await code(() => Promise.resolve('fine'))).toBe('OK');
});

it('lets so many in, so many wait, and refuses the rest at once', async () => {
  const { told, code } = start({ bulkhead: { atOnce: 2, waiting: 3 } });
  const landings: (() => void)[] = [];
  const read = () => new Promise<void>((resolve) => landings.push(resolve));
  const outcomes = Array.from({ length: 7 }, () => code(read));
  await until(() => told.length === 2);
  expect([landings.length, told]).toEqual([2, ['refused by bulkhead', 'refused by bulkhead']]);
  let landed = 0;
  while (landed < 5) {
    await until(() => landings.length > landed);
    landings[landed++]?.();
  }
  expect((await Promise.all(outcomes)).sort()).toEqual([
    'OK',
    'OK',
    'OK',
    'OK',
    'OK',
    'UNAVAILABLE',
    'UNAVAILABLE',
  ]);
});

it('does not run what its caller waited for and left', async () => {
  const { code } = start({ bulkhead: { atOnce: 1, waiting: 3 } });
  let land: (() => void) | null = null;
  const first = code(() => new Promise<void>((resolve) => (land = resolve)));
  await until(() => land !== null);
  const caller = new AbortController();
  const second = jest.fn(() => Promise.resolve());
  const outcome = code(second, callWithin(60_000, caller.signal));
  const third = code(() => Promise.resolve());
  caller.abort();
  (land as (() => void) | null)?.();
  // Whoever stood behind the one who left gets its turn.
  expect([await first, await outcome, await third, second.mock.calls.length]).toEqual([
    'OK',
    'TIMEOUT',
    'OK',
    0,
  ]);
});

it('asks a second time what is slower than usual, and closes the slow one', async () => {
  const { told, code } = start({ hedge: { minimumSamples: 20, earliestMs: 5 }, attemptTimeoutMs: 60_000 });
  for (let i = 0; i < 40; i++) await code(() => Promise.resolve());
  let calls = 0;
  const signals: AbortSignal[] = [];
  const outcome = await code((call) => {
    signals.push(call.signal);
    return ++calls === 1 ? hang(call) : Promise.resolve();
  }, callWithin(60_000));
  expect([outcome, calls, signals[0]?.aborted]).toEqual(['OK', 2, true]);
  await until(() => told.includes('attempt CANCELLED'));
  expect(told.filter((word) => word.startsWith('hedge'))).toEqual(['hedge', 'hedge won']);
});

it('leaves it alone also with what was already waiting for its turn', async () => {
  const { told, code } = start({ bulkhead: { atOnce: 1, waiting: 50 }, retry: { attempts: 0 } });
  const read = jest.fn(() => Promise.reject(failure('RATE_LIMITED', 30_000)));
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => code(read)));
  expect(new Set(outcomes)).toEqual(new Set(['RATE_LIMITED']));
  expect(read).toHaveBeenCalledTimes(1);
  expect(told.filter((word) => word === 'refused by pause')).toHaveLength(19);
});
