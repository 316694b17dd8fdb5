import type { FeedOutcome } from '../../../subgraphs/catalogue/indexing/feed-reader';
import { claimFeed } from '../../../subgraphs/catalogue/indexing/feed-lease';
import { readFeed } from '../../../subgraphs/catalogue/indexing/read-feed';
import { registerFeedsOf } from '../../../subgraphs/catalogue/indexing/register-feeds';
import { DEFAULT_SCHEDULE } from '../../../subgraphs/catalogue/indexing/schedule';
import { describeOnDatabases } from '../../support/databases';
import { offer, scriptedMarketplace } from '../../support/offers';

/** A feed that is larger than what is taken of it. */
describeOnDatabases('a feed that is cut at each reading', (database) => {
  const TAKEN = 4;
  const QUOTA = { records: TAKEN, pages: 100, readingMs: 60_000, pageMs: 10_000, turnMs: 60_000 };

  it('keeps what was met, and what is gone from its beginning goes at once', async () => {
    const { db } = database();
    const shop = scriptedMarketplace(
      'toko-besar',
      Array.from({ length: 20 }, (_, i) =>
        offer({ marketplace: 'toko-besar', sku: `S-${10 + i}`, title: `Barang ${i}` }),
      ),
    );
    await db
      .transaction()
      .execute((transaction) => registerFeedsOf(transaction, shop, { isPartner: true, offerType: null }));
    async function read(): Promise<FeedOutcome> {
      await db
        .updateTable('feed_sync')
        .set({ due_at: new Date(0) })
        .where('marketplace', '=', shop.id)
        .execute();
      const claimed = await claimFeed(db, shop.id, shop.feeds, 'reader');
      if (claimed === null) throw new Error('it is due');
      return readFeed(
        {
          db,
          marketplace: shop,
          schedule: DEFAULT_SCHEDULE,
          holder: 'reader',
          signal: new AbortController().signal,
          acceptShrinkage: false,
          quota: QUOTA,
          onPage: () => undefined,
        },
        claimed,
      );
    }
    const kept = async () =>
      (
        await db.selectFrom('offer').select('sku').where('marketplace', '=', shop.id).orderBy('sku').execute()
      ).map(({ sku }) => sku);

    const outcome = await read();
    expect(outcome).toMatchObject({ kind: 'read', problem: expect.stringContaining('4 records') as string });
    expect(await kept()).toEqual(['S-10', 'S-11', 'S-12', 'S-13']);
    shop.offersNow = shop.offersNow.slice(2);
    await read();
    expect(await kept()).toEqual(['S-12', 'S-13', 'S-14', 'S-15']);
    await read();
    expect(await kept()).toEqual(['S-12', 'S-13', 'S-14', 'S-15']);
  });
});
