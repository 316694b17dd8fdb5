import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMarketplaceId } from '../../../adapters/core/ids';
import { actorOf, tokenFor } from '../../support/actors';
import { ask } from '../../support/graphql-client';
import {
  easyDefinition,
  startEasyShop,
  startFederatedShop,
  type JoiningEasyShop,
  type JoiningFederatedShop,
} from '../../support/joining-shops';
import { addressOf, startProcess, type StartedProcess } from '../../support/processes';
import { temporaryFolder } from '../../support/temporary-folder';
import { until } from '../../support/until';
import { runPasar, type Ran } from './pasar-process';

/** What a partner does with versions from the command line, at a Pasar as `npm start` runs it. */
describe('versions of a marketplace, by the command line', () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  let running: StartedProcess;
  let url: string;
  let easy: JoiningEasyShop;
  let federated: JoiningFederatedShop;
  let made = 0;

  beforeAll(async () => {
    running = startProcess('gateway/main.ts', [], {
      PORT: '0',
      PASAR_DATA_DIR: dataDir,
      PASAR_SANDBOX_SCALE: '0.003',
      PASAR_ALLOW_PRIVATE_HOSTS: '1',
      PASAR_MAX_EVENT_LOOP_DELAY_MS: '60000', // a busy machine is no reason to turn anyone away
    });
    [url, easy, federated] = await Promise.all([
      addressOf(running),
      startEasyShop(),
      startFederatedShop('toko-asal'),
    ]);
  }, 180_000);
  afterEach(() => {
    easy.server.knobs.fault = null;
  });
  afterAll(async () => {
    await running.stop('SIGKILL');
    await easy.server.close();
    await federated.server.close();
  });

  async function pasar(role: 'PARTNER' | 'ADMIN', id: string, args: readonly string[]): Promise<Ran> {
    const marketplace = role === 'PARTNER' ? parseMarketplaceId(id) : null;
    const token = await tokenFor(dataDir, actorOf({ role, institution: null, workUnit: null, marketplace }));
    return runPasar(args, {
      PASAR_URL: url,
      PASAR_TOKEN: token,
      PASAR_CREDENTIAL_KEY: easy.secrets[0]?.value ?? '',
      PASAR_CREDENTIAL_TOKEN: federated.secrets[0]?.value ?? '',
    });
  }

  /** Someone new each time, with the shop's definition in a file. */
  function someone() {
    const id = `toko-${(made += 1)}`;
    const file = join(folder, `${id}.pasar.yaml`);
    writeFileSync(file, easyDefinition(easy.server.url, id));
    const as = (...args: readonly string[]) => pasar('PARTNER', id, args);
    return { id, file, as };
  }

  it('a draft is a draft until publish has it checked and serves it', async () => {
    const { id, file, as } = someone();
    const drafted = await as('register', file, '--draft');
    expect(drafted).toMatchObject({
      code: 0,
      err: '',
      out: `${id}: registered as version 1\n${id}: a draft; pasar publish ${id} has it checked and serves it\n`,
    });
    expect((await as('status', id)).out).toMatch(/: DRAFT\n[\s\S]*version 1 {2}DRAFT/);
    const published = await as('publish', id);
    expect([published.code, published.err]).toEqual([0, '']);
    expect(published.out).toContain(`${id}: is being checked; its report is waited for\n`);
    expect(published.out).toContain(`${id}: checked, 40 offers seen\n${id}: LIVE, version 1\n`);
  });

  it('publish serves a version that is named, and checks again nothing that conforms; rollback goes back to one', async () => {
    const { id, file, as } = someone();
    for (let version = 1; version <= 3; version += 1) await as('register', file, '--draft');
    expect((await as('publish', id, '--to', '2')).out).toContain(`${id}: LIVE, version 2\n`);
    const asked = easy.server.received();
    expect((await as('publish', id, '--to', '2')).out).toBe(`${id}: LIVE, version 2\n`);
    expect(easy.server.received() - asked).toBeLessThan(10); // the index reads, no check does
    expect((await as('publish', id)).out).toContain(`${id}: LIVE, version 3\n`);
    expect(await as('rollback', id, '--to', '2')).toMatchObject({ code: 0, out: `${id}: LIVE, version 2\n` });
    expect(await as('rollback', id, '--to', '1')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^NOT_CHECKED: version 1 /),
    });
    expect(await as('publish', id, '--to', '7')).toMatchObject({
      code: 1,
      out: '',
      err: `STATE: "${id}" has no version 7\n`,
    });
  });

  it('publish serves nothing that does not conform, and says what to mend', async () => {
    const { id, file, as } = someone();
    await as('register', file, '--draft');
    easy.server.knobs.fault = { kind: 'status', status: 404 };
    const { code, out, err } = await as('publish', id);
    expect([code, err]).toEqual([1, `${id}: does not conform; mend what MUST hold and register again\n`]);
    expect(out).toMatch(/\nLIVE-01 {3}MUST {4}✗/);
    expect((await as('status', id)).out).toMatch(/: DRAFT\n/);
    // What failed then may conform now: it is checked again.
    easy.server.knobs.fault = null;
    expect((await as('publish', id)).out).toContain(`${id}: LIVE, version 1\n`);
  });

  it('publish of what is suspended says so, and checks nothing', async () => {
    const { id, file, as } = someone();
    expect((await as('register', file)).code).toBe(0);
    await as('suspend', id);
    expect(await as('publish', id)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^STATE: .*suspended/),
    });
  });

  it('a breaking change is taken from an ADMIN who says so, and while no operation meets it', async () => {
    const { id } = federated;
    const file = join(folder, `${id}.pasar.yaml`);
    writeFileSync(file, federated.document);
    expect(await pasar('PARTNER', id, ['register', file])).toMatchObject({ code: 0 });
    const breaking = `BREAKING_CHANGE: ${federated.type}.origin was removed`;
    federated.says((sdl) => sdl.replace(/^ {2}"The village.*\n {2}origin: String\n/m, ''));
    const refused = `${breaking} (no recorded operation uses it; an ADMIN may take it with --accept-breaking)\n`;

    expect(await pasar('PARTNER', id, ['register', file])).toMatchObject({ code: 1, err: refused });
    expect(await pasar('PARTNER', id, ['publish', id, '--accept-breaking'])).toMatchObject({
      code: 1,
      err: refused,
    });
    expect(await pasar('ADMIN', id, ['publish', id])).toMatchObject({ code: 1, err: refused });
    expect(await pasar('ADMIN', id, ['publish', id, '--accept-breaking'])).toMatchObject({
      code: 0,
      out: `${id}: LIVE, version 2\n`,
    });
    expect(await pasar('PARTNER', id, ['rollback', id])).toMatchObject({
      code: 0,
      out: `${id}: LIVE, version 1\n`,
    });
    expect(await pasar('ADMIN', id, ['rollback', id, '--to', '2'])).toMatchObject({ code: 1, err: refused });
    expect(await pasar('ADMIN', id, ['rollback', id, '--to', '2', '--accept-breaking'])).toMatchObject({
      code: 0,
    });
    expect(await pasar('ADMIN', id, ['rollback', id, '--to', '1'])).toMatchObject({ code: 0 });
    const registered = await pasar('ADMIN', id, ['register', file, '--accept-breaking']);
    expect(registered).toMatchObject({ code: 0, out: expect.stringContaining(`${id}: live;`) });
    expect(await pasar('ADMIN', id, ['rollback', id])).toMatchObject({ code: 0 });

    // As soon as one client asks for it, it stays.
    const query = `{ offers(ids: ["${id}:x.y"]) { ... on ${federated.type} { origin } } }`;
    await until(async () => (await ask(url, query)).errors === undefined);
    await until(async () => {
      const { err } = await pasar('ADMIN', id, ['publish', id]);
      return err === `${breaking} (1 recorded operation uses it)\n`;
    }, 60_000);
    expect(await pasar('ADMIN', id, ['publish', id, '--accept-breaking'])).toMatchObject({
      code: 1,
      err: `${breaking} (1 recorded operation uses it)\n`,
    });
  }, 240_000);
});
