import Redis from 'ioredis';
import type { Cache } from '../../../../adapters/core/cache/cache';
import { withStandIn } from '../../../../adapters/core/cache/create-cache';
import { createMemoryCache } from '../../../../adapters/core/cache/memory-cache';
import { createOfferCache } from '../../../../adapters/core/cache/offer-cache';
import { createRedisCache } from '../../../../adapters/core/cache/redis-cache';
import { createRedis, HAS_REDIS, type TestRedis } from '../../../support/redis';
import { offer } from '../../../support/offers';
import { until } from '../../../support/until';

const describeWithRedis = HAS_REDIS ? describe : describe.skip;
const LONG_MS = 60_000;
const entry = (key: string, value: string, timeToLiveMs = LONG_MS) => ({ key, value, timeToLiveMs });

/** What every cache does, whatever it is made of. */
function everyCache(open: () => Cache): void {
  it('gives what it keeps in the order asked, and null for the rest', async () => {
    const cache = open();
    await cache.set([entry('a', '1'), entry('b', '2')]);
    expect(await cache.get(['b', 'none', 'a', 'b'])).toEqual(['2', null, '1', '2']);
  });

  it('asks for nothing and keeps nothing without harm', async () => {
    await open().set([]);
    expect(await open().get([])).toEqual([]);
  });

  it('replaces what was there', async () => {
    await open().set([entry('a', 'old')]);
    await open().set([entry('a', 'new')]);
    expect(await open().get(['a'])).toEqual(['new']);
  });

  it('forgets when the time is over, and not before', async () => {
    await open().set([entry('short', 'x', 400), entry('long', 'y')]);
    expect(await open().get(['short', 'long'])).toEqual(['x', 'y']);
    await until(async () => (await open().get(['short']))[0] === null);
    expect(await open().get(['long'])).toEqual(['y']);
  });

  it('keeps any text: long, empty, in any script', async () => {
    const texts = ['', 'ꦥꦱꦂ 🛒', '"}{\n\0', 'x'.repeat(200_000)];
    await open().set(texts.map((text, i) => entry(`text ${i}`, text)));
    expect(await open().get(texts.map((_, i) => `text ${i}`))).toEqual(texts);
  });

  it('serves many at a time', async () => {
    const keys = Array.from({ length: 200 }, (_, i) => `many ${i}`);
    await Promise.all(keys.map((key) => open().set([entry(key, key)])));
    expect(await Promise.all(keys.map(async (key) => (await open().get([key]))[0]))).toEqual(keys);
  });

  it('knows nothing after it was closed, and throws nothing either', async () => {
    await open().set([entry('a', '1')]);
    await open().close();
    await open().set([entry('a', '2')]);
    await expect(open().get(['b'])).resolves.toEqual([null]);
  });
}

describe('the cache of a process', () => {
  let cache: Cache;
  beforeEach(() => {
    cache = createMemoryCache();
  });
  everyCache(() => cache);

  it('holds no more than its size: what was used least lately goes', async () => {
    const small = createMemoryCache({ maxBytes: 2_000 });
    await small.set([entry('first', 'x'.repeat(300))]);
    await small.set([entry('second', 'x'.repeat(300))]);
    await small.get(['first']);
    await small.set([entry('third', 'x'.repeat(300))]);
    const found = await small.get(['first', 'second', 'third']);
    expect(found.map((value) => value !== null)).toEqual([true, false, true]);
  });
});

describeWithRedis('the shared cache', () => {
  let redis: TestRedis;
  let cache: Cache;
  let states: string[];
  beforeAll(async () => {
    redis = await createRedis();
    await redis.start();
  });
  beforeEach(async () => {
    states = [];
    cache = createRedisCache({ url: redis.url, onState: (state) => states.push(state) });
    await until(() => cache.isUp());
  });
  afterEach(() => cache.close());
  afterAll(() => redis.kill());

  describe('that is waited for, however busy the machine is', () => {
    let patient: Cache;
    beforeEach(async () => {
      patient = createRedisCache({ url: redis.url, onState: () => undefined, commandTimeoutMs: 30_000 });
      await until(() => patient.isUp());
    });
    afterEach(() => patient.close());
    everyCache(() => patient);
  });

  it('knows nothing while it is away, says so once, and comes back by itself', async () => {
    await cache.set([entry('a', '1')]);
    await redis.kill();
    await until(() => !cache.isUp());
    await Promise.all(
      Array.from({ length: 500 }, async (_, i) => {
        await cache.set([entry(`k${i}`, 'v')]);
        expect(await cache.get(['a', `k${i}`])).toEqual([null, null]);
      }),
    );
    await redis.start();
    await until(() => cache.isUp());
    await cache.set([entry('a', 'again')]);
    expect(await cache.get(['a'])).toEqual(['again']);
    expect(states).toEqual(['UP', 'AWAY', 'UP']);
  });

  it('is away from the start where there is no Redis, and joins when there is', async () => {
    const later = await createRedis();
    const heard: string[] = [];
    const early = createRedisCache({ url: later.url, onState: (state) => heard.push(state) });
    await until(() => heard.length > 0);
    expect(await early.get(['a'])).toEqual([null]);
    await later.start();
    await until(() => early.isUp());
    expect(heard).toEqual(['AWAY', 'UP']);
    await early.close();
    await later.kill();
  });

  it('holds no one up when it freezes: answers nothing in time, and lets go of what waits', async () => {
    redis.freeze();
    const started = Date.now();
    const answers = await Promise.all(Array.from({ length: 2_000 }, () => cache.get(['a'])));
    expect(answers.every(([value]) => value === null)).toBe(true);
    expect(Date.now() - started).toBeLessThan(5_000);
    await until(() => !cache.isUp());
    redis.thaw();
    await until(() => cache.isUp());
    await cache.set([entry('a', 'thawed')]);
    expect(await cache.get(['a'])).toEqual(['thawed']);
  });

  it('is left alone for a while when it refuses everything, and says so once', async () => {
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory', '1');
    for (let i = 0; i < 12; i++) await cache.set([entry('a', '1')]);
    expect(cache.isUp()).toBe(false);
    expect(states).toEqual(['UP', 'AWAY']);
    await client.config('SET', 'maxmemory', '0');
    client.disconnect();
  });

  it('has a stand-in while it is away', async () => {
    const both = withStandIn(cache, createMemoryCache());
    await redis.kill();
    await until(() => !both.isUp());
    await both.set([entry('a', 'from memory')]);
    expect(await both.get(['a'])).toEqual(['from memory']);
    await redis.start();
    await until(() => both.isUp());
    expect(await both.get(['a'])).toEqual(['from memory']); // what Redis lost is not lost
  });
});

describe('cached offers', () => {
  const one = {
    ...offer({ sku: 'A', title: 'Beras', price: '12500.55', tkdn: '40' }),
    updatedAt: new Date(1),
  };
  const readAt = Date.now();

  it('come back as they were, dates and decimals included', async () => {
    const offers = createOfferCache(createMemoryCache());
    const gone = offer({ sku: 'B', title: 'x' }).id;
    await offers.put(
      new Map([
        [one.id, { offer: one, readAt }],
        [gone, { offer: null, readAt }],
      ]),
    );
    expect([...(await offers.get([one.id, gone, offer({ sku: 'C', title: 'x' }).id]))]).toEqual([
      [one.id, { offer: one, readAt }],
      [gone, { offer: null, readAt }],
    ]);
  });

  it.each([
    ['no JSON', '{'],
    ['another shape', '{"a":1}'],
    ['another offer', JSON.stringify({ offer: { ...one, id: 'mbiz:X.Y' }, readAt })],
    ['no moment', JSON.stringify({ offer: one })],
  ])('that are not ours are as good as none: %s', async (_, text) => {
    const cache = createMemoryCache();
    const offers = createOfferCache({ ...cache, get: () => Promise.resolve([text]) });
    expect((await offers.get([one.id])).size).toBe(0);
  });
});
