import { marketplaceId, parseOfferId } from '../../adapters/core/ids';
import { DEFAULT_POLICY as POLICY, policyFor } from '../../adapters/core/resilience/policy';
import type { Handler } from '../../adapters/sandbox/servers/fake-server';
import type { Fault } from '../../adapters/sandbox/servers/faults';
import { describeOnDatabases } from '../support/databases';
import { startGraph, type Asking, type Graph } from '../support/graph';
import { startEasyShop, type JoiningEasyShop } from '../support/joining-shops';
import { ADMIN, partnerDesk, startPartnerIndex } from '../support/partner-graph';
import { until } from '../support/until';

/** How long a client waits where something hangs, and where nothing does. */
const DEADLINE_MS = 2_000;
const PATIENT_MS = 10_000;
const FOREVER_MS = 60_000;
/** For answers that a machine with other work makes late. */
const MARGIN_MS = 1_500;
/** A partner's own bulkhead: reads that run at a time, and those that wait. */
const AT_ONCE = 8;
const WAITING = 64;

const SICK = marketplaceId('toko-sakit');
const WELL = marketplaceId('toko-sehat');
const SICK_SIZE = 120;
const skuOf = (offerId: string): string => parseOfferId(offerId)?.sku ?? offerId;
const OFFER = 'offer { id price { amount freshness } stock { freshness } }';
const PAGE = `query ($ids: [ID!]) { search(first: 40, sort: PRICE_ASC, filter: { marketplaces: $ids }) {
  nodes { offerId marketplace { id } ${OFFER} } } }`;

interface ShownOffer {
  readonly price: { readonly amount: string; readonly freshness: string } | null;
}
interface Page {
  readonly search: {
    readonly nodes: readonly {
      readonly offerId: string;
      readonly marketplace: { readonly id: string };
      readonly offer: ShownOffer | null;
    }[];
  };
}

type Row = readonly [name: string, fault: Fault, code: string, waits: boolean];
const ROWS: readonly Row[] = [
  ['hangs', { kind: 'hang' }, 'TIMEOUT', true],
  ['never ends its body', { kind: 'slow-body' }, 'TIMEOUT', true],
  ['floods: 32 MB for each offer', { kind: 'oversize' }, 'BAD_RESPONSE', false],
  ['floods: 2 MB that unpack to 2 GB', { kind: 'gzip-bomb' }, 'BAD_RESPONSE', false],
  ['answers a page', { kind: 'html' }, 'BAD_RESPONSE', false],
  ['answers half of its JSON', { kind: 'truncated-json' }, 'BAD_RESPONSE', false],
  ['answers what it never described', { kind: 'wrong-shape' }, 'BAD_RESPONSE', false],
  ['breaks off', { kind: 'reset-in-body' }, 'UNAVAILABLE', false],
  ['fails', { kind: 'status', status: 500 }, 'UNAVAILABLE', false],
  ['does not let Pasar in any more', { kind: 'status', status: 401 }, 'UNAUTHENTICATED', false],
  ['wants to be left alone', { kind: 'status', status: 429, retryAfter: '30' }, 'RATE_LIMITED', false],
  ['sends elsewhere', { kind: 'redirect', to: 'http://localhost:1/' }, 'BAD_RESPONSE', false],
];

/** Two partners of the same type on one page of hits, and one of them goes wrong. */
describeOnDatabases('one partner fails:', (database) => {
  let graph: Graph;
  let sick: JoiningEasyShop;
  let well: JoiningEasyShop;
  /** The article that the sick one tells of, whichever it is asked for. */
  let answersAlways: string | null = null;

  beforeAll(async () => {
    graph = await startGraph(database().db);
    const lying =
      (own: Handler): Handler =>
      (request, knobs) =>
        own(answersAlways === null ? request : { ...request, path: `/products/${answersAlways}` }, knobs);
    sick = await startEasyShop(SICK, { size: SICK_SIZE, handler: lying });
    well = await startEasyShop(WELL);
    const desk = partnerDesk(graph, ADMIN);
    for (const shop of [sick, well]) await desk.join(shop.document, shop.secrets);
    const index = startPartnerIndex(database().db, graph);
    await until(async () => (await idsOf(SICK)).length + (await idsOf(WELL)).length === SICK_SIZE + 40);
    await index.stop();
    await page(); // plans and connections are warm, as in a service that runs
  });
  beforeEach(() => graph.renew({ policy: policyFor(PATIENT_MS) }));
  afterEach(() => {
    sick.server.knobs.fault = null;
    answersAlways = null;
  });
  afterAll(async () => {
    await graph.close();
    await Promise.all([sick, well].map(({ server }) => server.close()));
  });

  async function idsOf(marketplace: string): Promise<readonly string[]> {
    const rows = await database()
      .db.selectFrom('offer')
      .select('id')
      .where('marketplace', '=', marketplace as never)
      .orderBy('id')
      .execute();
    return rows.map(({ id }) => id);
  }

  async function page(request: Asking = {}) {
    const started = performance.now();
    const answer = await graph.run<Page>(PAGE, {
      variables: { ids: [SICK, WELL] },
      deadlineMs: PATIENT_MS,
      noCache: true,
      ...request,
    });
    const tookMs = performance.now() - started;
    const of = (id: string) => answer.data.search.nodes.filter(({ marketplace }) => marketplace.id === id);
    const freshness = (id: string): string[] => [
      ...new Set(of(id).map(({ offer }) => offer?.price?.freshness ?? 'no price')),
    ];
    const source = (id: string) => answer.extensions?.sources?.find(({ marketplace }) => marketplace === id);
    return { ...answer, tookMs, of, freshness, source };
  }

  describe('it stands beside a healthy one on a page of hits, and', () => {
    it.each(ROWS)('%s', async (_, fault, code, waits) => {
      const before = well.server.received();
      sick.server.knobs.fault = fault;
      const deadlineMs = waits ? DEADLINE_MS : PATIENT_MS;
      graph.renew({ policy: policyFor(deadlineMs) });
      const answer = await page({ deadlineMs });

      expect(answer.errors).toBeUndefined();
      expect([answer.of(SICK).length > 0, answer.of(WELL).length > 0]).toEqual([true, true]);
      expect(answer.freshness(SICK)).toEqual(['STALE']);
      expect(answer.source(SICK)).toMatchObject({ status: 'STALE', code });
      // No one else is touched by it.
      expect(answer.freshness(WELL)).toEqual(['LIVE']);
      expect(answer.source(WELL)).toMatchObject({ status: 'LIVE', code: null });
      expect(well.server.received() - before).toBe(answer.of(WELL).length);
      expect(answer.tookMs).toBeLessThan(deadlineMs + MARGIN_MS);
    });

    it('tells of another offer than it was asked for: no price of that one stands at the others', async () => {
      const [first = ''] = (await page()).of(SICK).map(({ offerId }) => skuOf(offerId));
      answersAlways = first;
      const answer = await page();
      expect(answer.errors).toBeUndefined();
      const shown = answer.of(SICK).filter(({ offer }) => offer?.price);
      expect(shown.map(({ offerId }) => skuOf(offerId))).toEqual([first]);
      expect(answer.freshness(WELL)).toEqual(['LIVE']);
    });

    it('has them no more: nothing is told of them, and no error; what nobody ever listed is not asked for', async () => {
      sick.server.knobs.fault = { kind: 'status', status: 404 };
      const answer = await page();
      expect([answer.errors, answer.freshness(SICK)]).toEqual([undefined, ['no price']]);
      expect(answer.freshness(WELL)).toEqual(['LIVE']);
      const asked = sick.server.received();
      const { data, errors } = await graph.run<{ offer: object | null }>(
        `{ offer(id: "${SICK}:${SICK}.NEVER-LISTED") { price { amount } } }`,
      );
      expect([data.offer, errors, sick.server.received()]).toEqual([null, undefined, asked]);
    });
  });

  describe('it hangs under many pages at once:', () => {
    it(`${AT_ONCE} reads of it run, ${WAITING} wait, what is beyond is told at once, and the healthy one is as fast as ever`, async () => {
      sick.server.knobs.fault = { kind: 'hang' };
      graph.renew({ policy: policyFor(FOREVER_MS) });
      const [ids, asked] = [await idsOf(SICK), sick.server.received()];
      const leaving = new AbortController();
      let answered = 0;
      // Of other offers each, for reads of the same one are one read.
      const pages = Array.from({ length: ids.length / AT_ONCE }, (_, i) =>
        graph
          .run<{ offers: readonly ShownOffer[] }>(
            'query ($ids: [ID!]!) { offers(ids: $ids) { price { freshness } } }',
            {
              variables: { ids: ids.slice(i * AT_ONCE, (i + 1) * AT_ONCE) },
              deadlineMs: FOREVER_MS,
              noCache: true,
              signal: leaving.signal,
            },
          )
          .finally(() => (answered += 1)),
      );
      const refused = pages.length - (AT_ONCE + WAITING) / AT_ONCE;
      await until(() => answered === refused && sick.server.received() - asked === AT_ONCE);
      expect(refused).toBe(6);

      for (let i = 0; i < 3; i += 1) {
        const healthy = await page({ variables: { ids: [WELL] } });
        expect(healthy.freshness(WELL)).toEqual(['LIVE']);
        expect(healthy.tookMs).toBeLessThan(PATIENT_MS / 2);
      }
      expect([answered, sick.server.received() - asked]).toEqual([refused, AT_ONCE]);
      // And beside one another: the page is there when its time is over, and the healthy one's part is live.
      const both = await page({ deadlineMs: DEADLINE_MS });
      expect([both.freshness(SICK), both.freshness(WELL)]).toEqual([['STALE'], ['LIVE']]);
      expect(both.tookMs).toBeLessThan(DEADLINE_MS + MARGIN_MS);

      leaving.abort();
      await Promise.all(pages);
    });

    it('a client that leaves takes its reads along, and those that waited get their places', async () => {
      sick.server.knobs.fault = { kind: 'hang' };
      graph.renew({ policy: policyFor(FOREVER_MS) });
      const [ids, asked] = [await idsOf(SICK), sick.server.received()];
      const clients = [0, 1].map((i) => {
        const leaving = new AbortController();
        const own = ids.slice(i * AT_ONCE, (i + 1) * AT_ONCE);
        const answer = graph.run('query ($ids: [ID!]!) { offers(ids: $ids) { price { freshness } } }', {
          variables: { ids: own },
          deadlineMs: FOREVER_MS,
          noCache: true,
          signal: leaving.signal,
        });
        const paths = new Set(own.map((id) => `/products/${skuOf(id)}`));
        const begun = (): number =>
          sick.server.requests.slice(asked - sick.server.received()).filter(({ path }) => paths.has(path))
            .length;
        return { leaving, answer, begun };
      });
      await until(() => sick.server.received() - asked === AT_ONCE);
      // Either may hold the places: both ask the index for their offers before they ask the partner.
      const inOrder = clients.sort((a, b) => b.begun() - a.begun());
      for (const [i, { leaving, answer, begun }] of inOrder.entries()) {
        await until(() => sick.server.received() - asked === (i + 1) * AT_ONCE);
        const [hungUp, own] = [sick.server.hungUp(), begun()];
        expect(own).toBeGreaterThan(0);
        leaving.abort();
        await answer;
        await until(() => sick.server.hungUp() - hungUp === own);
      }
      expect(sick.server.received() - asked).toBe(2 * AT_ONCE);
    });
  });

  describe('again and again:', () => {
    const breaker = { ...POLICY.breaker, minimumCalls: 3, firstOpenMs: 60_000, longestOpenMs: 60_000 };

    it.each<[string, Fault]>([
      ['fails', { kind: 'status', status: 500 }],
      ['answers garbage', { kind: 'html' }],
      ['floods', { kind: 'oversize' }],
    ])('%s: it is not asked any more, and that is its own affair', async (_, fault) => {
      graph.renew({ policy: { ...policyFor(PATIENT_MS), breaker } });
      sick.server.knobs.fault = fault;
      await page();
      expect(graph.partnerSource(SICK).offers.health()).toMatchObject({ state: 'OPEN' });
      expect(graph.partnerSource(WELL).offers.health()).toMatchObject({ state: 'CLOSED', failureRate: 0 });
      const asked = [sick, well].map(({ server }) => server.received());
      const later = await page();
      expect([later.freshness(SICK), later.freshness(WELL)]).toEqual([['STALE'], ['LIVE']]);
      expect(later.source(SICK)).toMatchObject({ code: 'UNAVAILABLE' });
      const since = [sick, well].map(({ server }, i) => server.received() - (asked[i] ?? 0));
      expect(since).toEqual([0, later.of(WELL).length]);
      expect(graph.sources().mbiz.offers.health().state).toBe('CLOSED');
    });

    it('asks to wait, and is left alone, and it alone', async () => {
      sick.server.knobs.fault = { kind: 'status', status: 429, retryAfter: '30' };
      await page();
      sick.server.knobs.fault = null;
      const asked = sick.server.received();
      const later = await page();
      expect([later.freshness(SICK), later.freshness(WELL)]).toEqual([['STALE'], ['LIVE']]);
      expect(sick.server.received()).toBe(asked);
      expect(graph.partnerSource(SICK).offers.health().state).toBe('PAUSED');
      expect(graph.partnerSource(WELL).offers.health().state).toBe('CLOSED');
    });

    it('and is well again: soon it is asked as before', async () => {
      const soon = { ...breaker, firstOpenMs: 50, longestOpenMs: 50 };
      graph.renew({ policy: { ...policyFor(PATIENT_MS), breaker: soon } });
      sick.server.knobs.fault = { kind: 'status', status: 500 };
      await page();
      sick.server.knobs.fault = null;
      await until(async () => (await page()).freshness(SICK).join() === 'LIVE');
      expect(graph.partnerSource(SICK).offers.health().state).toBe('CLOSED');
    });
  });
});
