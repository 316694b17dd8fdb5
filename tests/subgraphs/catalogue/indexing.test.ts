import type { Marketplace } from '../../../adapters/core/contract';
import { AdapterError } from '../../../adapters/core/errors';
import type { FeedOutcome } from '../../../subgraphs/catalogue/indexing/feed-reader';
import { createIndexer } from '../../../subgraphs/catalogue/indexing/indexer';
import { registerFeeds } from '../../../subgraphs/catalogue/indexing/register-feeds';
import { readIndexState } from '../../../subgraphs/catalogue/index-state';
import type { Database } from '../../../subgraphs/database/connect';
import { describeOnDatabases } from '../../support/databases';
import { offer, scriptedMarketplace } from '../../support/offers';
import { until } from '../../support/until';

/** Ten offers, in five pages. */
const TEN = Array.from({ length: 10 }, (_, i) => offer({ sku: `S${i}`, title: `Beras ${i}` }));

describeOnDatabases('the index', (database) => {
  beforeEach(() => database().empty());

  const titles = async (): Promise<string[]> =>
    (await database().db.selectFrom('offer').select('title').orderBy('sku').execute()).map(
      ({ title }) => title,
    );
  const makeDue = (): Promise<unknown> =>
    database()
      .db.updateTable('feed_sync')
      .set({ due_at: new Date(0) })
      .execute();

  /** One round of reading whatever is due, as a process of its own would do it. */
  async function read(
    marketplaces: readonly Marketplace[],
    db: Database = database().db,
    acceptShrinkage: string[] = [],
  ): Promise<FeedOutcome[]> {
    const outcomes: FeedOutcome[] = [];
    await registerFeeds(db, marketplaces);
    const indexer = createIndexer({
      db,
      marketplaces,
      acceptShrinkage: new Set(acceptShrinkage),
      onOutcome: (_marketplace, _feed, outcome) => outcomes.push(outcome),
    });
    await indexer.readPending();
    await indexer.stop();
    return outcomes;
  }

  it('holds what the feeds hold, page by page', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    expect(await read([bejo])).toEqual([
      expect.objectContaining({ kind: 'read', changed: 10, problem: null }),
    ]);
    expect(bejo.pagesRead).toEqual([1, 2, 3, 4, 5]);
    expect(await titles()).toHaveLength(10);
  });

  it('rewrites only what changed, and removes what is gone', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    await read([bejo]);
    bejo.offersNow = [...TEN.slice(0, 8), offer({ sku: 'S8', title: 'Beras 8 baru' })];
    await makeDue();
    expect(await read([bejo])).toEqual([
      expect.objectContaining({ kind: 'read', changed: 1, problem: null }),
    ]);
    // One reading may miss an offer that slid between two pages; two in a row don't.
    expect(await titles()).toContain('Beras 9');
    await makeDue();
    await read([bejo]);
    expect(await titles()).toEqual([...TEN.slice(0, 8).map(({ title }) => title), 'Beras 8 baru']);
  });

  it('asks a feed that is not due for nothing', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    await read([bejo]);
    expect(await read([bejo])).toEqual([]);
    expect(bejo.pagesRead).toHaveLength(5);
  });

  it('goes on from its checkpoint after a failure, and shows what it has in the meantime', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    bejo.beforePage = (page) => {
      if (page === 4) throw new AdapterError('UNAVAILABLE', { marketplace: bejo.id, detail: 'down' });
    };
    expect(await read([bejo])).toEqual([{ kind: 'failed', detail: 'down' }]);
    expect(await titles()).toHaveLength(6);
    expect((await readIndexState(database().db))[0]).toMatchObject({
      status: 'DEGRADED',
      completeFeedCount: 0,
    });

    bejo.beforePage = () => undefined;
    bejo.pagesRead = [];
    await makeDue();
    await read([bejo]);
    expect(bejo.pagesRead).toEqual([4, 5]);
    expect(await titles()).toHaveLength(10);
    expect((await readIndexState(database().db))[0]).toMatchObject({ status: 'READY', completeFeedCount: 1 });
  });

  it('deletes nothing when a feed fails half-way', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    await read([bejo]);
    bejo.offersNow = TEN.slice(0, 9);
    bejo.beforePage = (page) => {
      if (page === 3) throw new AdapterError('TIMEOUT', { marketplace: bejo.id, detail: 'slow' });
    };
    await makeDue();
    await read([bejo]);
    expect(await titles()).toHaveLength(10);
  });

  it('deletes nothing when a feed shrinks by more than a fifth, and says so until it is accepted', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    await read([bejo]);
    bejo.offersNow = TEN.slice(0, 7);
    await makeDue();
    expect(await read([bejo])).toEqual([
      expect.objectContaining({ problem: expect.stringContaining('3 of 10 offers') as string }),
    ]);
    expect(await titles()).toHaveLength(10);
    expect((await readIndexState(database().db))[0]).toMatchObject({ status: 'DEGRADED' });

    await makeDue();
    expect(await read([bejo], database().db, ['jatim-bejo'])).toEqual([
      expect.objectContaining({ problem: null }),
    ]);
    expect(await titles()).toHaveLength(7);
    expect((await readIndexState(database().db))[0]).toMatchObject({ status: 'READY' });
  });

  it('deletes nothing when a feed ends before what it said it holds', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    await read([bejo]);
    bejo.offersNow = TEN.slice(0, 8);
    bejo.claimedTotal = 20;
    await makeDue();
    expect(await read([bejo])).toEqual([
      expect.objectContaining({
        problem: expect.stringContaining('holds 20 records and ended after 8') as string,
      }),
    ]);
    expect(await titles()).toHaveLength(10);
  });

  it('keeps an offer that slid past between two pages, though the feed says that it lost none', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    await read([bejo]);
    // S0 moves to the end after page 1 was read: S2 slides onto page 1 and is met by no page.
    bejo.beforePage = (page) => {
      if (page === 2) bejo.offersNow = [...TEN.slice(1), ...TEN.slice(0, 1)];
    };
    await makeDue();
    await read([bejo]);
    expect(await titles()).toHaveLength(10);
    bejo.beforePage = () => undefined;
    await makeDue();
    await read([bejo]);
    expect(await titles()).toHaveLength(10);
  });

  it('does not believe a feed that breaks off, not even where its shrinkage is accepted', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    await read([bejo]);
    bejo.offersNow = TEN.slice(0, 5);
    bejo.claimedTotal = 10;
    for (let round = 0; round < 2; round += 1) {
      await makeDue();
      await read([bejo], database().db, ['jatim-bejo']);
    }
    expect(await titles()).toHaveLength(10);
  });

  it('says that offers lack what could not be looked up, and reads the feed whole again soon', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    bejo.lackingNow = 'names could not be looked up';
    expect(await read([bejo])).toEqual([
      expect.objectContaining({ problem: 'names could not be looked up' }),
    ]);
    expect((await readIndexState(database().db))[0]).toMatchObject({
      status: 'DEGRADED',
      completeFeedCount: 0,
    });
    bejo.lackingNow = null;
    await makeDue();
    await read([bejo]);
    expect((await readIndexState(database().db))[0]).toMatchObject({ status: 'READY', completeFeedCount: 1 });
  });

  it('tells a page that the database refuses from a marketplace that fails', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', [offer({ sku: 'S0', title: 'Beras' })]);
    bejo.offersNow = bejo.offersNow.map((whole) => ({
      ...whole,
      description: 'a \u0000 that no adapter would let through',
    }));
    expect(await read([bejo])).toEqual([
      { kind: 'failed', detail: expect.stringContaining('not written') as string },
    ]);
    const [row] = await database().db.selectFrom('feed_sync').select(['problem_code', 'problem']).execute();
    expect(row).toEqual({
      problem_code: 'NOT_WRITTEN',
      problem: 'A page could not be written into the index.',
    });
  });

  it('forgets what came from another source, as when a real marketplace takes the place of the sandbox', async () => {
    const sandbox = scriptedMarketplace('jatim-bejo', TEN);
    await read([sandbox]);
    const real = scriptedMarketplace('jatim-bejo', [offer({ sku: 'R1', title: 'Kopi' })]);
    real.sourceNow = 'https://marketplace.invalid/products';
    await read([real]);
    expect(await titles()).toEqual(['Kopi']);
  });

  it('is read by one of two replicas, not by both', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    const [first, second] = await Promise.all([
      read([bejo], database().connect()),
      read([bejo], database().connect()),
    ]);
    expect([...first, ...second]).toEqual([expect.objectContaining({ kind: 'read', changed: 10 })]);
    expect(bejo.pagesRead).toEqual([1, 2, 3, 4, 5]);
  });

  it('is taken over from a replica that stalls, whose late page is not written', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    let wake: () => void = () => undefined;
    const stalled = new Promise<void>((resolve) => (wake = resolve));
    bejo.beforePage = (page) => (page === 3 ? stalled : undefined);
    const slow = read([bejo], database().connect());
    await until(async () => (await titles()).length === 4);

    await database()
      .db.updateTable('feed_sync')
      .set({ held_until: new Date(0) })
      .execute();
    const other = scriptedMarketplace('jatim-bejo', TEN);
    expect(await read([other])).toEqual([expect.objectContaining({ kind: 'read' })]);
    expect(other.pagesRead).toEqual([3, 4, 5]);
    wake();
    expect(await slow).toEqual([{ kind: 'left' }]);
    expect(await titles()).toHaveLength(10);
  });

  it('reports records that could not be understood, and forgets them once they are mended', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    const whole = bejo.feed.bind(bejo);
    bejo.feed = async (request, call) => ({
      ...(await whole(request, call)),
      rejected: [{ recordId: 'M1/X', reason: 'product_name: is empty' }],
    });
    await read([bejo]);
    const rejected = () =>
      database().db.selectFrom('rejected_record').select(['record_id', 'reason']).execute();
    expect(await rejected()).toEqual([{ record_id: 'M1/X', reason: 'product_name: is empty' }]);
    bejo.feed = whole;
    await makeDue();
    await read([bejo]);
    expect(await rejected()).toEqual([]);
  });

  it('keeps marketplaces apart: one that fails leaves the other complete', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    const mbiz = scriptedMarketplace('mbiz', [offer({ sku: 'X', title: 'Kopi', marketplace: 'mbiz' })]);
    bejo.beforePage = () => {
      throw new AdapterError('UNAVAILABLE', { marketplace: bejo.id, detail: 'down' });
    };
    await read([bejo, mbiz]);
    expect((await readIndexState(database().db)).map(({ id, status }) => [id, status])).toEqual([
      ['jatim-bejo', 'DEGRADED'],
      ['mbiz', 'READY'],
    ]);
  });

  it('forgets a seller who was taken out of the configuration', async () => {
    const bejo = scriptedMarketplace('jatim-bejo', TEN);
    await read([bejo]);
    await registerFeeds(database().db, [{ ...bejo, feeds: ['another' as Marketplace['feeds'][number]] }]);
    expect(await titles()).toEqual([]);
  });
});
