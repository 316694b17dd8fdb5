import type { Handler, ReceivedRequest } from '../../../adapters/sandbox/servers/fake-server';
import type { Fault } from '../../../adapters/sandbox/servers/faults';
import { marketplaceId, type MarketplaceId } from '../../../adapters/core/ids';
import {
  PARTNER_QUOTA,
  type PartnerIndexerOptions,
} from '../../../subgraphs/catalogue/indexing/partner-indexer';
import { openPartnerRegister } from '../../../subgraphs/partners/partner-register';
import type { FeedOutcome } from '../../../subgraphs/catalogue/indexing/feed-reader';
import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Graph } from '../../support/graph';
import {
  easyDefinition,
  EASY_SECRETS,
  startEasyShop,
  startFederatedShop,
  type JoiningEasyShop,
  type JoiningShop,
} from '../../support/joining-shops';
import { ADMIN, partnerDesk, startPartnerIndex, type PartnerDesk } from '../../support/partner-graph';
import { until } from '../../support/until';

/** Feeds of strangers in the index: what is found when, how much is taken, and who waits for whom. */
describeOnDatabases("the index of partners' offers", (database) => {
  let graph: Graph;
  let desk: PartnerDesk;
  const shops: JoiningShop[] = [];
  const indexes: { stop(): Promise<void> }[] = [];
  let made = 0;

  beforeAll(async () => {
    graph = await startGraph(database().db);
    desk = partnerDesk(graph, ADMIN);
  });
  afterEach(async () => {
    for (const shop of shops) shop.server.knobs.fault = null;
    await Promise.all(indexes.splice(0).map((index) => index.stop()));
    // Nobody of one test is read in the next.
    const { db } = database();
    const live = await db.selectFrom('marketplace').select('id').where('is_partner', '=', true).execute();
    for (const { id } of live) await desk.suspend(id);
    await Promise.all(shops.splice(0).map(({ server }) => server.close()));
  });
  afterAll(() => graph.close());

  const newId = (): MarketplaceId => marketplaceId(`toko-${(made += 1)}`);
  async function open(options: Parameters<typeof startEasyShop>[1] = {}): Promise<JoiningEasyShop> {
    const shop = await startEasyShop(newId(), options);
    shops.push(shop);
    return shop;
  }
  async function join(shop: JoiningShop): Promise<MarketplaceId> {
    return desk.join(shop.document, shop.secrets);
  }

  /** One that comes when the feed has long been taken up again. */
  async function slowPageOnItsWay({ server }: JoiningShop): Promise<void> {
    const before = server.received();
    server.knobs.latencyMs = 2_500;
    await until(() => server.received() > before);
  }

  interface Reading {
    readonly id: string;
    readonly outcome: FeedOutcome;
  }
  /** Reads until the end of the test; gives what became of each reading so far. */
  function read(options: Partial<PartnerIndexerOptions> = {}): readonly Reading[] {
    const readings: Reading[] = [];
    indexes.push(
      startPartnerIndex(database().db, graph, {
        ...options,
        onOutcome: (id, _feed, outcome) => readings.push({ id, outcome }),
      }),
    );
    return readings;
  }
  const ofKind = (readings: readonly Reading[], id: string, kind: FeedOutcome['kind']) =>
    readings.filter((reading) => reading.id === id && reading.outcome.kind === kind);

  interface Facet {
    readonly value: string;
    readonly count: number;
  }
  /** How many of its goods are among all. */
  async function found(id: string): Promise<number> {
    const { data } = await graph.run<{ search: { facets: { marketplaces: readonly Facet[] } } }>(
      '{ search(first: 0) { facets { marketplaces { value count } } } }',
    );
    return data.search.facets.marketplaces.find(({ value }) => value === id)?.count ?? 0;
  }
  const rows = (table: 'offer' | 'rejected_record', id: MarketplaceId) =>
    database().db.selectFrom(table).selectAll().where('marketplace', '=', id).execute();
  const makeDue = (id: MarketplaceId, values: { failures?: number } = {}) =>
    database()
      .db.updateTable('feed_sync')
      .set({ due_at: new Date(0), ...values })
      .where('marketplace', '=', id)
      .execute();
  async function told(id: string) {
    const { data } = await graph.run<{
      marketplaces: readonly {
        readonly offerCount: number;
        readonly index: {
          readonly status: string;
          readonly rejectedCount: number;
          readonly problems: readonly string[];
        };
      }[];
    }>(`{ marketplaces(ids: ["${id}"]) { offerCount index { status rejectedCount problems } } }`);
    const [marketplace] = data.marketplaces;
    if (marketplace === undefined) throw new Error(`${id} is not served`);
    return marketplace;
  }

  describe('what was published', () => {
    it('is found, with its name, as soon as it is read; nothing of a draft is', async () => {
      const shop = await open();
      const draft = await open();
      await desk.register(draft.document, draft.secrets);
      await desk.check(draft.id);
      await join(shop);
      expect(await told(shop.id)).toMatchObject({ offerCount: 0, index: { status: 'WAITING' } });
      read();
      await until(async () => (await found(shop.id)) === 40);
      await until(async () => (await told(shop.id)).index.status === 'READY');
      expect(await told(shop.id)).toMatchObject({ offerCount: 40, index: { problems: [] } });
      const { data } = await graph.run<{ search: { nodes: readonly { marketplace: { name: string } }[] } }>(
        `{ search(filter: { marketplaces: ["${shop.id}"] }, first: 1) { nodes { marketplace { name } } } }`,
      );
      expect(data.search.nodes).toEqual([{ marketplace: { name: 'Toko Contoh' } }]);
      expect(await found(draft.id)).toBe(0);
    });

    it('leaves with another address at that moment, and the goods of that are found in its place', async () => {
      const [before, after] = [await open({ size: 40 }), await open({ size: 25 })];
      const id = await join(before);
      read();
      await until(async () => (await found(id)) === 40);
      await desk.register(easyDefinition(after.server.url, id), after.secrets);
      await desk.check(id);
      after.server.knobs.latencyMs = 300;
      await desk.publish(id);
      expect(await found(id)).toBe(0);
      await until(async () => (await found(id)) === 25);
    });

    it('is read as it was published last, by a process that had no news of that', async () => {
      const [before, after] = [await open({ size: 40 }), await open({ size: 25 })];
      const id = await join(before);
      const { db } = database();
      const register = await openPartnerRegister({ db, pollMs: 3_600_000 });
      await join({ ...after, document: easyDefinition(after.server.url, id) });
      const asked = before.server.received();
      indexes.push(startPartnerIndex(db, { partners: { ...graph.partners, register } }));
      await until(async () => (await found(id)) > 0);
      expect(await found(id)).toBe(25);
      expect(before.server.received()).toBe(asked);
      await register.close();
    });

    it('is read soon after, where partners could not be read when it was claimed', async () => {
      const shop = await open();
      const id = await join(shop);
      let asked = 0;
      const latest = (): Promise<undefined> => {
        asked += 1;
        return Promise.reject(new Error('the database is away'));
      };
      const errors: unknown[] = [];
      read({ marketplaces: { latest }, onError: (error) => errors.push(error) });
      await until(() => errors.length > 0);
      await Promise.all(indexes.splice(0).map((index) => index.stop()));
      expect(errors.length).toBe(asked);
      // Its lease is a minute long; nobody holds it any more.
      read();
      await until(async () => (await found(id)) === 40);
    });

    it('is read whole when another version of it means something else, though its shop tells changes', async () => {
      const shop = await open();
      const id = await join(shop);
      read();
      await until(async () => (await found(id)) === 40);
      const taxes = async () => new Set((await rows('offer', id)).map(({ tax }) => tax));
      expect(await taxes()).toEqual(new Set(['INCLUDED']));
      const change = (text: string): string => text.replace('constant: INCLUDED', 'constant: EXCLUDED');
      await join({ ...shop, document: easyDefinition(shop.server.url, id, change) });
      expect(await found(id)).toBe(40);
      // Changes may have been read in between: what is waited for is what all of it means now.
      await until(async () => [...(await taxes())].join() === 'EXCLUDED');
      expect(await rows('offer', id)).toHaveLength(40);
    });

    it('keeps nothing of a version whose page was on its way when the next was published', async () => {
      const [before, after] = [await open({ size: 450 }), await open({ size: 25 })];
      const id = await join(before);
      before.server.knobs.latencyMs = 300;
      const readings = read();
      await until(async () => (await found(id)) === 100);
      await desk.register(easyDefinition(after.server.url, id), after.secrets);
      await desk.check(id);
      await slowPageOnItsWay(before);
      after.server.knobs.latencyMs = 3_500; // so that the old page comes while the new one is waited for
      await desk.publish(id);
      await until(() => ofKind(readings, id, 'read').length >= 1 && ofKind(readings, id, 'left').length >= 1);
      expect(await found(id)).toBe(25);
    });

    it('takes nothing from another marketplace, whatever a subgraph calls its goods', async () => {
      const victim = await open();
      await join(victim);
      read();
      await until(async () => (await found(victim.id)) === 40);
      const kept = await rows('offer', marketplaceId(victim.id));
      const shop = await startFederatedShop(newId());
      shops.push(shop);
      const id = await join(shop);
      shop.answers(() => ({
        body: {
          data: {
            pasarFeed: {
              offers: [...kept.map((offer) => offer.id), 'mbiz:A.B', `${id}:A.B`].map((offer) => ({
                id: offer,
                title: 'stolen',
                price: { amount: '1', currency: 'IDR', tax: 'INCLUDED' },
                seller: { name: 'thief' },
              })),
              next: null,
              total: 42,
            },
          },
        },
      }));
      await until(async () => (await found(id)) === 1);
      expect(await rows('offer', marketplaceId(victim.id))).toEqual(kept);
      expect((await told(id)).index.rejectedCount).toBe(41);
    });
  });

  describe('a suspension', () => {
    it('takes all out at that moment, though a feed is being read, and keeps them out', async () => {
      const shop = await open({ size: 400 });
      const id = await join(shop);
      shop.server.knobs.latencyMs = 200;
      const readings = read();
      await until(async () => (await found(id)) >= 100);
      await desk.suspend(id);
      expect(await found(id)).toBe(0);
      await until(() => ofKind(readings, id, 'left').length >= 1);
      expect(await rows('offer', id)).toEqual([]);
      const asked = shop.server.received();
      const other = await open();
      await join(other);
      await until(async () => (await found(other.id)) === 40);
      expect(shop.server.received()).toBe(asked);
      expect(await found(id)).toBe(0);
    });

    it('that ends while an old page is on its way brings all of them back, once', async () => {
      const shop = await open({ size: 450 });
      const id = await join(shop);
      shop.server.knobs.latencyMs = 300;
      const readings = read();
      await until(async () => (await found(id)) >= 100);
      await slowPageOnItsWay(shop);
      await desk.suspend(id);
      shop.server.knobs.latencyMs = 700; // five pages: the old one comes in between
      await desk.resume(id);
      expect(await found(id)).toBe(0);
      await until(async () => (await found(id)) === 450);
      await until(() => ofKind(readings, id, 'left').length >= 1);
      expect(await found(id)).toBe(450);
      expect((await told(id)).index.problems).toEqual([]);
      expect(ofKind(readings, id, 'failed')).toEqual([]);
    });
  });

  /** Small, so that a feed can go beyond it in a moment. */
  const QUOTA = { ...PARTNER_QUOTA, records: 300, pages: 20, pageMs: 2_000 };
  const HASTY = { wholeEveryMs: 20, changesEveryMs: 20 };

  describe('a feed without end', () => {
    let serial = 0;
    /** A page of so many records that were never there before. */
    function inventing(
      perPage: number,
      { pages = Infinity, change = {} }: { pages?: number; change?: object } = {},
    ): Handler {
      return ({ query }) => {
        const page = Number(query.get('page') ?? 1);
        if (page > pages) return { status: 500, body: {} };
        const data = Array.from({ length: perPage }, () => ({
          sku: `S${(serial += 1)}`,
          name: `Barang ${serial}`,
          price: 1_000,
          stock: 1,
          unit: 'buah',
          city: 'Kota Malang',
          category: 'Alat Tulis',
          ...change,
        }));
        return { body: { data, total: 1_000_000 } };
      };
    }
    const complete =
      (handler: Handler, pages: number): Handler =>
      async (request, knobs) => {
        const answer = await handler(request, knobs);
        const { data } = answer.body as { data: unknown[] };
        return { ...answer, body: { data, total: pages * data.length } };
      };

    /** A shop that behaves until it has joined. */
    async function turning(bad: Handler): Promise<JoiningEasyShop> {
      let turned = false;
      const isList = ({ path }: ReceivedRequest): boolean => path === '/products';
      const shop = await open({
        handler: (own) => (request, knobs) =>
          turned && isList(request) ? bad(request, knobs) : own(request, knobs),
      });
      await join(shop);
      turned = true;
      return shop;
    }

    it.each<[string, Handler, { cut: boolean; failing?: boolean }]>([
      ['tells ever more goods', inventing(100), { cut: true }],
      ['tells other goods at each reading', complete(inventing(100), 2), { cut: false }],
      [
        'tells other goods at each reading and fails before its end',
        inventing(100, { pages: 2 }),
        { cut: false, failing: true },
      ],
      ['tells what no one understands', inventing(100, { change: { price: 'cheap' } }), { cut: true }],
      [
        'tells other nonsense at each reading',
        complete(inventing(100, { change: { price: 'cheap' } }), 2),
        { cut: false },
      ],
    ])('that %s is cut, and what is kept of it stays bounded', async (_, bad, { cut, failing = false }) => {
      const shop = await turning(bad);
      const id = marketplaceId(shop.id);
      const readings = read({ quota: QUOTA, schedule: HASTY });
      // It tells several times what is kept of it.
      await until(async () => {
        if (failing) await makeDue(id, { failures: 5 });
        else await makeDue(id);
        return readings.filter(({ outcome }) => outcome.kind !== 'left').length >= 5;
      }, 60_000);
      const page = 100;
      expect((await rows('offer', id)).length).toBeLessThanOrEqual(2 * QUOTA.records + page);
      expect((await rows('rejected_record', id)).length).toBeLessThanOrEqual(2 * QUOTA.records + page);
      const { problems } = (await told(id)).index;
      if (cut)
        expect(problems).toEqual([expect.stringMatching(/^feed offers: QUOTA_EXCEEDED: .*300 records/)]);
      expect(await found('mbiz')).toBeGreaterThan(0);
    });

    it.each<[string, Partial<typeof QUOTA>, number, RegExp]>([
      ['that goes on without a record is cut by its pages', {}, 0, /QUOTA_EXCEEDED: .* 20 pages/],
      ['that drips is cut by its time', { readingMs: 500 }, 100, /QUOTA_EXCEEDED: .* minutes/],
    ])('%s', async (_, quota, latencyMs, problem) => {
      const shop = await startFederatedShop(newId());
      shops.push(shop);
      const id = await join(shop);
      let cursor = 0;
      shop.answers(() => ({
        body: { data: { pasarFeed: { offers: [], next: `c${(cursor += 1)}`, total: null } } },
      }));
      shop.server.knobs.latencyMs = latencyMs;
      read({ quota: { ...QUOTA, ...quota } });
      await until(async () => (await told(id)).index.problems.length > 0);
      expect((await told(id)).index.problems).toEqual([expect.stringMatching(problem)]);
      // Cut is cut: it is not asked again before its time.
      const asked = shop.server.received();
      const other = await open();
      await join(other);
      await until(async () => (await found(other.id)) === 40);
      expect(shop.server.received() - asked).toBeLessThanOrEqual(1);
    });

    it('is read like any other once it has an end', async () => {
      let bad: Handler | null = inventing(100);
      const shop = await open({
        handler: (own) => (request, knobs) =>
          bad !== null && request.path === '/products' ? bad(request, knobs) : own(request, knobs),
      });
      const handler = bad;
      bad = null;
      const id = await join(shop);
      bad = handler;
      const readings = read({ quota: QUOTA });
      await until(async () => (await told(id)).index.problems.length > 0);
      bad = null;
      // What it made up is missed by two readings in a row before it goes, and by a person where it is much.
      await desk.suspend(id);
      await desk.resume(id);
      await until(async () => (await found(id)) === 40);
      await until(() => ofKind(readings, id, 'read').length >= 2);
      expect((await told(id)).index.problems).toEqual([]);
    });
  });

  describe('of many', () => {
    /** So many who joined and are all the same server's. */
    async function crowd(size: number): Promise<{ ids: readonly MarketplaceId[]; shop: JoiningEasyShop }> {
      const shop = await open({ size: 300 });
      const ids: MarketplaceId[] = [];
      for (let i = 0; i < size; i += 1) {
        ids.push(await desk.join(easyDefinition(shop.server.url, newId()), EASY_SECRETS));
      }
      return { ids, shop };
    }

    it.each<[string, Fault]>([
      ['hang', { kind: 'hang' }],
      ['never end their answer', { kind: 'slow-body' }],
    ])(
      'twenty-four who %s delay one who answers by no more than their first turn',
      async (_, fault) => {
        const { ids, shop } = await crowd(24);
        const healthy = await open();
        await join(healthy);
        shop.server.knobs.fault = fault;
        const readings = read({ quota: { ...QUOTA, pageMs: 500 } });
        await until(async () => (await found(healthy.id)) === 40);
        for (const id of ids) expect(ofKind(readings, id, 'failed').length).toBeLessThanOrEqual(2);
        // And the next time it comes before all of them who are due as well.
        await until(() => ids.every((id) => ofKind(readings, id, 'failed').length > 0));
        const before = readings.length;
        await database()
          .db.updateTable('feed_sync')
          .set({ due_at: new Date(0) })
          .execute();
        await until(() => ofKind(readings, healthy.id, 'read').length >= 2);
        expect(readings.length - before).toBeLessThanOrEqual(2 * 16);
      },
      120_000,
    );

    it('twenty who drip give way to one who answers, and are gone on with where they stood', async () => {
      const { ids, shop } = await crowd(20);
      const healthy = await open();
      await join(healthy);
      shop.server.knobs.latencyMs = 300;
      const readings = read({ quota: { ...PARTNER_QUOTA, turnMs: 400 } });
      await until(async () => (await found(healthy.id)) === 40);
      expect(ids.every((id) => ofKind(readings, id, 'read').length >= 1)).toBe(false);
      await until(() => ids.every((id) => ofKind(readings, id, 'read').length >= 1), 60_000);
      for (const id of ids) expect(await found(id)).toBe(300);
      expect(readings.filter(({ outcome }) => outcome.kind === 'left').length).toBeGreaterThan(0);
      expect(readings.filter(({ outcome }) => outcome.kind === 'failed')).toEqual([]);
    }, 120_000);

    it.each<[string, Fault]>([
      ['floods', { kind: 'oversize' }],
      ['sends what unpacks to two gigabytes', { kind: 'gzip-bomb' }],
      ['sends garbage', { kind: 'truncated-json' }],
      ['sends a page', { kind: 'html' }],
      ['breaks off', { kind: 'reset-in-body' }],
      ['sends something else', { kind: 'wrong-shape' }],
    ])('one who %s costs the others nothing, and the process little memory', async (_, fault) => {
      const [bad, healthy] = [await open(), await open()];
      await join(bad);
      await join(healthy);
      bad.server.knobs.fault = fault;
      const before = process.memoryUsage().rss;
      const readings = read();
      await until(async () => (await found(healthy.id)) === 40);
      await until(() => ofKind(readings, bad.id, 'failed').length > 0);
      expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
      expect(await found(bad.id)).toBe(0);
      const { problems } = (await told(bad.id)).index;
      expect(problems).toEqual([expect.stringMatching(/^feed offers: (BAD_RESPONSE|UNAVAILABLE): /)]);
      expect(problems[0]).not.toMatch(/browser|unexpected|127\.0\.0\.1/);
      bad.server.knobs.fault = null;
      await makeDue(marketplaceId(bad.id));
      await until(async () => (await found(bad.id)) === 40);
    });
  });
});
