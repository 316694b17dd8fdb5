import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createFederatedShop,
  FEDERATED_SHOP_SDL,
  FEDERATED_SHOP_TOKEN,
} from '../../adapters/sandbox/partners/federated-shop';
import { startFakeServer, type FakeServer } from '../../adapters/sandbox/servers/fake-server';
import { describeOnDatabases } from '../support/databases';
import { startGraph, type Answered, type Graph } from '../support/graph';
import { ADMIN, partnerActor, partnerDesk, startPartnerIndex } from '../support/partner-graph';
import { until } from '../support/until';

const ID = 'toko-federasi';
const CREDENTIALS = [{ name: 'token', value: FEDERATED_SHOP_TOKEN }];
const DEFINITION = readFileSync(
  join(__dirname, '../../adapters/sandbox/partners/federated-shop.pasar.yaml'),
  'utf8',
);
const PAGE = `{ search(first: 2, filter: { marketplaces: ["${ID}"] }) { totalCount nodes {
  offerId offer { __typename price { amount } ... on TokoFederasiOffer { origin } } } } }`;

interface Page {
  readonly search: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly offerId: string; readonly offer: Record<string, unknown> | null }[];
  } | null;
}

const definitionAt = (url: string): string => DEFINITION.replace(/^url: .*$/m, `url: ${url}/graphql`);
const page = (graph: Graph) => graph.run<Page | null>(PAGE, { deadlineMs: 5_000 });
const found = async (graph: Graph) => (await page(graph)).data?.search?.totalCount ?? 0;

/** The subgraph as it is when its SDL was changed. */
const shopOf = (sdl: string) => startFakeServer(createFederatedShop({ sdl }).handler);

describeOnDatabases('a partner that brings a subgraph', (database) => {
  let graph: Graph;
  let shop: FakeServer;
  beforeAll(async () => {
    graph = await startGraph(database().db);
    shop = await startFakeServer(createFederatedShop().handler);
    await partnerDesk(graph, partnerActor(ID)).join(definitionAt(shop.url), CREDENTIALS);
    const index = startPartnerIndex(database().db, graph);
    await until(async () => (await found(graph)) === 40, 60_000);
    await index.stop();
  });
  afterAll(async () => {
    await graph.close();
    await shop.close();
  });

  it('is in the graph with a type and fields of its own, without a restart', async () => {
    const { data, errors } = await page(graph);
    expect(errors).toBeUndefined();
    expect(data?.search?.nodes[0]?.offer).toMatchObject({
      __typename: 'TokoFederasiOffer',
      price: { amount: expect.stringMatching(/^\d/) },
      origin: expect.any(String),
    });
  });

  it('learns nothing of who asks, and is signed in to', async () => {
    await graph.run(PAGE, { actor: ADMIN });
    const { headers } = shop.requests.at(-1) ?? {};
    expect(headers).toMatchObject({ authorization: `Bearer ${FEDERATED_SHOP_TOKEN}` });
    expect(Object.keys(headers ?? {}).filter((name) => name.startsWith('x-pasar'))).toEqual([]);
  });

  it('is told of with its health, as every marketplace that is asked', async () => {
    await page(graph);
    await until(async () => {
      const {
        data,
      }: Answered<{ marketplaces: { health: { state: string; failureRate: number | null } | null }[] }> =
        await graph.run(`{ marketplaces(ids: ["${ID}"]) { health { state failureRate } } }`);
      return data.marketplaces[0]?.health?.failureRate === 0;
    });
  });

  it.each([
    ['resets the connection', { kind: 'reset-in-body' }],
    ['answers HTML', { kind: 'html' }],
    ['answers 500', { kind: 'status', status: 500 }],
  ] as const)('costs its own fields and nothing else where it %s', async (_, fault) => {
    shop.knobs.fault = fault;
    const { data, errors = [] } = await page(graph);
    shop.knobs.fault = null;
    expect(data?.search?.nodes).toHaveLength(2);
    expect(data?.search?.nodes.every(({ offer }) => offer?.['price'] == null)).toBe(true);
    expect(new Set(errors.map(({ extensions }) => extensions['code']))).not.toContain(
      'INTERNAL_SERVER_ERROR',
    );
    expect(errors.length).toBeGreaterThan(0);
  });

  it('is served from the database by whoever starts while it is down', async () => {
    await shop.close();
    const other = await startGraph(database().db);
    try {
      const { data, errors = [] } = await page(other);
      expect(data?.search?.totalCount).toBe(40);
      expect(errors.map(({ extensions }) => extensions['code'])).toContain('UNAVAILABLE');
      const types: Answered<{ __type: { name: string } | null }> = await other.run(
        '{ __type(name: "TokoFederasiOffer") { name } }',
      );
      expect(types.data.__type?.name).toBe('TokoFederasiOffer');
    } finally {
      await other.close();
      await shop.reopen();
    }
  });

  it.each<[string, string, string]>([
    ['leaves out a field of Offer', FEDERATED_SHOP_SDL.replace(/^ {2}unit: String\n/m, ''), 'SUBGRAPH-02'],
    [
      'adds a field to the root',
      FEDERATED_SHOP_SDL.replace('type Query {', 'type Query {\n  search2: String'),
      'SUBGRAPH-02',
    ],
    ['is no SDL', 'type Query {', 'SUBGRAPH-02'],
  ])('fails its check where it %s, and the running graph stays', async (_, sdl, rule) => {
    const changed = await shopOf(sdl);
    const desk = partnerDesk(graph, partnerActor(ID));
    await desk.register(definitionAt(changed.url), CREDENTIALS);
    await desk.check(ID);
    const { problems } = await desk.publish(ID);
    expect(problems.map(({ kind }) => kind)).toEqual(['NOT_CHECKED']);
    const {
      data,
    }: Answered<{
      marketplaces: {
        onboarding: { versions: { check: { results: { id: string; outcome: string }[] } }[] };
      }[];
    }> = await graph.run(
      `{ marketplaces(ids: ["${ID}"]) { onboarding { versions { check { results { id outcome } } } } } }`,
      { actor: partnerActor(ID) },
    );
    const results = data.marketplaces[0]?.onboarding.versions[0]?.check.results ?? [];
    expect(results.filter(({ outcome }) => outcome === 'FAILED').map(({ id }) => id)).toContain(rule);
    // Its circuit may still be open from what came before.
    await until(async () => (await page(graph)).errors === undefined);
    await changed.close();
  });

  describe('whose next version takes a field away', () => {
    const without = FEDERATED_SHOP_SDL.replace(/^ {2}"The village[^\n]*\n {2}origin: String\n/m, '');
    let changed: FakeServer;
    beforeAll(async () => {
      changed = await shopOf(without);
      const desk = partnerDesk(graph, partnerActor(ID));
      await desk.register(definitionAt(changed.url), CREDENTIALS);
      await desk.check(ID);
    });
    afterAll(() => changed.close());

    it('is refused, with the operations that would break', async () => {
      await graph.flushOperations();
      const { problems } = await partnerDesk(graph, partnerActor(ID)).publish(ID);
      expect(problems).toContainEqual(
        expect.objectContaining({ kind: 'BREAKING_CHANGE', path: 'TokoFederasiOffer.origin' }),
      );
      expect(problems.some(({ operations }) => (operations ?? 0) > 0)).toBe(true);
      expect((await page(graph)).errors).toBeUndefined();
    });

    it('is refused to an administrator as well, for an operation uses it', async () => {
      const { problems } = await partnerDesk(graph, ADMIN).publish(ID, 'acceptBreaking: true');
      expect(problems.map(({ kind }) => kind)).toContain('BREAKING_CHANGE');
    });

    it('is taken from an administrator once no operation uses it, and can be rolled back', async () => {
      // What was asked before is written down first: what is gathered still would come back after the deletion.
      await graph.flushOperations();
      await database().db.deleteFrom('recorded_operation').execute();
      expect(
        (await partnerDesk(graph, partnerActor(ID)).publish(ID, 'acceptBreaking: true')).problems,
      ).not.toEqual([]);
      const desk = partnerDesk(graph, ADMIN);
      expect((await desk.publish(ID, 'acceptBreaking: true')).problems).toEqual([]);
      await until(async () => (await page(graph)).errors !== undefined);
      expect((await desk.rollBack(ID)).problems).toEqual([]);
      await until(async () => (await page(graph)).errors === undefined);
    });
  });

  it('that is suspended keeps its types, and is not asked', async () => {
    const desk = partnerDesk(graph, ADMIN);
    await desk.suspend(ID);
    await until(async () => (await found(graph)) === 0);
    const before = shop.received();
    const { errors } = await page(graph);
    expect(errors).toBeUndefined();
    expect(shop.received()).toBe(before);
    await desk.resume(ID);
  });
});

describeOnDatabases('two replicas', (database) => {
  it('serve what was published through one of them, and drop nothing meanwhile', async () => {
    const [one, two] = await Promise.all([startGraph(database().db), startGraph(database().db)]);
    const shop = await startFakeServer(createFederatedShop().handler);
    let asking = true;
    const failures: unknown[] = [];
    const clients = [one, two].map(async (graph) => {
      while (asking) {
        const { errors } = await graph.run('{ search(first: 1) { nodes { title } } }');
        if (errors) failures.push(errors);
      }
    });
    await partnerDesk(one, partnerActor(ID)).join(definitionAt(shop.url), CREDENTIALS);
    for (const graph of [one, two]) {
      await until(async () => {
        const { data } = await graph.run<{ __type: object | null }>(
          '{ __type(name: "TokoFederasiOffer") { name } }',
        );
        return data.__type !== null;
      });
    }
    asking = false;
    await Promise.all(clients);
    expect(failures).toEqual([]);
    await Promise.all([one.close(), two.close(), shop.close()]);
  });
});
