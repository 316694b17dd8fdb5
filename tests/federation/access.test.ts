import { execute, parse } from 'graphql';
import { ROLES, type Role } from '../../adapters/core/actor';
import { parseInstitutionCode, parseOrderId } from '../../adapters/core/ids';
import { JATIM_BEJO } from '../../adapters/jatim-bejo/marketplace';
import { createSubgraph } from '../../subgraphs/create-subgraphs';
import { createRequestContext } from '../../subgraphs/request-context';
import { actorOf } from '../support/actors';
import { openPglite, type TestDatabase } from '../support/databases';
import { startGraph, type Graph } from '../support/graph';
import { recordInLedger, idOf, sourceOrder } from '../support/source-orders';
import { noPartners } from '../../subgraphs/partners/no-partners';

/** Who may ask for what, through the whole graph: one row per field, one column per role. */
describe('access to the graph', () => {
  let database: TestDatabase;
  let graph: Graph;
  const ID = 'jatim-bejo:JB-1';
  beforeAll(async () => {
    database = await openPglite();
    graph = await startGraph(database.db);
    await recordInLedger(
      database.db,
      [
        sourceOrder('JB-1', {
          id: idOf('JB-1', JATIM_BEJO),
          marketplace: JATIM_BEJO,
          problems: ['valuasi: 1, items come to 2'],
        }),
      ],
      new Date(),
    );
  }, 60_000);
  afterAll(async () => {
    await graph.close();
    await database.close();
  });

  const of = (role: Role | null) =>
    role === null
      ? {}
      : {
          actor: actorOf({
            role,
            institution: role === 'ADMIN' || role === 'PARTNER' ? null : parseInstitutionCode('D180'),
            marketplace: role === 'PARTNER' ? JATIM_BEJO : null,
          }),
        };

  const READERS: readonly Role[] = ['PP', 'PPK', 'TREASURER', 'AUDITOR'];
  const BUYERS: readonly Role[] = ['PP', 'PPK'];
  const EVERYONE = [null, ...ROLES];
  const QUOTE =
    'quote(input: { deliveryRegion: "35.73", lines: [{ offerId: "mbiz:X.Y", quantity: "1" }] }) { total }';
  const INPUT =
    '{ lines: [{ offerId: "mbiz:X.Y", quantity: "1", expectedPrice: { amount: "1" } }], deliverTo: { region: "35.73", address: "a", receiver: "b" } }';

  const FIELDS: readonly [string, string, string, readonly (Role | null)[]][] = [
    ['search', 'query', 'search(first: 0) { totalCount }', EVERYONE],
    ['marketplaces', 'query', 'marketplaces { ordering orderTracking cancelling }', EVERYONE],
    ['quote', 'query', QUOTE, EVERYONE],
    ['orders', 'query', 'orders { totalCount }', READERS],
    ['order', 'query', `order(id: "${ID}") { id }`, READERS],
    ['orderTotals', 'query', 'orderTotals { count }', [...READERS, 'ADMIN']],
    ['purchaseResult', 'query', 'purchaseResult(id: "none") { id }', READERS],
    ['purchase', 'mutation', `purchase(idempotencyKey: "k", input: ${INPUT}) { id }`, BUYERS],
    ['orderBasket', 'mutation', 'orderBasket(reference: "none") { id }', BUYERS],
    ['cancelOrder', 'mutation', `cancelOrder(id: "${ID}") { refusal { reason } }`, BUYERS],
  ];

  describe.each(FIELDS)('%s', (name, operation, selection, allowed) => {
    it.each(EVERYONE.map((role) => [role ?? 'nobody', role] as const))('asked by %s', async (_, role) => {
      const { data, errors = [] } = await graph.run<Record<string, unknown>>(
        `${operation} { ${selection} }`,
        of(role),
      );
      const refused = errors.filter(({ extensions }) => extensions['code'] === 'FORBIDDEN');
      if (allowed.includes(role)) return expect(refused).toEqual([]);
      expect(data).toEqual({ [name]: null });
      expect(refused.map(({ path }) => path)).toEqual([[name]]);
      expect(graph.fetches.filter((subgraph) => subgraph === 'orders')).toEqual([]);
    });
  });
  beforeEach(() => (graph.fetches.length = 0));

  const AUDITED = 'order(id: "jatim-bejo:JB-1") { id ... on JatimBejoOrder { problems } }';
  it.each([
    ['through an alias', `{ mine: ${AUDITED.replace('problems', 'what: problems')} }`, ['mine', 'what']],
    [
      'through a named fragment',
      `{ ${AUDITED.replace('... on JatimBejoOrder { problems }', '...F')} } fragment F on JatimBejoOrder { problems }`,
      ['order', 'problems'],
    ],
    ['through the interface', '{ order(id: "jatim-bejo:JB-1") { id problems } }', ['order', 'problems']],
    ['through a list', '{ orders { nodes { id problems } } }', ['orders', 'nodes', 0, 'problems']],
  ])('a field for auditors alone is null for a procurement officer %s', async (_, query, path) => {
    const officer = await graph.run(query, of('PP'));
    expect(officer.errors?.map(({ path: at, extensions }) => [at, extensions['code']])).toEqual([
      [path, 'FORBIDDEN'],
    ]);
    expect(JSON.stringify(officer.data)).toContain(ID); // and the rest of the order is there
    expect(JSON.stringify(officer.data)).not.toContain('valuasi');
    const auditor = await graph.run(query, of('AUDITOR'));
    expect(auditor.errors).toBeUndefined();
    expect(JSON.stringify(auditor.data)).toContain('valuasi');
  });

  describe('an order of another institution', () => {
    const stranger = { actor: actorOf({ institution: parseInstitutionCode('D187') }) };

    it.each([
      ['by its id', `{ order(id: "${ID}") { id live { state } } }`, { order: null }],
      ['in a list', '{ orders { totalCount nodes { id } } }', { orders: { totalCount: 0, nodes: [] } }],
      [
        'in a list of its number',
        '{ orders(filter: { number: "JB-1" }) { totalCount } }',
        { orders: { totalCount: 0 } },
      ],
      [
        'in totals',
        '{ orderTotals { count total byInstitution { key } } }',
        { orderTotals: { count: 0, total: '0', byInstitution: [] } },
      ],
    ])('is not there %s', async (_, query, data) => {
      expect(await graph.run(query, stranger)).toEqual({ data });
    });

    it('cannot be taken back, and is said to be unknown', async () => {
      const { errors } = await graph.run(
        `mutation { cancelOrder(id: "${ID}") { refusal { reason } } }`,
        stranger,
      );
      expect(errors?.[0]).toMatchObject({
        message: 'id: is not an order of this institution.',
        extensions: { code: 'INVALID_INPUT' },
      });
    });

    it('is not there for an admin either, who sees what all orders come to', async () => {
      const admin = of('ADMIN');
      expect((await graph.run(`{ order(id: "${ID}") { id } }`, admin)).data).toEqual({ order: null });
      interface Totals {
        readonly orderTotals: { readonly byInstitution: readonly { readonly key: string }[] };
      }
      const { data } = await graph.run<Totals>('{ orderTotals { byInstitution { key name total } } }', admin);
      expect(data.orderTotals.byInstitution.map(({ key }) => key)).toEqual(['D180']);
    });

    it.each(['orders', 'jatim-bejo'] as const)(
      'is not there as an entity of the subgraph %s, whatever the gateway let through',
      async (name) => {
        const { schema } = createSubgraph(name, {
          db: database.db,
          sources: graph.sources(),
          ledger: graph.ledger,
          partners: noPartners.subgraphs,
          onboarding: null,
        });
        const entities = (actor?: ReturnType<typeof actorOf>) =>
          execute({
            schema,
            document: parse(
              'query($r: [_Any!]!) { _entities(representations: $r) { ... on JatimBejoOrder { id } } }',
            ),
            variableValues: { r: [{ __typename: 'JatimBejoOrder', id: ID }] },
            contextValue: createRequestContext({ actor }),
          });
        expect((await entities(actorOf())).data).toEqual({ _entities: [{ id: ID }] });
        expect((await entities(stranger.actor)).data).toEqual({ _entities: [null] });
        expect((await entities()).data).toEqual({ _entities: [null] });
      },
    );

    it('cannot be asked for as an entity through the gateway', async () => {
      const { errors } = await graph.run('{ _entities(representations: []) { __typename } }', of('PP'));
      expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(parseOrderId(ID)).not.toBeNull();
    });
  });
});
