import { join } from 'node:path';
import { parseMarketplaceId } from '../../adapters/core/ids';
import { actorOf, tokenFor } from '../support/actors';
import { ask } from '../support/graphql-client';
import { startEasyShop, type JoiningEasyShop } from '../support/joining-shops';
import { addressOf, startProcess, type StartedProcess } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

interface Stood {
  readonly marketplaces: readonly {
    readonly onboarding: {
      readonly versions: readonly { readonly version: number; readonly check: { readonly state: string } }[];
    };
  }[];
}

const ID = 'toko-contoh';
const CHECK = `mutation { wished: checkMarketplace(id: "${ID}") { problems { message } } }`;

/** A process that is killed while it checks a marketplace, and the one that comes after it. */
describe('a check whose process is killed', () => {
  const dataDir = join(temporaryFolder(), 'data');
  const running: StartedProcess[] = [];
  let shop: JoiningEasyShop;
  let token: string;
  beforeAll(async () => {
    shop = await startEasyShop(ID);
  });
  afterAll(async () => {
    await Promise.all(running.map((started) => started.stop('SIGKILL')));
    await shop.server.close();
  });

  async function start(): Promise<{ url: string; kill(): Promise<unknown> }> {
    const started = startProcess('gateway/main.ts', [], {
      PORT: '0',
      PASAR_DATA_DIR: dataDir,
      PASAR_SANDBOX_SCALE: '0.003',
      PASAR_ALLOW_PRIVATE_HOSTS: '1',
      PASAR_MAX_EVENT_LOOP_DELAY_MS: '60000',
    });
    running.push(started);
    const url = await addressOf(started);
    const marketplace = parseMarketplaceId(ID);
    token = await tokenFor(
      dataDir,
      actorOf({ role: 'PARTNER', institution: null, workUnit: null, marketplace }),
    );
    return { url, kill: () => started.stop('SIGKILL') };
  }

  const register = (url: string) =>
    ask(
      url,
      'mutation ($input: RegisterMarketplaceInput!) { registerMarketplace(input: $input) { problems { message } } }',
      { input: { document: shop.document, credentials: shop.secrets } },
      token,
    );
  const wish = async (url: string): Promise<readonly { readonly message: string }[]> =>
    (await ask<{ wished: { problems: readonly { message: string }[] } }>(url, CHECK, {}, token)).data.wished
      .problems;
  async function states(url: string): Promise<readonly string[]> {
    const query = `{ marketplaces(ids: ["${ID}"]) { onboarding { versions { version check { state } } } } }`;
    const { data } = await ask<Stood>(url, query, {}, token);
    return data.marketplaces[0]?.onboarding.versions.map(({ check }) => check.state) ?? [];
  }

  it('is free again soon: shown as not checked, and in nobody’s way', async () => {
    const first = await start();
    await register(first.url);
    shop.server.knobs.fault = { kind: 'hang' };
    await wish(first.url);
    expect(await states(first.url)).toEqual(['RUNNING']);
    await first.kill();
    const killedAt = Date.now();
    shop.server.knobs.fault = null;

    const second = await start();
    await until(async () => (await states(second.url))[0] === 'NONE', 60_000);
    expect(Date.now() - killedAt).toBeLessThan(45_000);
    await register(second.url);
    expect(await wish(second.url)).toEqual([]);
    await until(async () => (await states(second.url))[0] === 'PASSED', 60_000);
    expect(await states(second.url)).toEqual(['PASSED', 'NONE']);
  }, 180_000);
});
