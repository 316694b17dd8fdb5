import fc from 'fast-check';
import { createHttpSource } from '../../../../adapters/core/http/http-source';
import { createRequestRate, TurnLeft, TurnTooLate } from '../../../../adapters/core/http/request-rate';
import { marketplaceId } from '../../../../adapters/core/ids';
import { startFakeServer } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { until } from '../../../support/until';
import { errorOf } from './refusals';

const MINUTE = 60_000;

/** A clock that stands still until it is moved. */
function createClock(start = 0) {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    now: () => now,
    timers,
    after(ms: number, run: () => void) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    /** Moves on, timer by timer, and lets whoever was called back do its work. */
    async move(ms: number) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.run();
        await settled();
      }
      now = end;
    },
    turnBack: (ms: number) => void (now -= ms),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const patient = (signal = new AbortController().signal) => ({ signal, deadline: Infinity });

describe('a rate of requests', () => {
  it('lets a second of them through at once, and the others at their time', async () => {
    const clock = createClock();
    const rate = createRequestRate(600, clock);
    const times: number[] = [];
    for (let count = 0; count < 12; count += 1) void rate.turn(patient()).then(() => times.push(clock.now()));
    await settled();
    expect(times).toEqual(Array<number>(10).fill(0));
    await clock.move(1_000);
    expect(times.slice(10)).toEqual([102, 204]); // 591 flow in, so that no minute has more than 600
  });

  it('keeps the order of arrival', async () => {
    const clock = createClock();
    const rate = createRequestRate(60, clock);
    const order: number[] = [];
    for (let each = 0; each < 5; each += 1) void rate.turn(patient()).then(() => order.push(each));
    await clock.move(5_000);
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it('lets no more through in any minute than it says, however they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 1_000 }),
        fc.array(
          fc.record({ after: fc.integer({ min: 0, max: 20_000 }), count: fc.integer({ min: 1, max: 400 }) }),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        async (perMinute, bursts) => {
          const clock = createClock();
          const rate = createRequestRate(perMinute, clock);
          const times: number[] = [];
          for (const { after, count } of bursts) {
            await clock.move(after);
            for (let each = 0; each < count; each += 1)
              rate.turn({ ...patient(), deadline: clock.now() + 30_000 }).then(
                () => times.push(clock.now()),
                (error: unknown) => expect(error).toBeInstanceOf(TurnTooLate),
              );
            await settled();
          }
          await clock.move(MINUTE);
          times.forEach((time, at) => {
            expect(times.slice(at).filter((later) => later < time + MINUTE).length).toBeLessThanOrEqual(
              perMinute,
            );
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets through all that it says, when they keep coming', async () => {
    const clock = createClock();
    const rate = createRequestRate(120, clock);
    let count = 0;
    for (let each = 0; each < 1_000; each += 1) void rate.turn(patient()).then(() => (count += 1));
    await clock.move(5 * MINUTE);
    expect(count).toBeGreaterThanOrEqual(5 * 119);
    expect(count).toBeLessThanOrEqual(5 * 120 + 2);
  });

  it('refuses at once what would get its turn after its deadline, and says how long that is', async () => {
    const clock = createClock();
    const rate = createRequestRate(6, clock);
    await rate.turn({ ...patient(), deadline: 1 });
    const second = rate.turn({ ...patient(), deadline: 10_000 });
    await expect(rate.turn({ ...patient(), deadline: 19_999 })).rejects.toMatchObject({ waitMs: 20_000 });
    await clock.move(10_000);
    await second;
  });

  it('gives the turn of who went to the next', async () => {
    const clock = createClock();
    const rate = createRequestRate(60, clock);
    const leaving = new AbortController();
    await rate.turn(patient());
    const left = rate.turn(patient(leaving.signal));
    let isThrough = false;
    void rate.turn(patient()).then(() => (isThrough = true));
    leaving.abort();
    await expect(left).rejects.toBeInstanceOf(TurnLeft);
    await clock.move(999);
    expect(isThrough).toBe(false);
    await clock.move(1);
    expect(isThrough).toBe(true);
  });

  it('waits no more when all who waited went, and again for the next', async () => {
    const clock = createClock();
    const rate = createRequestRate(60, clock);
    const leaving = new AbortController();
    await rate.turn(patient());
    const left = rate.turn(patient(leaving.signal));
    expect(clock.timers.size).toBe(1);
    leaving.abort();
    await expect(left).rejects.toBeInstanceOf(TurnLeft);
    expect(clock.timers.size).toBe(0);
    let isThrough = false;
    void rate.turn(patient()).then(() => (isThrough = true));
    await clock.move(1_000);
    expect(isThrough).toBe(true);
  });

  it('has no turn for who has gone already', async () => {
    await expect(
      createRequestRate(60, createClock()).turn(patient(AbortSignal.abort())),
    ).rejects.toBeInstanceOf(TurnLeft);
  });

  it('goes on when the clock is set back', async () => {
    const clock = createClock(1_000_000);
    const rate = createRequestRate(60, clock);
    await rate.turn(patient());
    clock.turnBack(900_000);
    let isThrough = false;
    void rate.turn(patient()).then(() => (isThrough = true));
    await clock.move(2_000);
    expect(isThrough).toBe(true);
  });
});

describe('a source with a rate', () => {
  it('waits, and sends no sooner', async () => {
    const server = await startFakeServer(() => ({ body: {} }));
    const clock = createClock(Date.now());
    const http = createHttpSource(marketplaceId('toko-tani'), { rate: createRequestRate(60, clock) });
    const ask = () => http.answer({ url: server.url }, callWithin(30_000));
    await ask();
    const second = ask();
    await clock.move(999);
    expect(server.received()).toBe(1);
    await clock.move(1);
    await second;
    expect(server.received()).toBe(2);
    http.close();
    await server.close();
  });

  it('fails in place of waiting past the deadline or for someone who went, and has sent nothing', async () => {
    const server = await startFakeServer(() => ({ body: {} }));
    const http = createHttpSource(marketplaceId('toko-tani'), { rate: createRequestRate(1) });
    await http.json({ url: server.url }, callWithin());
    const late = await errorOf(http.json({ url: server.url }, callWithin(5_000)));
    expect(late.code).toBe('RATE_LIMITED');
    expect(late.retryAfterMs).toBeGreaterThan(30_000);
    expect(late.retryAfterMs).toBeLessThanOrEqual(MINUTE);

    const leaving = new AbortController();
    const left = errorOf(http.json({ url: server.url }, callWithin(2 * MINUTE, leaving.signal)));
    leaving.abort();
    expect((await left).code).toBe('TIMEOUT');
    expect(server.received()).toBe(1);
    http.close();
    await server.close();
  });

  it('does not wait without one', async () => {
    const server = await startFakeServer(() => ({ body: {} }));
    const http = createHttpSource(marketplaceId('toko-tani'));
    await Promise.all(Array.from({ length: 200 }, () => http.json({ url: server.url }, callWithin())));
    await until(() => server.received() === 200);
    http.close();
    await server.close();
  });
});
