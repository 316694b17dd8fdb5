import type { GraphQLSchema } from 'graphql';
import type { Actor } from '../../../adapters/core/actor';
import type { InstitutionCode } from '../../../adapters/core/ids';
import type { SourceOrder } from '../../../adapters/core/order/order';
import { openFollowing, type OpenFollowing } from '../../../subgraphs/following/following';
import type { OrderChange } from '../../../subgraphs/orders/order-news';
import { followOrders } from '../../../subgraphs/orders/order-updates';
import { createOrdersSubgraph } from '../../../subgraphs/orders/subgraph';
import { createRequestContext } from '../../../subgraphs/request-context';
import { actorOf } from '../../support/actors';
import { describeOnDatabases } from '../../support/databases';
import { countedNews, follow, refusalOf, type Followed } from '../../support/followed';
import { OWN_OFFERS } from '../../support/offer-stubs';
import { createRedis, HAS_REDIS, type TestRedis } from '../../support/redis';
import {
  EKATALOG,
  idOf,
  line,
  MALANG,
  packagePart,
  recordInLedger,
  sourceOrder,
  status,
} from '../../support/source-orders';
import { ledgerOn } from '../../support/test-ledger';
import { until } from '../../support/until';
import { DATABASE_AWAY, watchedDatabase, type WatchedDatabase } from '../../support/watched-database';

const D181 = 'D181' as InstitutionCode;
const UPDATES = `subscription ($ids: [ID!]) {
  orderUpdates(ids: $ids) { number state lines { id } history { state } }
}`;

interface Update {
  readonly orderUpdates: {
    readonly number: string;
    readonly state: string | null;
    readonly lines: readonly unknown[];
    readonly history: readonly unknown[];
  };
}

describeOnDatabases('orderUpdates', (database) => {
  let watched: WatchedDatabase;
  let ledger: ReturnType<typeof ledgerOn>;
  let news: ReturnType<typeof countedNews<OrderChange>>;
  let following: OpenFollowing;
  let schema: GraphQLSchema;
  let minute = 0;

  beforeEach(async () => {
    await database().empty();
    watched = watchedDatabase(database().db);
    ledger = ledgerOn(watched.db);
    news = countedNews(ledger.news);
    following = openFollowing(watched.db);
    ({ schema } = createOrdersSubgraph({ ...ledger, news }, OWN_OFFERS, following));
  });
  afterEach(async () => {
    following.close();
    expect(news.listeners()).toBe(0);
    await ledger.close();
  });

  /** As whoever hears of orders does: into the ledger, then told. */
  async function report(...orders: readonly SourceOrder[]): Promise<void> {
    minute += 1;
    const at = new Date(Date.UTC(2026, 10, 22, 8, minute));
    news.publish(await recordInLedger(database().db, orders, at));
  }
  const updates = (ids?: readonly string[], actor: Actor | undefined = actorOf(), signal?: AbortSignal) =>
    follow<Update>(schema, UPDATES, {
      context: createRequestContext({ actor, signal }),
      ...(ids ? { variables: { ids } } : {}),
    });
  const numberOf = async (followed: Followed<Update>) =>
    (await followed.next())?.data?.orderUpdates.number ?? null;

  it('tells of a new order, its new state and its new lines, each as it is then', async () => {
    const followed = await updates();
    const read = async () => (await followed.next())?.data?.orderUpdates;
    await report(packagePart('1', [line('a')]));
    expect(await read()).toMatchObject({ number: '1', state: 'PROCESSING', lines: [{ id: 'a' }] });
    await report(packagePart('1', [line('a'), line('b')]));
    expect(await read()).toMatchObject({ lines: [{ id: 'a' }, { id: 'b' }], history: [{}] });
    await report(packagePart('1', [], { status: status('SHIPPED') }));
    expect(await read()).toMatchObject({
      state: 'SHIPPED',
      lines: [{ id: 'a' }, { id: 'b' }],
      history: [{ state: 'PROCESSING' }, { state: 'SHIPPED' }],
    });
    await followed.leave();
  });

  it('tells nothing of what was before, and nothing of a report that changes nothing', async () => {
    await report(sourceOrder('1'));
    const followed = await updates();
    await report(sourceOrder('1'));
    await report(sourceOrder('2'));
    expect(await numberOf(followed)).toBe('2');
    await followed.leave();
  });

  it('tells of some orders alone, also of one that is not there yet', async () => {
    const followed = await updates([idOf('2'), idOf('3'), idOf('2')]);
    await report(sourceOrder('1'), sourceOrder('2'));
    await report(sourceOrder('3'));
    expect([await numberOf(followed), await numberOf(followed)]).toEqual(['2', '3']);
    await followed.leave();
  });

  it('tells of an order that changed several times once, as it is when that is read', async () => {
    const followed = await updates();
    await report(sourceOrder('1', { status: status('CONFIRMED') }));
    await report(sourceOrder('2'));
    await report(sourceOrder('1', { status: status('SHIPPED') }));
    await report(sourceOrder('1', { status: status('COMPLETED') }));
    expect((await followed.next())?.data?.orderUpdates).toMatchObject({ number: '1', state: 'COMPLETED' });
    await report(sourceOrder('3'));
    expect([await numberOf(followed), await numberOf(followed)]).toEqual(['2', '3']);
    await followed.leave();
  });

  it('tells each of its subscribers, at their own pace', async () => {
    const [quick, slow] = [await updates(), await updates()];
    await report(sourceOrder('1'));
    expect(await numberOf(quick)).toBe('1');
    await report(sourceOrder('2'));
    expect(await numberOf(quick)).toBe('2');
    expect([await numberOf(slow), await numberOf(slow)]).toEqual(['1', '2']);
    await Promise.all([quick.leave(), slow.leave()]);
  });

  it.each<[string, Actor | undefined, boolean]>([
    ['a PP', actorOf({ role: 'PP' }), true],
    ['a PPK', actorOf({ role: 'PPK' }), true],
    ['a treasurer', actorOf({ role: 'TREASURER' }), true],
    ['an auditor', actorOf({ role: 'AUDITOR' }), true],
    ['an admin', actorOf({ role: 'ADMIN', institution: null }), false],
    ['a partner', actorOf({ role: 'PARTNER', institution: null }), false],
    ['a PP of no institution', actorOf({ institution: null }), false],
    ['nobody', undefined, false],
  ])('is for %s or not, where no gateway stands in front', async (_, actor, may) => {
    const refusal = await refusalOf(schema, UPDATES, { context: createRequestContext({ actor }) });
    expect(refusal).toEqual(may ? null : { code: 'FORBIDDEN' });
    expect(news.listeners()).toBe(0);
  });

  it.each<[string, readonly string[], string]>([
    ['none', [], 'ids'],
    ['too many', Array.from({ length: 101 }, (_, i) => idOf(`${i}`)), 'ids'],
    ['no id', [idOf('1'), 'eight'], 'ids[1]'],
    ['an empty text', [''], 'ids[0]'],
  ])('refuses as ids %s, and names the argument', async (_, ids, argument) => {
    const context = createRequestContext({ actor: actorOf() });
    const refusal = await refusalOf(schema, UPDATES, { context, variables: { ids } });
    expect(refusal).toEqual({ code: 'INVALID_INPUT', argument });
    expect(news.listeners()).toBe(0);
  });

  it("tells no one of another institution's order, whoever names its id", async () => {
    const theirs = sourceOrder('1', { institution: D181 });
    const [all, named] = [await updates(), await updates([theirs.id, idOf('2')])];
    await report(theirs);
    await report(sourceOrder('2'));
    for (const followed of [all, named]) expect(await numberOf(followed)).toBe('2');
    await Promise.all([all.leave(), named.leave()]);
  });

  it('believes the ledger and not the news, whose an order is and whether it is there', async () => {
    await report(sourceOrder('1', { institution: D181 }));
    const followed = await updates();
    const change = { marketplace: EKATALOG, institution: MALANG, state: null, at: '2026-11-22T08:00:00Z' };
    news.publish(['1', 'none'].map((number) => ({ ...change, orderId: idOf(number) })));
    await report(sourceOrder('2'));
    expect(await numberOf(followed)).toBe('2');
    await followed.leave();
  });

  it('holds up no one for a subscriber who does not read: it ends, and says so', async () => {
    const { signal } = createRequestContext();
    const buyer = { ...actorOf(), institution: MALANG };
    const stream = followOrders(
      { ids: null, buyer, signal },
      { db: watched.db, news, closing: following.closing, mostKept: 3 },
    );
    const quick = await updates();
    await report(...['1', '2', '3'].map((number) => sourceOrder(number)));
    await report(sourceOrder('1', { status: status('SHIPPED') }));
    expect(news.listeners()).toBe(2);
    await report(sourceOrder('4'));
    expect(news.listeners()).toBe(1);
    expect(await stream.next()).toMatchObject({ value: { extensions: { code: 'UNAVAILABLE' } } });
    expect(await stream.next()).toMatchObject({ done: true });
    const told = [];
    for (let i = 0; i < 4; i += 1) told.push(await numberOf(quick));
    expect(told).toEqual(['1', '2', '3', '4']);
    await quick.leave();
  });

  it('listens for no one who has left, while they waited or before they read', async () => {
    const [waiting, early] = [await updates(), await updates()];
    const pending = waiting.next();
    expect(news.listeners()).toBe(2);
    await Promise.all([waiting.leave(), early.leave()]);
    expect(news.listeners()).toBe(0);
    expect(await pending).toBeNull();
    expect(await early.next()).toBeNull();
  });

  it('listens for no one whose connection is gone, nor for one who was gone before it began', async () => {
    const gone = new AbortController();
    const followed = await updates(undefined, actorOf(), gone.signal);
    const pending = followed.next();
    gone.abort();
    expect(news.listeners()).toBe(0);
    expect(await pending).toBeNull();
    const late = await updates(undefined, actorOf(), gone.signal);
    expect(news.listeners()).toBe(0);
    expect(await late.next()).toBeNull();
  });

  it('waits while the database is away, and then tells what there is', async () => {
    const followed = await updates();
    await report(sourceOrder('1', { status: status('CONFIRMED') }));
    watched.failWith(DATABASE_AWAY);
    const before = watched.queries();
    const pending = followed.next();
    await until(() => watched.queries() > before);
    await report(sourceOrder('1', { status: status('SHIPPED') }));
    watched.failWith(null);
    expect((await pending)?.data?.orderUpdates).toMatchObject({ number: '1', state: 'SHIPPED' });
    await followed.leave();
  });

  it('is over at once for whoever leaves while the database is away', async () => {
    const followed = await updates();
    await report(sourceOrder('1'));
    watched.failWith(DATABASE_AWAY);
    const pending = followed.next();
    await followed.leave();
    expect(news.listeners()).toBe(0);
    watched.failWith(null);
    expect(await pending).toBeNull();
  });

  it('ends with an error where an order cannot be read for another reason', async () => {
    const followed = await updates();
    await report(sourceOrder('1'));
    watched.failWith(new Error('canceling statement'));
    expect(await followed.next()).toMatchObject({ data: null, errors: [{ path: ['orderUpdates'] }] });
    expect(await followed.next()).toBeNull();
    expect(news.listeners()).toBe(0);
  });

  it('ends with its process and says that it does, as one that comes too late', async () => {
    const followed = await updates();
    const pending = followed.next();
    following.close();
    const late = await updates();
    expect(news.listeners()).toBe(0);
    for (const answer of [await pending, await late.next()])
      expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect([await followed.next(), await late.next()]).toEqual([null, null]);
  });
});

describeOnDatabases('orderUpdates over replicas', (database) => {
  if (!HAS_REDIS) return it.skip('is skipped: no redis-server is installed', () => undefined);
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await createRedis();
    await redis.start();
  });
  afterAll(() => redis.kill());

  it('tells at one of what another wrote', async () => {
    const [here, there] = [ledgerOn(database().db, redis.url), ledgerOn(database().db, redis.url)];
    const following = openFollowing(database().db);
    const { schema } = createOrdersSubgraph(here, OWN_OFFERS, following);
    const followed = await follow<Update>(schema, UPDATES, {
      context: createRequestContext({ actor: actorOf() }),
    });
    const changes = await recordInLedger(database().db, [sourceOrder('1')], new Date());
    let told: Awaited<ReturnType<typeof followed.next>> | undefined;
    void followed.next().then((answer) => (told = answer));
    // Until both are connected no one hears; an order told of again is told again.
    await until(() => {
      there.news.publish(changes);
      return told !== undefined;
    });
    expect(told?.data?.orderUpdates.number).toBe('1');
    await followed.leave();
    following.close();
    await Promise.all([here.close(), there.close()]);
  });
});
