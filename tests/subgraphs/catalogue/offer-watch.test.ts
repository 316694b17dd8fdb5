import { sql } from 'kysely';
import { offerId, marketplaceId, type OfferId } from '../../../adapters/core/ids';
import { createOfferWatch } from '../../../subgraphs/catalogue/offer-watch';
import { describeOnDatabases } from '../../support/databases';
import { indexAll } from '../../support/indexed';
import { offer, scriptedMarketplace } from '../../support/offers';
import { until } from '../../support/until';
import { DATABASE_AWAY, watchedDatabase, type WatchedDatabase } from '../../support/watched-database';

const id = (sku: string): OfferId => offerId(marketplaceId('jatim-bejo'), 'M1', sku);
const ALL = ['A', 'B', 'C'].map(id);
const NEVER = 3_600_000;

describeOnDatabases('followed offers', (database) => {
  let watched: WatchedDatabase;
  beforeEach(async () => {
    await database().empty();
    const offers = ['A', 'B', 'C'].map((sku) => offer({ sku, title: `Beras ${sku}`, price: '72500.50' }));
    await indexAll(database().db, [scriptedMarketplace('jatim-bejo', offers, 10)]);
    watched = watchedDatabase(database().db);
  });

  const set = (sku: string, assignment: string): Promise<unknown> =>
    sql`update offer set ${sql.raw(assignment)} where id = ${id(sku)}`.execute(database().db);
  /** A watch that looks only when someone begins to follow: each look is then a test's own. */
  async function following(...ids: readonly OfferId[]) {
    const watch = createOfferWatch(watched.db, { everyMs: NEVER });
    const told: OfferId[] = [];
    const end = await watch.follow(ids, (changed) => told.push(changed));
    return {
      told,
      watch,
      end,
      async look() {
        const leave = await watch.follow(ids, () => undefined);
        leave();
      },
    };
  }

  it.each([
    ['another price', 'price = 72500.51', true],
    ['a price with or without tax', "tax = 'INCLUDED'", true],
    ['nothing left', "stock_state = 'OUT_OF_STOCK'", true],
    ['a number that is known', 'stock_quantity = 5', true],
    ['the same price in other digits', 'price = 72500.5000', false],
    ['another title', "title = 'Beras baru', fingerprint = 'x'", false],
    ['a newer date', 'price_updated_at = now(), updated_at = now()', false],
  ])('are told of, or not, for %s', async (_, assignment, isTold) => {
    const { told, look, end } = await following(...ALL);
    await set('B', assignment);
    await look();
    expect(told).toEqual(isTold ? [id('B')] : []);
    end();
  });

  it('are told of when they leave the index and when they come back, once each', async () => {
    const { told, look, end } = await following(...ALL);
    const { rows } = await sql<Record<string, unknown>>`
      select * from offer where id = ${id('A')}`.execute(database().db);
    const [row] = rows;
    await sql`delete from offer where id = ${id('A')}`.execute(database().db);
    await look();
    await look();
    expect(told).toEqual([id('A')]);
    await sql`insert into offer (id, marketplace, feed, title, title_words, sku, seller_id, seller_name, seller_words,
      price, currency, tax, stock_state, stock_precision, category, fingerprint, shuffle)
      select id, marketplace, feed, title, title_words, sku, seller_id, seller_name, seller_words,
      price, currency, tax, stock_state, stock_precision, category, fingerprint, shuffle
      from jsonb_populate_record(null::offer, ${JSON.stringify(row)}::jsonb)`.execute(database().db);
    await look();
    await look();
    expect(told).toEqual([id('A'), id('A')]);
    end();
  });

  it('that the index never had are told of when they come', async () => {
    const { told, look, end } = await following(id('NEW'), id('A'));
    await look();
    expect(told).toEqual([]);
    const offers = ['A', 'NEW'].map((sku) => offer({ sku, title: sku, price: '72500.50' }));
    await database()
      .db.updateTable('feed_sync')
      .set({ due_at: new Date(0) })
      .execute();
    await indexAll(database().db, [scriptedMarketplace('jatim-bejo', offers, 10)]);
    await look();
    expect(told).toEqual([id('NEW')]);
    end();
  });

  it('are told of from when each began to follow, whoever follows them already', async () => {
    const { told, watch, end } = await following(...ALL);
    await set('A', 'price = 1');
    const late: OfferId[] = [];
    const endLate = await watch.follow([id('A')], (changed) => late.push(changed));
    expect([told, late]).toEqual([[id('A')], []]);
    await set('A', 'price = 2');
    (await watch.follow([id('A')], () => undefined))();
    expect([told, late]).toEqual([[id('A'), id('A')], [id('A')]]);
    end();
    endLate();
  });

  it('cost one query for all who begin at once, and one for all who follow', async () => {
    const watch = createOfferWatch(watched.db, { everyMs: 1 });
    const told: string[] = [];
    const ends = await Promise.all(
      Array.from({ length: 40 }, (_, i) => watch.follow(ALL.slice(i % 3), () => told.push(`${i}`))),
    );
    // The first begins its look at once; the others are all of the next.
    expect(watched.queries()).toBeLessThanOrEqual(2);
    expect(watch.followed()).toBe(3);
    await set('C', 'price = 5');
    await until(() => told.length >= 40);
    expect(new Set(told).size).toBe(40);
    const before = watched.queries();
    await until(() => watched.queries() >= before + 3);
    expect(told).toHaveLength(40);
    for (const end of ends) end();
  });

  it('are looked at no more when no one follows them', async () => {
    const watch = createOfferWatch(watched.db, { everyMs: 1 });
    const [endOne, endOther] = [
      await watch.follow(ALL, () => undefined),
      await watch.follow([id('A')], () => undefined),
    ];
    endOne();
    endOne();
    expect(watch.followed()).toBe(1);
    const before = watched.queries();
    await until(() => watched.queries() >= before + 2);
    endOther();
    expect(watch.followed()).toBe(0);
    // A look that was under way has ended when one that came after it has.
    await watch.follow(ALL, () => undefined).then((end) => end());
    const atEnd = watched.queries();
    for (let i = 0; i < 5; i += 1) await sql`select pg_sleep(0.01)`.execute(database().db);
    expect(watched.queries()).toBe(atEnd);
  });

  it('are followed on when the database was away, and what happened meanwhile is told', async () => {
    const watch = createOfferWatch(watched.db, { everyMs: 1 });
    const told: OfferId[] = [];
    const end = await watch.follow(ALL, (changed) => told.push(changed));
    watched.failWith(DATABASE_AWAY);
    const before = watched.queries();
    await until(() => watched.queries() >= before + 3);
    await set('A', 'price = 9');
    expect(told).toEqual([]);
    watched.failWith(null);
    await until(() => told.length > 0);
    expect(told).toEqual([id('A')]);
    end();
  });

  it('are followed by no one who could not begin', async () => {
    const watch = createOfferWatch(watched.db, { everyMs: 1 });
    watched.failWith(DATABASE_AWAY);
    await expect(watch.follow(ALL, () => undefined)).rejects.toMatchObject({
      extensions: { code: 'UNAVAILABLE' },
    });
    expect(watch.followed()).toBe(0);
  });

  it('are told to the others when one leaves in the middle of it', async () => {
    const { watch, told, end } = await following(...ALL);
    let leave: () => void = () => undefined;
    leave = await watch.follow(ALL, () => leave());
    const last: OfferId[] = [];
    const endLast = await watch.follow(ALL, (changed) => last.push(changed));
    await set('A', 'price = 3');
    await set('B', 'price = 3');
    (await watch.follow(ALL, () => undefined))();
    expect([told, last]).toEqual([
      [id('A'), id('B')],
      [id('A'), id('B')],
    ]);
    end();
    endLast();
    expect(watch.followed()).toBe(0);
  });
});
