import { feedName } from '../../../../adapters/core/contract';
import { AdapterError } from '../../../../adapters/core/errors';
import { mapInSlices } from '../../../../adapters/protocols/rest/in-slices';
import { callWithin } from '../../../support/call';
import { failureOf, goods, SHOP, startRestShop } from './rest-shop';

/** A clock that moves by so much with every look at it. */
const ticking = (ms: number) => {
  let time = 0;
  return () => (time += ms);
};
const work = (clock: () => number, call = callWithin()) => ({ marketplace: SHOP, call, clock });

describe('mapping', () => {
  it('keeps the order', async () => {
    expect(await mapInSlices([3, 1, 2], (n, i) => [n, i], work(ticking(15)))).toEqual([
      [3, 0],
      [1, 1],
      [2, 2],
    ]);
  });

  it('stops after two seconds of work', async () => {
    let mapped = 0;
    const failure = await failureOf(
      mapInSlices(Array(1_000).fill(0), () => (mapped += 1), work(ticking(100))),
    );
    expect([failure.code, failure.detail]).toEqual([
      'BAD_RESPONSE',
      '21 of 1000 records took longer than 2000 ms to map',
    ]);
    expect(mapped).toBe(21);
  });

  it('lets others have their turn', async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    await mapInSlices(
      Array(20).fill(0),
      () => {
        const until = performance.now() + 25;
        while (performance.now() < until);
      },
      { marketplace: SHOP, call: callWithin() },
    );
    clearInterval(counting);
    expect(turns).toBeGreaterThan(5);
  });

  it('ends with its caller', async () => {
    const caller = new AbortController();
    let mapped = 0;
    const failure = await failureOf(
      mapInSlices(
        Array(100).fill(0),
        () => {
          mapped += 1;
          caller.abort();
        },
        work(ticking(30), callWithin(5_000, caller.signal)),
      ),
    );
    expect([failure.code, mapped]).toEqual(['TIMEOUT', 1]);
  });
});

describe('an answer of', () => {
  it.each([
    ['too many records', { data: Array(10_001).fill(0) }, {}],
    [
      'too many variants',
      { data: [{ v: Array(6_000).fill({}) }, { v: Array(6_000).fill({}) }] },
      { variants: 'v' },
    ],
  ])('%s is BAD_RESPONSE', async (_, body, records) => {
    const shop = await startRestShop();
    shop.reply = () => ({ body });
    const marketplace = shop.marketplace({ records: { at: 'data', ...records } });
    const reading = marketplace.feed({ feed: feedName('offers'), cursor: null }, callWithin());
    expect(await failureOf(reading)).toMatchObject({
      code: 'BAD_RESPONSE',
      detail: 'more than 10000 records in an answer',
    });
    await shop.close();
  });

  it('thousands of good records is mapped in time, and one broken one is named by its place', async () => {
    const shop = await startRestShop();
    shop.reply = () => ({ body: { data: [...goods(1, 5_000), { sku: 'X' }] } });
    const page = await shop
      .marketplace()
      .feed({ feed: feedName('offers'), cursor: null }, callWithin(30_000));
    expect(page.offers).toHaveLength(5_000);
    expect(page.rejected.map(({ reason }) => reason)).toEqual([
      'mapping.title: nothing at $.data[5000].name',
    ]);
    await shop.close();
  });

  it('brackets without end is refused or read, and nothing breaks', async () => {
    const shop = await startRestShop();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    shop.reply = () => ({ body: `{"data":[${deep}]}`, type: 'application/json' });
    const reading = shop
      .marketplace({ records: { at: 'data' } })
      .feed({ feed: feedName('offers'), cursor: null }, callWithin(30_000));
    const outcome: unknown = await reading.then(
      ({ rejected }) => rejected.length,
      (error: unknown) => error,
    );
    expect(outcome === 1 || outcome instanceof AdapterError).toBe(true);
    await shop.close();
  });
});
