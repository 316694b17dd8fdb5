import { createMemoryCache } from '../../adapters/core/cache/memory-cache';
import { createOfferCache } from '../../adapters/core/cache/offer-cache';
import { noFeedMemory } from '../../adapters/core/contract';
import type { OfferId } from '../../adapters/core/ids';
import { createMbiz } from '../../adapters/mbiz/marketplace';
import { createOfferReader } from '../../adapters/core/resilience/offer-reader';
import { policyFor } from '../../adapters/core/resilience/policy';
import { startSandbox, type Sandbox } from '../../adapters/sandbox/start';
import { callWithin } from '../support/call';
import { recordedEvents } from '../support/readers';
import { readAll } from '../conformance/rule';
import { until } from '../support/until';

const SLOW_MS = 400;
const READS = 500;

describe('one read in a hundred is slow:', () => {
  let sandbox: Sandbox;
  let mbiz: ReturnType<typeof createMbiz>;
  let ids: readonly OfferId[];
  beforeAll(async () => {
    sandbox = await startSandbox({ scale: 0.003 });
    mbiz = createMbiz(sandbox.access.mbiz, noFeedMemory);
    ids = (await readAll(mbiz)).map(({ id }) => id);
  });
  afterAll(async () => {
    await mbiz.close();
    await sandbox.close();
  });

  /** Reads one by one, with one in a hundred slow; how long each took, sorted, and what that cost. */
  async function measure(hedging: boolean) {
    const { told, events } = recordedEvents();
    const reader = createOfferReader({
      marketplace: mbiz,
      cache: createOfferCache(createMemoryCache()),
      policy: policyFor(2_000, { hedging }),
      events,
    });
    const server = sandbox.servers.mbiz;
    Object.assign(server.knobs, { latencyMs: 2, slowEvery: 0 });
    const read = (i: number) =>
      reader.read([ids[i % ids.length] ?? ('' as OfferId)], {
        call: callWithin(5_000),
        kinds: new Set(['price']),
        noCache: true,
      });
    for (let i = 0; i < 60; i++) await read(i);
    Object.assign(server.knobs, { slowEvery: 100, slowMs: SLOW_MS });
    const before = server.received();
    const hungUp = server.hungUp();
    const times: number[] = [];
    for (let i = 0; i < READS; i++) {
      const started = performance.now();
      await read(i);
      times.push(performance.now() - started);
    }
    const extra = server.received() - before - READS;
    server.knobs.slowEvery = 0;
    if (hedging) await until(() => server.hungUp() > hungUp);
    times.sort((a, b) => a - b);
    const slowerThan = (ms: number) => times.filter((time) => time >= ms).length;
    return { told, extra, slow: slowerThan(SLOW_MS), p99: times[Math.floor(READS * 0.99)] ?? 0 };
  }

  it('a second request cuts the p99, costs few requests more, and the slow sockets are closed', async () => {
    const without = await measure(false);
    const hedged = await measure(true);
    expect([without.extra, without.slow]).toEqual([0, 5]);
    expect(hedged.slow).toBeLessThan(without.slow);
    expect(hedged.p99).toBeLessThan(without.p99 / 2);
    expect(hedged.extra).toBeGreaterThan(0);
    expect(hedged.extra).toBeLessThanOrEqual((READS + 60) * 0.05);
    expect(hedged.told.filter((word) => word === 'hedge won').length).toBeGreaterThan(0);
  });
});
