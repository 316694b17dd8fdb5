import { BulkheadFull } from '../../../adapters/core/resilience/bulkhead';
import { marketplaceId } from '../../../adapters/core/ids';
import { FEDERATED_SHOP_SDL, FEDERATED_SHOP_TYPE } from '../../../adapters/sandbox/partners/federated-shop';
import { baseSubgraphs } from '../../../subgraphs/registry/composition/base-subgraphs';
import { composeBeside } from '../../../subgraphs/registry/composition/compose-beside';

const ID = marketplaceId('toko-federasi');
const REQUEST = {
  base: baseSubgraphs().subgraphs,
  partners: [
    { name: ID, url: 'https://toko.example', sdl: FEDERATED_SHOP_SDL, offerType: FEDERATED_SHOP_TYPE },
  ],
  before: null,
  operations: [],
};

describe('composing beside the event loop', () => {
  it('gives the supergraph, and all else has its turn meanwhile', async () => {
    let turns = 0;
    const others = setInterval(() => (turns += 1), 5);
    const composed = await composeBeside(REQUEST, { of: ID });
    clearInterval(others);
    expect(composed).toMatchObject({ sdl: expect.stringContaining(`type ${FEDERATED_SHOP_TYPE}`) as string });
    // It takes a second of another thread; on this one it would be one turn.
    expect(turns).toBeGreaterThan(10);
  });

  it.each([
    ['much time', { withinMs: 1, withinMb: 512 }, /takes longer than 0\.001 s/],
    ['much memory', { withinMs: 60_000, withinMb: 12 }, /takes more than 12 MB/],
  ])('one that takes too %s is no composition', async (_, limits, message) => {
    const composed = await composeBeside(REQUEST, { of: ID, limits });
    expect(composed).toEqual({
      reasons: [{ code: 'TAKES_TOO_MUCH', message: expect.stringMatching(message) as string, subgraphs: [] }],
    });
  });

  it('one partner has one turn at a time and few that wait; others wait no longer for it', async () => {
    const limits = { withinMs: 1_000, withinMb: 512 };
    const own = Array.from({ length: 6 }, () => composeBeside(REQUEST, { of: ID, limits }));
    const other = composeBeside(REQUEST, { of: marketplaceId('toko-lain') });
    const outcomes = await Promise.allSettled(own);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(3);
    for (const outcome of refused)
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(BulkheadFull);
    expect(await other).toHaveProperty('sdl');
  });
});
