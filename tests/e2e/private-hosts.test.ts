import { join } from 'node:path';
import { tokenFor } from '../support/actors';
import type { Answered } from '../support/graph';
import { askAgain } from '../support/graphql-client';
import { startEasyShop, startFederatedShop, type JoiningShop } from '../support/joining-shops';
import { partnerActor, partnerDesk } from '../support/partner-graph';
import { addressOf, startProcess, type StartedProcess } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

interface CheckedVersion {
  readonly check: {
    readonly state: string;
    readonly results: readonly {
      readonly id: string;
      readonly level: string;
      readonly outcome: string;
      readonly findings: readonly { readonly got: string; readonly fix: string }[];
    }[];
  };
}
const VERSIONS = `query ($id: ID!) { marketplaces(ids: [$id]) { state onboarding { versions { check {
  state results { id level outcome findings { got fix } } } } } } }`;

const PATIENCE = 60_000;

/** As it is run for real: nobody said that partners may be on this machine. */
describe('a Pasar whose partners may not be at private hosts', () => {
  const dataDir = join(temporaryFolder(), 'data');
  let pasar: StartedProcess;
  let url: string;

  beforeAll(async () => {
    pasar = startProcess('gateway/main.ts', [], {
      PORT: '0',
      PASAR_DATA_DIR: dataDir,
      PASAR_SANDBOX_SCALE: '0.001',
    });
    url = await addressOf(pasar);
  }, 150_000);
  afterAll(() => pasar.stop());

  it.each<[string, () => Promise<JoiningShop>]>([
    ['a described API', startEasyShop],
    ['a subgraph', startFederatedShop],
  ])(
    'does not call %s at http://127.0.0.1, and says why and what would do',
    async (_, startShop) => {
      const shop = await startShop();
      const { id } = shop;
      const actor = partnerActor(id);
      const token = await tokenFor(dataDir, actor);
      const run = async <T>(query: string, asking: { variables?: Record<string, unknown> } = {}) =>
        (await askAgain(url, query, asking.variables, token)) as Answered<T>;
      const desk = partnerDesk({ run }, actor);

      expect((await desk.register(shop.document, shop.secrets)).problems).toEqual([]);
      await desk.check(id);
      const checked: CheckedVersion['check'][] = [];
      await until(async () => {
        const { data } = await askAgain<{
          marketplaces: readonly { onboarding: { versions: readonly CheckedVersion[] } }[];
        }>(url, VERSIONS, { id }, token);
        checked.push(...(data.marketplaces[0]?.onboarding.versions.map(({ check }) => check) ?? []));
        return checked.at(-1)?.state === 'FAILED';
      }, PATIENCE);
      const must = checked
        .at(-1)
        ?.results.find(({ level, outcome }) => level === 'MUST' && outcome === 'FAILED');
      expect(must?.findings).toEqual([
        {
          got: expect.stringMatching(
            /^FORBIDDEN: .*a host that is not called, 127\.0\.0\.1: http: and not https/,
          ),
          fix: expect.stringMatching(/the address has to be public and https.*PASAR_ALLOW_PRIVATE_HOSTS=1/),
        },
      ]);
      expect(await desk.publish(id)).toMatchObject({
        marketplace: { state: 'DRAFT' },
        problems: [{ kind: 'NOT_CHECKED' }],
      });
      expect(shop.server.connections()).toBe(0);
      await shop.server.close();
    },
    120_000,
  );
});
