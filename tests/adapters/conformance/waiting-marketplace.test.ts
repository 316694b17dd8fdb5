import { waitedMs, waitingMarketplace } from '../../../adapters/conformance/waiting-marketplace';
import type { Call, OfferReading } from '../../../adapters/core/contract';
import { AdapterError } from '../../../adapters/core/errors';
import { marketplaceId } from '../../../adapters/core/ids';
import { callWithin } from '../../support/call';
import { goodMarketplace, GOOD_OFFERS } from './good-marketplace';

const slowDown = (retryAfterMs?: number, notAsked = false): AdapterError =>
  new AdapterError('RATE_LIMITED', {
    marketplace: marketplaceId('toko-baik'),
    detail: 'status 429',
    notAsked,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

/** Answers so first, and then as it should. */
function first(...answers: readonly AdapterError[]) {
  const good = goodMarketplace();
  let asked = 0;
  const turn = () => answers[(asked += 1) - 1];
  const marketplace = waitingMarketplace({
    ...good,
    feed(...args) {
      const refused = turn();
      return refused === undefined ? good.feed(...args) : Promise.reject(refused);
    },
    async offers(ids, call): Promise<readonly OfferReading[]> {
      const refused = turn();
      const readings = await good.offers(ids, call);
      return refused === undefined ? readings : [readings[0] ?? null, refused];
    },
  });
  return { marketplace, asked: () => asked };
}
const IDS = GOOD_OFFERS.slice(0, 2).map(({ id }) => id);
const FEED = goodMarketplace().feeds[0];
if (FEED === undefined) throw new Error('a feed');

describe('a marketplace that asks to wait for a moment', () => {
  it('is asked once more, and the wait is not counted as its own', async () => {
    const { marketplace, asked } = first(slowDown(30));
    const call = callWithin();
    expect((await marketplace.feed({ feed: FEED, cursor: null }, call)).records).toBe(10);
    expect(asked()).toBe(2);
    expect(waitedMs(call)).toBeGreaterThanOrEqual(25);
  });

  it('is asked once more for offers, where it said so of one of them', async () => {
    const { marketplace, asked } = first(slowDown(30));
    const readings = await marketplace.offers(IDS, callWithin());
    expect(readings.map((reading) => (reading instanceof Error ? reading.message : reading?.id))).toEqual(
      IDS,
    );
    expect(asked()).toBe(2);
  });

  const goneBefore = (): Call => ({ ...callWithin(), signal: AbortSignal.abort() });
  it.each<[string, readonly AdapterError[], () => Call, number]>([
    ['twice', [slowDown(10), slowDown(10)], callWithin, 2],
    ['for longer than a moment', [slowDown(10_001)], callWithin, 1],
    ['and does not say how long', [slowDown()], callWithin, 1],
    ['for longer than there is time', [slowDown(5_000)], () => callWithin(1_000), 1],
    ['when nobody waits any more', [slowDown(10)], goneBefore, 1],
    ['and was not asked at all', [slowDown(10, true)], callWithin, 1],
  ])('%s is told so', async (_, answers, call, times) => {
    const { marketplace, asked } = first(...answers);
    await expect(marketplace.feed({ feed: FEED, cursor: null }, call())).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
    expect(asked()).toBe(times);
  });
});
