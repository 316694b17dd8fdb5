import { actorOf } from '../../../support/actors';
import fc from 'fast-check';
import { TIME_TO_LIVE_MS, type FieldKind } from '../../../../adapters/core/cache/freshness';
import { createMemoryCache } from '../../../../adapters/core/cache/memory-cache';
import { createOfferCache } from '../../../../adapters/core/cache/offer-cache';
import type { Call, Marketplace } from '../../../../adapters/core/contract';
import { decimal } from '../../../../adapters/core/decimal';
import { AdapterError } from '../../../../adapters/core/errors';
import type { OfferId } from '../../../../adapters/core/ids';
import { createOfferReader } from '../../../../adapters/core/resilience/offer-reader';
import { NO_EVENTS } from '../../../../adapters/core/resilience/source-events';
import { callWithin } from '../../../support/call';
import { offer, scriptedMarketplace } from '../../../support/offers';
import { policyWith } from '../../../support/readers';

const OFFERS = ['A', 'B', 'C'].map((sku) => offer({ sku, title: `Barang ${sku}`, marketplace: 'mbiz' }));
const IDS = OFFERS.map(({ id }) => id);
const ALL: ReadonlySet<FieldKind> = new Set(['price', 'stock', 'descriptive']);

function start(change: Partial<Pick<Marketplace, 'can' | 'offers'>> = {}) {
  const clock = { now: Date.now() };
  const memory = createMemoryCache({ now: () => clock.now });
  const kept: string[] = [];
  const base = scriptedMarketplace('mbiz', OFFERS);
  const asked: (readonly OfferId[])[] = [];
  const marketplace: Marketplace = {
    ...base,
    ...change,
    offers: (ids, call) => {
      asked.push(ids);
      return (change.offers ?? base.offers)(ids, call);
    },
  };
  const reader = createOfferReader({
    marketplace,
    cache: createOfferCache({
      ...memory,
      set: (entries) => {
        kept.push(...entries.map(({ key }) => key));
        return memory.set(entries);
      },
    }),
    policy: policyWith({ retry: { attempts: 0 } }),
    events: NO_EVENTS,
    now: () => clock.now,
  });
  const read = (ids: readonly OfferId[], kinds = ALL, noCache = false, call: Call = callWithin()) =>
    reader.read(ids, { call, kinds, noCache });
  const sources = async (...request: Parameters<typeof read>) =>
    [...(await read(...request)).values()].map(({ from }) => from);
  return { clock, asked, base, kept, read, sources };
}

describe('a read of offers', () => {
  it.each<[string, FieldKind[], number, string]>([
    ['a price within its time', ['price'], TIME_TO_LIVE_MS.price, 'CACHE'],
    ['a price after it', ['price'], TIME_TO_LIVE_MS.price + 1, 'MARKETPLACE'],
    ['stock within its time', ['stock'], TIME_TO_LIVE_MS.stock, 'CACHE'],
    ['stock after it', ['stock'], TIME_TO_LIVE_MS.stock + 1, 'MARKETPLACE'],
    ['a title long after a price would be old', ['descriptive'], TIME_TO_LIVE_MS.price + 1, 'CACHE'],
    ['a title after its time', ['descriptive'], TIME_TO_LIVE_MS.descriptive + 1, 'MARKETPLACE'],
    ['the strictest of what is wanted', ['descriptive', 'stock'], TIME_TO_LIVE_MS.stock + 1, 'MARKETPLACE'],
    ['what another clock says is from far ahead', ['price'], -60_000, 'MARKETPLACE'],
  ])('for %s', async (_, kinds, ageMs, from) => {
    const { clock, sources } = start();
    await sources([...IDS]);
    clock.now += ageMs;
    expect(await sources([...IDS], new Set(kinds))).toEqual([from, from, from]);
  });

  it('asks only for what is not cached', async () => {
    const { asked, sources } = start();
    await sources(IDS.slice(0, 1));
    expect(await sources([...IDS])).toEqual(['CACHE', 'MARKETPLACE', 'MARKETPLACE']);
    expect(asked.at(-1)).toEqual(IDS.slice(1));
  });

  it('asks the marketplace itself where that is wished for, and others profit', async () => {
    const { asked, sources } = start();
    await sources([...IDS]);
    expect(await sources([...IDS], ALL, true)).toEqual(['MARKETPLACE', 'MARKETPLACE', 'MARKETPLACE']);
    expect(asked).toHaveLength(2);
  });

  it('asks once for what several want at a time, cached or not', async () => {
    const { asked, sources } = start();
    await Promise.all([sources([...IDS]), sources([...IDS], ALL, true), sources(IDS.slice(1))]);
    expect(asked).toHaveLength(1);
  });

  it('remembers for a moment that there is no such offer', async () => {
    const { asked, base, clock, read } = start();
    base.offersNow = [];
    await read(IDS.slice(0, 1));
    const [answer] = (await read(IDS.slice(0, 1))).values();
    expect(answer).toMatchObject({ from: 'CACHE', known: { offer: null } });
    clock.now += TIME_TO_LIVE_MS.stock + 1;
    await read(IDS.slice(0, 1));
    expect(asked).toHaveLength(2);
  });

  it.each([false, true])(
    'gives the last known when the marketplace fails (no-cache: %s)',
    async (noCache) => {
      const failing = { fail: false };
      const base = scriptedMarketplace('mbiz', OFFERS);
      const { clock, read } = start({
        offers: (ids, call) => {
          if (failing.fail) throw new AdapterError('UNAVAILABLE', { marketplace: base.id, detail: 'down' });
          return base.offers(ids, call);
        },
      });
      await read(IDS.slice(0, 1));
      const readAt = clock.now;
      clock.now += 10 * 60_000;
      failing.fail = true;
      const answers = await read(IDS.slice(0, 2), ALL, noCache);
      expect([...answers.values()]).toEqual([
        expect.objectContaining({ from: 'NOWHERE', last: { offer: expect.anything() as unknown, readAt } }),
        expect.objectContaining({ from: 'NOWHERE', last: null }),
      ]);
    },
  );

  it('goes out one by one where the marketplace has single reads, so that none waits for another', async () => {
    const { asked, sources } = start({ can: { ...scriptedMarketplace('mbiz', []).can, readById: 'SINGLE' } });
    await sources([...IDS]);
    expect(asked.map((ids) => ids.length)).toEqual([1, 1, 1]);
  });
});

it('what depends on who asks is never cached and never given to another caller', async () => {
  const PRICES: Record<string, string> = { ani: '1000', budi: '2000', citra: '3000' };
  const step = fc.record({
    actor: fc.constantFrom('ani', 'budi', 'citra'),
    ids: fc.subarray([...IDS], { minLength: 1 }),
    noCache: fc.boolean(),
    delayMs: fc.nat({ max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 20 }), async (steps) => {
      const { kept, read } = start({
        can: { ...scriptedMarketplace('mbiz', []).can, offers: 'PERSONAL' },
        offers: async (ids, { actor }) => {
          await new Promise((resolve) => setTimeout(resolve, ids.length % 3));
          return OFFERS.filter(({ id }) => ids.includes(id)).map((found) => ({
            ...found,
            price: { ...found.price, amount: decimal(PRICES[actor?.subject ?? ''] ?? '0') },
          }));
        },
      });
      await Promise.all(
        steps.map(async ({ actor, ids, noCache, delayMs }) => {
          await new Promise((resolve) => setTimeout(resolve, delayMs));
          const answers = await read(ids, ALL, noCache, {
            ...callWithin(),
            actor: actorOf({ subject: actor }),
          });
          for (const answer of answers.values()) {
            expect(answer.from).toBe('MARKETPLACE');
            if (answer.from !== 'NOWHERE') expect(answer.known.offer?.price.amount).toBe(PRICES[actor]);
          }
        }),
      );
      expect(kept).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('one server that fails closes out none of the others of its marketplace', async () => {
  const seller = (name: string) =>
    Array.from({ length: 6 }, (_, i) => offer({ sku: `${name}${i}`, title: name, seller: name }));
  const [down, well] = [seller('DOWN'), seller('WELL')];
  const base = scriptedMarketplace('jatim-bejo', [...down, ...well]);
  const asked: OfferId[] = [];
  const reader = createOfferReader({
    marketplace: {
      ...base,
      can: { ...base.can, readById: 'SINGLE' },
      server: (id) => id.split(/[:.]/)[1] ?? null,
      offers: (ids, call) => {
        asked.push(...ids);
        if (!ids[0]?.includes('DOWN')) return base.offers(ids, call);
        throw new AdapterError('RATE_LIMITED', {
          marketplace: base.id,
          detail: 'wait',
          retryAfterMs: 30_000,
        });
      },
    },
    cache: createOfferCache(createMemoryCache()),
    policy: policyWith(),
    events: NO_EVENTS,
  });
  const answers = await reader.read(
    [...down, ...well].map(({ id }) => id),
    { call: callWithin(), kinds: ALL, noCache: false },
  );
  const sources = (offers: typeof down) => new Set(offers.map(({ id }) => answers.get(id)?.from));
  expect([sources(down), sources(well)]).toEqual([new Set(['NOWHERE']), new Set(['MARKETPLACE'])]);
  expect(asked.filter((id) => id.includes('DOWN')).length).toBeLessThan(down.length + 1);
  expect(reader.health().state).toBe('PARTLY_OPEN');
});

it('a caller in a hurry spoils the read for no one who joins it, and closes no one out', async () => {
  const base = scriptedMarketplace('mbiz', OFFERS);
  const reader = createOfferReader({
    marketplace: {
      ...base,
      offers: async (ids, call) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return base.offers(ids, call);
      },
    },
    cache: createOfferCache(createMemoryCache()),
    policy: policyWith({ breaker: { minimumCalls: 2 } }),
    events: NO_EVENTS,
  });
  for (let round = 0; round < 5; round++) {
    const read = (ms: number) => reader.read([...IDS], { call: callWithin(ms), kinds: ALL, noCache: true });
    const [hasty, patient] = await Promise.all([read(5), read(5_000)]);
    expect(hasty.get(IDS[0] as OfferId)).toMatchObject({ from: 'NOWHERE', error: { code: 'TIMEOUT' } });
    expect(patient.get(IDS[0] as OfferId)?.from).toBe('MARKETPLACE');
  }
  for (let round = 0; round < 5; round++)
    await reader.read([...IDS], { call: callWithin(5), kinds: ALL, noCache: true });
  expect(reader.health()).toMatchObject({ state: 'CLOSED', failureRate: 0 });
});
