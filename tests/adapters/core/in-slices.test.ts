import { mapInSlices } from '../../../adapters/core/in-slices';
import { marketplaceId } from '../../../adapters/core/ids';
import { callWithin } from '../../support/call';
import { errorOf } from './http/refusals';

const SHOP = marketplaceId('toko-anu');
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
    const failure = await errorOf(mapInSlices(Array(1_000).fill(0), () => (mapped += 1), work(ticking(100))));
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
    const failure = await errorOf(
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
