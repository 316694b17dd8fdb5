import type { Waiter } from '../../../../adapters/core/contract';
import { createSingleFlight } from '../../../../adapters/core/resilience/single-flight';

/** Loads that a test lands by hand. */
function start() {
  const loads: { keys: readonly string[]; together: Waiter; land(): void }[] = [];
  const flights = createSingleFlight<string, string, Waiter>(
    (keys, together) =>
      new Promise((resolve) => {
        loads.push({
          keys,
          together,
          land: () => resolve(new Map(keys.map((key) => [key, `value of ${key}`]))),
        });
      }),
    (key) => `gone: ${key}`,
  );
  const load = (i: number) => {
    const found = loads[i];
    if (!found) throw new Error(`no load ${i}`);
    return found;
  };
  return { loads, load, flights };
}
/** Those who still wait when a test ends leave with it. */
let test: AbortController;
beforeEach(() => {
  test = new AbortController();
});
afterEach(() => test.abort());
const waiter = (ms = 60_000, signal = test.signal): Waiter => ({
  signal,
  deadline: Date.now() + ms,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('loads once what several ask for at a time', async () => {
  const { loads, load, flights } = start();
  const both = [flights.get(['a', 'b'], waiter()), flights.get(['b', 'a'], waiter())];
  await settled();
  expect(loads.map(({ keys }) => keys)).toEqual([['a', 'b']]);
  load(0).land();
  for (const values of await Promise.all(both)) expect(values.get('a')).toBe('value of a');
});

it('loads only what no one is loading yet', async () => {
  const { loads, load, flights } = start();
  const first = flights.get(['a'], waiter());
  const second = flights.get(['a', 'b'], waiter());
  await settled();
  expect(loads.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
  load(0).land();
  load(1).land();
  expect([...(await second).keys()]).toEqual(['a', 'b']);
  await first;
});

it('loads again once it has landed', async () => {
  const { loads, load, flights } = start();
  const first = flights.get(['a'], waiter());
  await settled();
  load(0).land();
  await first;
  void flights.get(['a'], waiter());
  await settled();
  expect(loads).toHaveLength(2);
});

it('tells a waiter who runs out of time, and goes on for the others', async () => {
  const { load, flights } = start();
  const hasty = flights.get(['a'], waiter(20));
  const patient = flights.get(['a'], waiter());
  expect((await hasty).get('a')).toBe('gone: a');
  expect(load(0).together.signal.aborted).toBe(false);
  load(0).land();
  expect((await patient).get('a')).toBe('value of a');
});

it('has the latest deadline of those who wait', async () => {
  const { load, flights } = start();
  void flights.get(['a'], waiter(1_000));
  await settled();
  const early = load(0).together.deadline;
  void flights.get(['a'], waiter(5_000));
  expect(load(0).together.deadline - early).toBeGreaterThan(3_000);
});

it('is aborted when everyone has gone, and not before', async () => {
  const { loads, load, flights } = start();
  const callers = [new AbortController(), new AbortController()];
  const waits = callers.map((caller) => flights.get(['a'], waiter(60_000, caller.signal)));
  await settled();
  callers[0]?.abort();
  expect(load(0).together.signal.aborted).toBe(false);
  callers[1]?.abort();
  expect(load(0).together.signal.aborted).toBe(true);
  for (const values of await Promise.all(waits)) expect(values.get('a')).toBe('gone: a');
  void flights.get(['a'], waiter());
  await settled();
  expect(loads).toHaveLength(2); // no one joins what was aborted
});

it('is aborted as well when everyone has run out of time', async () => {
  const { load, flights } = start();
  const waits = [flights.get(['a'], waiter(10)), flights.get(['a'], waiter(20))];
  await Promise.all(waits);
  expect(load(0).together.signal.aborted).toBe(true);
});

it.each<[string, () => Waiter]>([
  ['has no time left', () => waiter(0)],
  ['has gone already', () => waiter(60_000, AbortSignal.abort())],
])('begins nothing for a waiter who %s', async (_, late) => {
  const { loads, flights } = start();
  expect((await flights.get(['a'], late())).get('a')).toBe('gone: a');
  await settled();
  expect(loads).toHaveLength(0);
});
