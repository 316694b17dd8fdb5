import { feedName } from '../../../../adapters/core/contract';
import { AdapterError } from '../../../../adapters/core/errors';
import { callWithin } from '../../../support/call';
import { failureOf, goods, startRestShop } from './rest-shop';

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
