import { policyFor } from '../../adapters/core/resilience/policy';
import { startGraph, type Graph } from '../support/graph';
import { describeOnDatabases } from '../support/databases';

/** Longer than any marketplace takes that answers, on a busy machine too. */
const PATIENT_MS = 10_000;

/** What a test looks into; a scenario compares whole answers otherwise. */
interface LiveNode {
  readonly marketplace: { readonly id: string };
  readonly offer: {
    readonly __typename: string;
    readonly id: string;
    readonly price: {
      readonly amount: string;
      readonly freshness: string;
      readonly observedAt: string;
    } | null;
    readonly stock: {
      readonly quantity: string | null;
      readonly precision: string;
      readonly freshness: string;
    } | null;
  };
}

/** The whole graph in one process: which subgraphs a query reaches, and what that costs upstream. */
describeOnDatabases('the supergraph', (database) => {
  let graph: Graph;
  let sandbox: Graph['sandbox'];

  beforeAll(async () => {
    graph = await startGraph(database().db);
    ({ sandbox } = graph);
  });
  beforeEach(() => graph.renew({ policy: policyFor(PATIENT_MS) }));
  afterAll(() => graph.close());

  const run: Graph['run'] = (query, request) => graph.run(query, { deadlineMs: PATIENT_MS, ...request });

  const upstreamRequests = () => {
    const { jatimBejo, mbiz, ekatalog } = sandbox.servers;
    return {
      jatimBejo: jatimBejo.requests.length,
      mbiz: mbiz.requests.length,
      ekatalog: ekatalog.requests.length,
    };
  };

  describe.each<[string, string, readonly string[]]>([
    [
      'a page of hits',
      '{ search(first: 3) { totalCount nodes { title price { amount } marketplace { id name } seller { name region { name } } } } }',
      ['catalogue'],
    ],
    [
      'hits with facets and sources',
      '{ search(first: 3) { facets { regions { value count } } sources { status marketplace { name } } } }',
      ['catalogue'],
    ],
    ['ids of live offers', '{ search(first: 3) { nodes { offer { id __typename } } } }', ['catalogue']],
    [
      'the marketplaces',
      '{ marketplaces { id name protocol offerCount index { status problems } } }',
      ['registry'],
    ],
    [
      'what the registry knows of a hit',
      '{ search(first: 3) { nodes { marketplace { name protocol } } } }',
      ['catalogue', 'registry'],
    ],
    [
      'live prices',
      '{ search(first: 60) { nodes { offer { price { amount } } } } }',
      ['catalogue', 'ekatalog-lokal', 'jatim-bejo', 'mbiz'],
    ],
    [
      'live prices of one marketplace',
      '{ search(first: 9, filter: { marketplaces: ["mbiz"] }) { nodes { offer { price { amount } } } } }',
      ['catalogue', 'mbiz'],
    ],
    [
      'what only one marketplace knows',
      '{ search(first: 60) { nodes { offer { ... on EKatalogLokalOffer { retailPrice } } } } }',
      ['catalogue', 'ekatalog-lokal'],
    ],
    ['lists that need no source', '{ categories { code } regions { code } }', ['catalogue']],
  ])('for %s', (_, query, expected) => {
    it(`asks ${expected.join(', ')}, each once, and answers without errors`, async () => {
      const { errors } = await run(query);
      expect(errors).toBeUndefined();
      expect([...graph.fetches].sort()).toEqual(expected);
    });
  });

  const LIVE = `{ search(first: 60) { nodes { marketplace { id } offer { __typename id
    price { amount freshness observedAt } stock { quantity precision freshness } } } } }`;

  it('costs one upstream call per marketplace per page, or one per offer where only single reads exist', async () => {
    const before = upstreamRequests();
    const { data } = await run<{ search: { nodes: LiveNode[] } }>(LIVE);
    const after = upstreamRequests();
    const ofEkatalog = data.search.nodes.filter(
      ({ marketplace }) => marketplace.id === 'ekatalog-lokal',
    ).length;
    expect(ofEkatalog).toBeGreaterThan(1);
    expect([
      after.jatimBejo - before.jatimBejo,
      after.mbiz - before.mbiz,
      after.ekatalog - before.ekatalog,
    ]).toEqual([1, 1, ofEkatalog]);
  });

  it('asks once for an offer that a query names several times', async () => {
    const { data } = await run<{ search: { nodes: LiveNode[] } }>(
      '{ search(first: 1, filter: { marketplaces: ["jatim-bejo"] }) { nodes { offer { id } } } }',
    );
    const id = data.search.nodes[0]?.offer.id ?? '';
    const before = upstreamRequests().jatimBejo;
    const answer = await run(
      `{ a: offer(id: "${id}") { price { amount } } b: offers(ids: ["${id}", "${id}"]) { price { amount } } }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(upstreamRequests().jatimBejo - before).toBe(1);
  });

  it('gives live values as live, each as precise as its marketplace', async () => {
    const { data } = await run<{ search: { nodes: LiveNode[] } }>(LIVE);
    for (const { offer, marketplace } of data.search.nodes) {
      expect([offer.price?.freshness, offer.stock?.freshness]).toEqual(['LIVE', 'LIVE']);
      expect(offer.stock?.precision).toBe(marketplace.id === 'ekatalog-lokal' ? 'QUANTITY' : 'AVAILABILITY');
      expect(offer.stock?.quantity === null).toBe(marketplace.id !== 'ekatalog-lokal');
      expect(Date.now() - Date.parse(offer.price?.observedAt ?? '')).toBeLessThan(60_000);
    }
  });

  it('falls back on the index for a marketplace that fails, says so, and leaves the others live', async () => {
    sandbox.servers.mbiz.knobs.fault = { kind: 'status', status: 500 };
    const { data, errors } = await run<{ search: { nodes: LiveNode[] } }>(LIVE);
    expect(errors).toBeUndefined();
    for (const { offer, marketplace } of data.search.nodes) {
      expect(offer.price?.freshness).toBe(marketplace.id === 'mbiz' ? 'STALE' : 'LIVE');
    }
  });

  it('answers in time when a marketplace hangs', async () => {
    sandbox.servers.jatimBejo.knobs.fault = { kind: 'hang' };
    const { data } = await run<{ search: { nodes: LiveNode[] } }>(LIVE);
    const freshness = new Set(
      data.search.nodes
        .filter(({ marketplace }) => marketplace.id === 'jatim-bejo')
        .map(({ offer }) => offer.price?.freshness),
    );
    expect(freshness).toEqual(new Set(['STALE']));
  });

  it('gives a typed error and nulls for that offer alone where not even the index knows it', async () => {
    const [row] = await database()
      .db.selectFrom('offer')
      .select('id')
      .where('marketplace', '=', 'mbiz' as never)
      .limit(1)
      .execute();
    const id = row?.id ?? '';
    sandbox.servers.mbiz.knobs.fault = { kind: 'status', status: 403 };
    const observation = await database()
      .db.deleteFrom('offer_observation')
      .where('offer_id', '=', id as never)
      .returningAll()
      .executeTakeFirstOrThrow();
    try {
      const { data, errors } = await run(`{ offer(id: "${id}") { id price { amount } } regions { code } }`);
      expect(data).toMatchObject({ offer: { id, price: null }, regions: expect.any(Array) as unknown[] });
      expect(errors).toEqual([
        expect.objectContaining({
          message: 'The marketplace refused access.',
          extensions: expect.objectContaining({ code: 'FORBIDDEN', marketplace: 'mbiz' }) as object,
        }),
      ]);
    } finally {
      await database().db.insertInto('offer_observation').values(observation).execute();
    }
  });

  it('re-reads pages from the index memory when a marketplace ignores ids', async () => {
    sandbox.servers.mbiz.knobs.ids = 'ignore';
    const { data } = await run<{ search: { nodes: LiveNode[] } }>(
      '{ search(first: 5, sort: PRICE_DESC, filter: { marketplaces: ["mbiz"] }) { nodes { marketplace { id } offer { price { freshness } } } } }',
    );
    expect(data.search.nodes.map(({ offer }) => offer.price?.freshness)).toEqual([
      'LIVE',
      'LIVE',
      'LIVE',
      'LIVE',
      'LIVE',
    ]);
    const last = sandbox.servers.mbiz.requests.at(-1);
    expect([last?.query.get('page'), last?.query.has('ids')]).toEqual(['1', false]);
  });

  it.each([
    [
      'of a name that no operation has',
      'query A { regions { code } }',
      'B',
      'operationName: "B" is not in the document.',
    ],
    [
      'without a name among several',
      'query A { regions { code } } query B { regions { code } }',
      undefined,
      'operationName: is needed',
    ],
  ])('refuses an operation %s', async (_, query, operationName, message) => {
    const { errors } = await run(query, operationName ? { operationName } : {});
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(message) as string,
        extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
      }),
    ]);
  });

  it('tells a client nothing of what went wrong inside', async () => {
    const { errors } = await run('{ search(text: "x") { nodes { title } } nosuch }');
    expect(errors?.[0]?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });
});
