import { execute, parse, type GraphQLSchema } from 'graphql';
import type { Actor } from '../../../adapters/core/actor';
import { createRegistrySubgraph } from '../../../subgraphs/registry/subgraph';
import { openOnboarding, type Onboarding } from '../../../subgraphs/registry/onboarding/onboarding';
import { createRequestContext } from '../../../subgraphs/request-context';
import { actorOf } from '../../support/actors';
import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Answered, type Graph } from '../../support/graph';
import { easyDefinition, startEasyShop, type JoiningEasyShop } from '../../support/joining-shops';
import { ADMIN, partnerActor, partnerDesk } from '../../support/partner-graph';

/** Who may do what to marketplaces, through the gateway and at the subgraph itself: it believes nobody. */
describeOnDatabases('managing marketplaces', (database) => {
  let graph: Graph;
  let shop: JoiningEasyShop;
  let onboarding: Onboarding;
  let schema: GraphQLSchema;
  const OWN = 'toko-contoh';
  const OTHER = 'toko-lain';

  beforeAll(async () => {
    graph = await startGraph(database().db);
    shop = await startEasyShop(OWN);
    onboarding = openOnboarding({ db: database().db, ...graph.partners });
    ({ schema } = createRegistrySubgraph(database().db, onboarding));
    await partnerDesk(graph, partnerActor(OWN)).join(shop.document, shop.secrets);
    await partnerDesk(graph, partnerActor(OTHER)).register(
      easyDefinition(shop.server.url, OTHER),
      shop.secrets,
    );
  });
  afterAll(async () => {
    await onboarding.close();
    await graph.close();
    await shop.server.close();
  });

  /** All that any of it may have changed, times included. */
  async function everything(): Promise<string> {
    const { db } = database();
    const tables = ['partner', 'partner_version', 'partner_action', 'supergraph', 'marketplace'] as const;
    const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
    return JSON.stringify(rows);
  }

  const byPartner = (id: string): Actor => partnerActor(id);
  const STRANGERS: readonly [string, Actor | undefined][] = [
    ['nobody', undefined],
    ['a procurement officer', actorOf()],
    ['a commitment officer', actorOf({ role: 'PPK' })],
    ['a treasurer', actorOf({ role: 'TREASURER' })],
    ['an auditor', actorOf({ role: 'AUDITOR' })],
    ['another partner', byPartner(OTHER)],
    ['a partner of no marketplace', actorOf({ role: 'PARTNER', institution: null, workUnit: null })],
    ['a buyer with a marketplace in its token', { ...actorOf(), marketplace: byPartner(OWN).marketplace }],
  ];
  const RESULT = '{ marketplace { id } problems { kind message } }';
  const MUTATIONS: readonly [string, string][] = [
    ['registering', 'registerMarketplace(input: $input)'],
    ['checking', `checkMarketplace(id: "${OWN}")`],
    ['publishing', `publishMarketplace(id: "${OWN}")`],
    ['publishing in spite of breaking changes', `publishMarketplace(id: "${OWN}", acceptBreaking: true)`],
    ['suspending', `suspendMarketplace(id: "${OWN}")`],
    ['resuming', `resumeMarketplace(id: "${OWN}")`],
    ['rolling back', `rollbackMarketplace(id: "${OWN}")`],
  ];
  const mutation = (field: string): string =>
    `mutation${field.includes('$input') ? '($input: RegisterMarketplaceInput!)' : ''} { done: ${field} ${RESULT} }`;
  const variables = () => ({ input: { document: shop.document, credentials: shop.secrets } });

  async function atSubgraph(query: string, actor: Actor | undefined): Promise<Answered<unknown>> {
    const answer = await execute({
      schema,
      document: parse(query),
      contextValue: createRequestContext({ ...(actor ? { actor } : {}), deadlineMs: 60_000 }),
      variableValues: variables(),
    });
    return JSON.parse(JSON.stringify(answer)) as Answered<unknown>;
  }

  describe.each(STRANGERS)('%s', (_, actor) => {
    it.each(MUTATIONS)(
      'is refused %s by the gateway and by the subgraph, and changes nothing',
      async (_, field) => {
        const before = await everything();
        const asked = shop.server.received();
        const query = mutation(field);
        const answers = [
          await graph.run<unknown>(query, { ...(actor ? { actor } : {}), variables: variables() }),
          await atSubgraph(query, actor),
        ];
        for (const { data, errors = [] } of answers) {
          expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
          expect(JSON.stringify(data ?? null)).not.toContain('marketplace');
        }
        expect(await everything()).toBe(before);
        expect(shop.server.received()).toBe(asked);
      },
    );
  });

  const MANAGERS: readonly [string, Actor][] = [
    ['a partner its own', byPartner(OWN)],
    ['an administrator any', ADMIN],
  ];
  describe.each(MANAGERS)('%s', (_, actor) => {
    it.each(MUTATIONS)('may be %s', async (_, field) => {
      const { data, errors } = await graph.run<{ done: { marketplace: { id: string } | null } }>(
        mutation(field),
        { actor, variables: variables(), deadlineMs: 60_000 },
      );
      expect(errors).toBeUndefined();
      expect(data.done.marketplace?.id).toBe(OWN);
    });

    it('may do so at the subgraph too', async () => {
      const { errors } = await atSubgraph(mutation(`suspendMarketplace(id: "${OWN}")`), actor);
      expect(errors).toBeUndefined();
      expect((await atSubgraph(mutation(`resumeMarketplace(id: "${OWN}")`), actor)).errors).toBeUndefined();
    });
  });

  it.each([
    ['is no id', 'Toko Tani!', 'INVALID_INPUT'],
    ['is none at all', '', 'INVALID_INPUT'],
    ['is far too long', 'x'.repeat(5_000), 'INVALID_INPUT'],
    ['is of the prototype', '__proto__', 'INVALID_INPUT'],
  ])('an id that %s is told as such, and not repeated at length', async (_, id, code) => {
    const query = `mutation { checkMarketplace(id: ${JSON.stringify(id)}) ${RESULT} }`;
    const { errors = [] } = await graph.run<unknown>(query, { actor: ADMIN });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
    expect(errors[0]?.message.length).toBeLessThan(200);
  });

  it.each([
    'jatim-bejo',
    'mbiz',
    'ekatalog-lokal',
    'catalogue',
    'registry',
    'orders',
    'partners',
    'pasar',
    'gateway',
  ])('no one takes the id "%s", an administrator neither', async (id) => {
    const before = await everything();
    for (const actor of [ADMIN, byPartner(id)]) {
      const { marketplace, problems } = await partnerDesk(graph, actor).register(
        easyDefinition(shop.server.url, id),
        shop.secrets,
      );
      expect(marketplace).toBeNull();
      expect(problems).toMatchObject([{ kind: 'DEFINITION', path: 'id' }]);
    }
    expect(await everything()).toBe(before);
  });

  it.each(['check', 'publish', 'suspend', 'resume', 'rollBack'] as const)(
    "Pasar's own marketplaces can't be brought to %s",
    async (wish) => {
      const { marketplace, problems } = await partnerDesk(graph, ADMIN)[wish]('mbiz');
      expect(problems).toMatchObject([{ kind: 'STATE' }]);
      expect(marketplace).toMatchObject({ id: 'mbiz', state: 'LIVE' });
    },
  );

  describe('marketplaces', () => {
    const QUERY =
      '{ marketplaces { id state onboarding { versions { version } } } search(first: 1) { nodes { marketplace { onboarding { liveVersion } } } } }';
    interface Seen {
      readonly marketplaces: readonly {
        readonly id: string;
        readonly state: string;
        readonly onboarding: object | null;
      }[];
    }
    const OURS = ['ekatalog-lokal', 'jatim-bejo', 'mbiz'];
    const ROWS: readonly [string, Actor | undefined, readonly string[], readonly string[]][] = [
      ...STRANGERS.filter(([, actor]) => actor?.role !== 'PARTNER').map(
        ([who, actor]): [string, Actor | undefined, string[], string[]] => [who, actor, [OWN], []],
      ),
      ['a partner that is live', byPartner(OWN), [OWN], [OWN]],
      ['a partner that is not', byPartner(OTHER), [OWN, OTHER], [OTHER]],
      ['an administrator', ADMIN, [OWN, OTHER], [OWN, OTHER]],
    ];

    it.each(ROWS)(
      'shows %s who joined, and how only to whom it concerns',
      async (_, actor, seen, onboarded) => {
        for (const { data, errors = [] } of [
          await graph.run<Seen>(QUERY, actor ? { actor } : {}),
          (await atSubgraph(
            '{ marketplaces { id state onboarding { versions { version } } } }',
            actor,
          )) as Answered<Seen>,
        ]) {
          const ids = data.marketplaces.map(({ id }) => id).sort();
          expect(ids).toEqual([...OURS, ...seen].sort());
          const told = data.marketplaces.filter(({ onboarding: how }) => how !== null).map(({ id }) => id);
          expect(told.sort()).toEqual([...onboarded].sort());
          for (const { extensions } of errors) expect(extensions['code']).toBe('FORBIDDEN');
        }
      },
    );

    it('can be asked for by id and state, which show no one more', async () => {
      const ask = async (args: string, actor?: Actor) => {
        const { data } = await graph.run<Seen>(`{ marketplaces(${args}) { id } }`, actor ? { actor } : {});
        return data.marketplaces.map(({ id }) => id);
      };
      const DRAFTS = 'states: [DRAFT, CHECKED, SUSPENDED]';
      expect(await ask(DRAFTS)).toEqual([]);
      expect(await ask(DRAFTS, byPartner(OWN))).toEqual([]);
      expect(await ask(DRAFTS, byPartner(OTHER))).toEqual([OTHER]);
      expect(await ask(`ids: ["${OTHER}", "mbiz"]`)).toEqual(['mbiz']);
      expect(await ask(`ids: ["${OTHER}"]`, byPartner(OWN))).toEqual([]);
      expect(await ask(`ids: ["${OTHER}"]`, ADMIN)).toEqual([OTHER]);
      expect(await ask('ids: []', ADMIN)).toEqual([]);
    });
  });
});
