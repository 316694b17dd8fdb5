import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Answered, type Graph } from '../../support/graph';
import { startFederatedShop, type JoiningFederatedShop } from '../../support/joining-shops';
import { partnerActor, partnerDesk } from '../../support/partner-graph';

interface Told {
  readonly marketplaces: readonly {
    readonly onboarding: {
      readonly versions: readonly {
        readonly check: {
          readonly state: string;
          readonly results: readonly { readonly id: string; readonly findings: readonly object[] }[];
        };
      }[];
    };
  }[];
}

/** Types of partners' own are named for them: the second who comes with a name is told so in a line. */
describeOnDatabases('names of types that another marketplace has', (database) => {
  let graph: Graph;
  const opened: JoiningFederatedShop[] = [];
  beforeAll(async () => {
    graph = await startGraph(database().db);
    const first = await open('toko-satu', 'toko-satu');
    await partnerDesk(graph, partnerActor(first.id)).join(first.document, first.secrets);
  });
  afterAll(async () => {
    await graph.close();
    await Promise.all(opened.map(({ server }) => server.close()));
  });

  async function open(id: string, typesOf: string): Promise<JoiningFederatedShop> {
    const shop = await startFederatedShop(id, { typesOf });
    opened.push(shop);
    return shop;
  }

  async function checked({ id, document, secrets }: JoiningFederatedShop) {
    const desk = partnerDesk(graph, partnerActor(id));
    expect((await desk.register(document, secrets)).problems).toEqual([]);
    await desk.check(id);
    const { data }: Answered<Told> = await graph.run(
      `{ marketplaces(ids: ["${id}"]) { onboarding { versions { check { state results { id findings { path got fix } } } } } } }`,
      { actor: partnerActor(id) },
    );
    const [newest] = data.marketplaces[0]?.onboarding.versions ?? [];
    return {
      state: newest?.check.state,
      findings: newest?.check.results.find(({ id: rule }) => rule === 'SUBGRAPH-03')?.findings,
    };
  }

  it('the type of its offers is taken: it is told once, and nothing that follows from it', async () => {
    expect(await checked(await open('toko-dua', 'toko-satu'))).toEqual({
      state: 'FAILED',
      findings: [
        {
          path: 'TokoSatuOffer',
          got: 'the name TokoSatuOffer is taken by another marketplace',
          fix: expect.stringMatching(/^choose another name for the type of your offers/),
        },
      ],
    });
  });

  it.each([
    ['its own names, in another version', 'toko-satu'],
    ['names that nobody has', 'toko-tiga'],
  ])('%s are taken by nobody else', async (_, id) => {
    expect(await checked(await open(id, id))).toEqual({ state: 'PASSED', findings: [] });
  });
});
