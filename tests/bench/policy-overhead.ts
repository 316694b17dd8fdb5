import { createMemoryCache } from '../../adapters/core/cache/memory-cache';
import { createOfferCache } from '../../adapters/core/cache/offer-cache';
import { createGuard } from '../../adapters/core/resilience/guard';
import { createLatencies } from '../../adapters/core/resilience/latencies';
import { createOfferReader } from '../../adapters/core/resilience/offer-reader';
import { DEFAULT_POLICY } from '../../adapters/core/resilience/policy';
import { NO_EVENTS } from '../../adapters/core/resilience/source-events';
import { callWithin } from '../support/call';
import { offer, scriptedMarketplace } from '../support/offers';

const ROUNDS = 15;
const CALLS = 2_000;

/** Microseconds of CPU per call: the median of several rounds. */
async function microseconds(call: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < CALLS; i++) await call();
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / CALLS);
  }
  return Math.round((rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0) * 10) / 10;
}

/** What the guard's chain alone costs a call, and what a whole read costs, over a marketplace that answers at once, from memory. */
export async function measureOverhead(): Promise<Record<string, number>> {
  const offers = Array.from({ length: 20 }, (_, i) => offer({ sku: `S${i}`, title: `Barang ${i}` }));
  const marketplace = scriptedMarketplace('jatim-bejo', offers);
  const ids = offers.map(({ id }) => id);
  const reader = createOfferReader({
    marketplace,
    cache: createOfferCache(createMemoryCache()),
    policy: DEFAULT_POLICY,
    events: NO_EVENTS,
  });
  const kinds = new Set(['price'] as const);
  const guard = createGuard({
    marketplace: marketplace.id,
    policy: DEFAULT_POLICY,
    events: NO_EVENTS,
    latencies: createLatencies(),
    onState: () => undefined,
  });
  const nothing = await microseconds(() => Promise.resolve());
  const chain = await microseconds(() => guard.run(() => Promise.resolve(), callWithin()));
  const direct = await microseconds(() => marketplace.offers(ids, callWithin()));
  const live = await microseconds(() => reader.read(ids, { call: callWithin(), kinds, noCache: true }));
  const cached = await microseconds(() => reader.read(ids, { call: callWithin(), kinds, noCache: false }));
  return { chain: chain - nothing, direct, live, cached };
}
