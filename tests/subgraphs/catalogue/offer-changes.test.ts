import { setMaxListeners } from 'node:events';
import type { GraphQLSchema } from 'graphql';
import { createOfferWatch, type OfferWatch } from '../../../subgraphs/catalogue/offer-watch';
import { createCatalogueSubgraph } from '../../../subgraphs/catalogue/subgraph';
import { createGrowingSubgraph } from '../../../subgraphs/growing-subgraph';
import { noPartners } from '../../../subgraphs/partners/no-partners';
import { createRequestContext } from '../../../subgraphs/request-context';
import { describeOnDatabases } from '../../support/databases';
import { follow, refusalOf } from '../../support/followed';
import { indexAll } from '../../support/indexed';
import { offer, scriptedMarketplace, type ScriptedMarketplace } from '../../support/offers';
import { OWN_OFFERS } from '../../support/offer-stubs';
import { until } from '../../support/until';
import { DATABASE_AWAY, watchedDatabase, type WatchedDatabase } from '../../support/watched-database';

const CHANGES = 'subscription ($ids: [ID!]!) { offerChanges(ids: $ids) { __typename id } }';
const idOf = (sku: string): string => `jatim-bejo:M1.${sku}`;
const A_B = [idOf('A'), idOf('B')];

interface Change {
  readonly offerChanges: { readonly __typename: string; readonly id: string };
}

const rice = (sku: string, price = '72500') => offer({ sku, title: `Beras ${sku}`, price });

describeOnDatabases('offerChanges', (database) => {
  let watched: WatchedDatabase;
  let bejo: ScriptedMarketplace;
  let closing: AbortController;
  let offers: OfferWatch;
  let schema: GraphQLSchema;

  beforeEach(async () => {
    await database().empty();
    bejo = scriptedMarketplace('jatim-bejo', [rice('A'), rice('B'), rice('C')], 10);
    await indexAll(database().db, [bejo]);
    watched = watchedDatabase(database().db);
    closing = new AbortController();
    setMaxListeners(0, closing.signal);
    offers = createOfferWatch(watched.db, { everyMs: 2 });
    ({ schema } = createCatalogueSubgraph(watched.db, OWN_OFFERS, { closing: closing.signal, offers }));
  });
  afterEach(() => {
    closing.abort();
    expect(offers.followed()).toBe(0);
  });

  /** What the marketplace's feed holds from now on, read by the indexer. */
  async function sell(...now: readonly ReturnType<typeof rice>[]): Promise<void> {
    bejo.offersNow = [...now];
    await database()
      .db.updateTable('feed_sync')
      .set({ due_at: new Date(0) })
      .execute();
    await indexAll(database().db, [bejo]);
  }
  const changes = (ids: readonly string[], signal?: AbortSignal) =>
    follow<Change>(schema, CHANGES, { context: createRequestContext({ signal }), variables: { ids } });

  it('tells of an offer when its feed brings another price, by its reference', async () => {
    const followed = await changes(A_B);
    await sell(rice('A'), rice('B', '70000'), rice('C', '1'));
    expect(await followed.next()).toEqual({
      data: { offerChanges: { __typename: 'JatimBejoOffer', id: idOf('B') } },
    });
    await followed.leave();
  });

  it('tells once of an offer that changed often before that was read, and of the others after it', async () => {
    const followed = await changes([...A_B, idOf('A')]);
    const looked = async (): Promise<void> => {
      const before = watched.queries();
      await until(() => watched.queries() >= before + 2);
    };
    for (const price of ['1', '2', '3']) {
      await sell(rice('A', price), rice('B'));
      await looked();
    }
    await sell(rice('A', '3'), rice('B', '4'));
    const told = [await followed.next(), await followed.next()];
    expect(told.map((answer) => answer?.data?.offerChanges.id)).toEqual(A_B);
    await followed.leave();
  });

  it('tells of an offer that left the index', async () => {
    const followed = await changes(A_B);
    await database().db.deleteFrom('offer').where('sku', '=', 'A').execute();
    expect((await followed.next())?.data?.offerChanges.id).toBe(idOf('A'));
    await followed.leave();
  });

  it.each<[string, readonly string[], string]>([
    ['none', [], 'ids'],
    ['too many', Array.from({ length: 51 }, (_, i) => idOf(`${i}`)), 'ids'],
    ['no id', [idOf('A'), 'beras'], 'ids[1]'],
    ['an empty text', [''], 'ids[0]'],
  ])('refuses as ids %s, and names the argument', async (_, ids, argument) => {
    expect(await refusalOf(schema, CHANGES, { variables: { ids } })).toEqual({
      code: 'INVALID_INPUT',
      argument,
    });
  });

  it('takes fifty, known or not, and tells of those that come', async () => {
    const followed = await changes(Array.from({ length: 50 }, (_, i) => idOf(`N${i}`)));
    expect(offers.followed()).toBe(50);
    await sell(rice('A'), rice('N7'));
    expect((await followed.next())?.data?.offerChanges.id).toBe(idOf('N7'));
    await followed.leave();
  });

  it('passes over offers that no subgraph serves', async () => {
    const stubs = { ...OWN_OFFERS, offerTypes: () => null };
    const none = createCatalogueSubgraph(watched.db, stubs, { closing: closing.signal, offers });
    const followed = await follow<Change>(none.schema, CHANGES, { variables: { ids: A_B } });
    const pending = followed.next();
    await sell(rice('A', '1'), rice('B'));
    const before = watched.queries();
    await until(() => watched.queries() >= before + 2);
    await followed.leave();
    expect(await pending).toBeNull();
  });

  it('is refused while the database is away, and leaves nothing behind', async () => {
    watched.failWith(DATABASE_AWAY);
    expect(await refusalOf(schema, CHANGES, { variables: { ids: A_B } })).toEqual({ code: 'UNAVAILABLE' });
    expect(offers.followed()).toBe(0);
  });

  it('goes on when the database was away, and tells what changed meanwhile', async () => {
    const followed = await changes(A_B);
    const pending = followed.next();
    watched.failWith(DATABASE_AWAY);
    await sell(rice('A', '5'), rice('B'));
    const before = watched.queries();
    await until(() => watched.queries() >= before + 2);
    watched.failWith(null);
    expect((await pending)?.data?.offerChanges.id).toBe(idOf('A'));
    await followed.leave();
  });

  it('follows nothing for whoever has left or whose connection is gone', async () => {
    const gone = new AbortController();
    const [left, lost] = [await changes(A_B), await changes([idOf('C')], gone.signal)];
    const pending = [left.next(), lost.next()];
    expect(offers.followed()).toBe(3);
    await left.leave();
    expect(offers.followed()).toBe(1);
    gone.abort();
    expect(offers.followed()).toBe(0);
    expect(await Promise.all(pending)).toEqual([null, null]);
  });

  it('follows nothing for whoever leaves before it has begun', async () => {
    const gone = new AbortController();
    const beginning = changes(A_B, gone.signal);
    gone.abort();
    const followed = await beginning;
    expect(offers.followed()).toBe(0);
    expect(await followed.next()).toBeNull();
  });

  it('ends with the subgraph that serves it, and says so', async () => {
    const growing = createGrowingSubgraph('catalogue', {
      db: watched.db,
      sources: {},
      partners: noPartners.subgraphs,
      ledger: null,
      onboarding: null,
    });
    const followed = await follow<Change>(growing.current().schema, CHANGES, { variables: { ids: A_B } });
    const pending = followed.next();
    growing.close();
    expect(await pending).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect(await followed.next()).toBeNull();
  });
});
