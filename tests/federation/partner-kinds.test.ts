import { startFakeServer } from '../../adapters/sandbox/servers/fake-server';
import { startOutboxWorker } from '../../subgraphs/orders/purchasing/outbox-worker';
import { describeOnDatabases } from '../support/databases';
import { startGraph, type Graph } from '../support/graph';
import { createGraphqlShop, graphqlDocument, GRAPHQL_SHOP_KEY } from '../support/graphql-shop';
import { partnerActor, partnerDesk, startPartnerIndex, type Secret } from '../support/partner-graph';
import {
  startCxmlPartner,
  startSellerFeedPartner,
  startTokoDaringPartner,
  type ProtocolPartner,
} from '../support/protocol-partners';
import { actorOf } from '../support/actors';
import { buy, first, goodsOf, lineOf, PATIENCE, purchaseInput, resultOf } from '../support/purchases';
import { until } from '../support/until';

interface Page {
  readonly search: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly offer: { readonly id: string; readonly price: { readonly freshness: string } | null } | null;
    }[];
  };
}
interface Order {
  readonly state: string;
  readonly live: { readonly state: string; readonly freshness: string } | null;
}

const KINDS = ['toko-graf', 'toko-pemasok', 'toko-anggota', 'toko-katalog'] as const;
type Kind = (typeof KINDS)[number];
const SELLS_AT_LEAST = 10;

const secretsOf = (credentials: Readonly<Record<string, string>>): readonly Secret[] =>
  Object.entries(credentials).map(([name, value]) => ({ name, value }));

/** Every way of joining that makes `PartnerOffer`s, but plain REST, from the registration to a live price. */
describeOnDatabases('partners of every kind', (database) => {
  const graf = createGraphqlShop();
  let graph: Graph;
  let partners: Readonly<Record<Kind, ProtocolPartner>>;
  let index: { stop(): Promise<void> };
  let keys = 0;

  beforeAll(async () => {
    graph = await startGraph(database().db, { timeoutMs: PATIENCE });
    const server = await startFakeServer(graf.handler);
    partners = {
      'toko-graf': {
        id: 'toko-graf',
        document: graphqlDocument(server.url),
        credentials: { key: GRAPHQL_SHOP_KEY },
        server,
        close: () => server.close(),
      },
      'toko-pemasok': await startSellerFeedPartner(),
      'toko-anggota': await startTokoDaringPartner(),
      'toko-katalog': await startCxmlPartner(),
    };
    index = startPartnerIndex(database().db, graph);
  });
  beforeEach(() => {
    graf.strikes.clear();
    for (const { server } of Object.values(partners)) server.knobs.fault = null;
  });
  afterAll(async () => {
    await index.stop();
    await graph.close();
    await Promise.all(Object.values(partners).map((partner) => partner.close()));
  });

  const deskOf = (id: string) => partnerDesk(graph, partnerActor(id));
  async function page(ids: readonly string[], deadlineMs = PATIENCE): Promise<Page['search']> {
    const { data, errors } = await graph.run<Page>(
      `query ($ids: [ID!]) { search(first: 40, filter: { marketplaces: $ids }) { totalCount nodes {
        offer { id price { freshness } } } } }`,
      { variables: { ids }, deadlineMs, noCache: true },
    );
    expect(errors).toBeUndefined();
    return data.search;
  }
  const freshnessOf = ({ nodes }: Page['search'], id: string): string[] => [
    ...new Set(
      nodes.flatMap(({ offer }) =>
        offer?.id.startsWith(`${id}:`) ? [offer.price?.freshness ?? 'none'] : [],
      ),
    ),
  ];

  it.each(KINDS)('%s does not join with a secret that is wrong', async (id) => {
    const { document, credentials } = partners[id];
    const wrong = secretsOf(credentials).map(({ name }) => ({ name, value: 'salah' }));
    const desk = deskOf(id);
    expect((await desk.register(document, wrong)).problems).toEqual([]);
    await desk.check(id);
    expect((await desk.publish(id)).problems.map(({ kind }) => kind)).toEqual(['NOT_CHECKED']);
    const { data } = await graph.run<{ marketplaces: readonly { id: string }[] }>('{ marketplaces { id } }');
    expect(data.marketplaces.map((known) => known.id)).not.toContain(id);
  });

  it.each(KINDS)('%s is registered, checked, published, found, and asked itself', async (id) => {
    const { document, credentials, server } = partners[id];
    await deskOf(id).join(document, secretsOf(credentials));
    await until(async () => (await page([id])).totalCount >= SELLS_AT_LEAST, PATIENCE);
    const before = server.received();
    const [good] = (await page([id])).nodes.flatMap(({ offer }) => offer ?? []);
    const { data, errors } = await graph.run<{ offer: object | null }>(
      `query ($id: ID!) { offer(id: $id) { __typename id price { freshness } marketplace { id } } }`,
      { variables: { id: good?.id }, deadlineMs: PATIENCE, noCache: true },
    );
    expect(errors).toBeUndefined();
    expect(data.offer).toMatchObject({
      __typename: 'PartnerOffer',
      id: good?.id,
      price: { freshness: 'LIVE' },
      marketplace: { id },
    });
    // A CIF catalogue that came a moment ago is looked into once more.
    if (id !== 'toko-katalog') expect(server.received()).toBeGreaterThan(before);
  });

  it.each(['toko-graf', 'toko-pemasok', 'toko-anggota'] as const)(
    '%s is as it was last known while it can not be reached, and the others are live',
    async (id) => {
      const others = KINDS.filter((other) => other !== id && other !== 'toko-katalog');
      await partners[id].server.close();
      try {
        const shown = await page([id, ...others]);
        expect(freshnessOf(shown, id)).toEqual(['STALE']);
        for (const other of others) expect(freshnessOf(shown, other)).toEqual(['LIVE']);
      } finally {
        await partners[id].server.reopen();
      }
      await until(async () => freshnessOf(await page([id]), id).join() === 'LIVE');
    },
  );

  describe('toko-graf, whose orders are mutations', () => {
    const input = async (change?: object): Promise<object> =>
      purchaseInput([lineOf(first(await goodsOf(graph, 'toko-graf')), change)]);
    const newKey = (): string => `graf-${(keys += 1)}`;
    const partOf = async (change?: object) => first((await buy(graph, await input(change), newKey())).parts);

    async function orderOf(id: string): Promise<Order | null> {
      const { data } = await graph.run<{ order: Order | null }>(
        'query ($id: ID!) { order(id: $id) { state live { state freshness } } }',
        { actor: actorOf(), variables: { id }, deadlineMs: PATIENCE },
      );
      return data.order;
    }

    it('takes an order, tells how it is, and takes it back', async () => {
      const part = await partOf({ quantity: '2' });
      expect(part).toMatchObject({ state: 'PLACED', ordering: 'DIRECT', problems: [], refusal: null });
      expect(graf.orders.filter(({ reference }) => reference === part.reference)).toMatchObject([
        { lines: [{ quantity: 2 }], state: 'OPEN' },
      ]);
      const id = `toko-graf:${part.reference}`;
      expect(await orderOf(id)).toMatchObject({ live: { state: 'CONFIRMED', freshness: 'LIVE' } });
      const { data, errors } = await graph.run<{ cancelOrder: object }>(
        'mutation ($id: ID!) { cancelOrder(id: $id) { __typename } }',
        { actor: actorOf(), variables: { id }, deadlineMs: PATIENCE },
      );
      expect([errors, data.cancelOrder]).toEqual([undefined, expect.any(Object)]);
      expect(graf.orders.at(-1)).toMatchObject({ reference: part.reference, state: 'VOID' });
      expect(await orderOf(id)).toMatchObject({ live: { state: 'CANCELLED' } });
    });

    it.each([
      [
        'in a payload of a step',
        'openCart',
        { data: { openCart: { cart: null, userErrors: [{ code: 'SOLD_OUT' }] } } },
        'OUT_OF_STOCK',
      ],
      [
        'in errors, under HTTP 200',
        'completeCart',
        { data: null, errors: [{ message: '<b>x</b>', extensions: { code: 'UNKNOWN_ARTICLE' } }] },
        'UNKNOWN_OFFER',
      ],
    ])('refuses an order %s: the buyer is told so, and nothing is left', async (_, field, body, reason) => {
      const before = graf.orders.length;
      graf.strikes.set(field, { worked: false, answer: { body } });
      const part = await partOf();
      expect(part).toMatchObject({ state: 'REFUSED', refusal: { reason }, orders: [] });
      expect(JSON.stringify(part)).not.toContain('<b>');
      expect([graf.orders.length, graf.carts.size]).toEqual([before, 0]);
    });

    it.each([
      ['took', true],
      ['did not take', false],
    ])(
      'that %s an order and answers with errors beside its data is found out, and has it once',
      async (_, worked) => {
        const body = {
          data: { completeCart: { order: null, userErrors: [] } },
          errors: [{ message: 'x', path: ['completeCart', 'order'] }],
        };
        graf.strikes.set('completeCart', { worked, answer: { body } });
        const bought = await buy(graph, await input(), newKey());
        expect(first(bought.parts).state).toBe('PLACING');
        graf.strikes.clear();
        const worker = startOutboxWorker(graph.ledger.carryingOut);
        await until(async () => first((await resultOf(graph, bought.id)).parts).state === 'PLACED', PATIENCE);
        await worker.stop();
        const { reference } = first(bought.parts);
        expect(graf.orders.filter((order) => order.reference === reference)).toHaveLength(1);
      },
    );
  });
});
