import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFakeServer, type Answer, type FakeServer } from '../../../adapters/sandbox/servers/fake-server';
import type { Fault } from '../../../adapters/sandbox/servers/faults';
import { temporaryFolder } from '../../support/temporary-folder';
import { runPasar } from './pasar-process';
import { restDefinition, TOKEN as SECRET } from './rest-shop';

const TOKEN = 'tanda.masuk-rahasia_12345';
/** Moves the cursor, hides text, links elsewhere, turns the direction, and begins a line of its own. */
const TRICKS =
  'Toko\u001b[2J\u001b]8;;https://evil.example\u0007klik\u001b]8;;\u0007\u202egnal\u2066\u200b\u009b31m\r\nversion 9  LIVE\u0000';
const MARKETPLACE = {
  id: 'toko-anu',
  name: 'Toko Anu',
  state: 'LIVE',
  protocol: 'rest',
  offerCount: 3,
  index: { status: 'READY', completedAt: null, rejectedCount: 0, problems: [] },
  health: { state: 'CLOSED' },
  onboarding: null,
};

describe('commands that ask a Pasar', () => {
  const definition = join(temporaryFolder(), 'toko.pasar.yaml');
  let pasar: FakeServer;
  let elsewhere: FakeServer;
  let said: Answer;
  beforeAll(async () => {
    pasar = await startFakeServer(() => said);
    elsewhere = await startFakeServer(() => ({ body: { data: { marketplaces: [MARKETPLACE] } } }));
    writeFileSync(definition, restDefinition('https://toko.example'));
  });
  beforeEach(() => {
    pasar.knobs.fault = null;
    said = { body: { data: { marketplaces: [MARKETPLACE] } } };
  });
  afterAll(async () => {
    await pasar.close();
    await elsewhere.close();
  });
  const run = (args: readonly string[], url = pasar.url) =>
    runPasar(args, { PASAR_URL: url, PASAR_TOKEN: TOKEN, PASAR_CREDENTIAL_TOKEN: SECRET });

  it('show their token to it', async () => {
    const { code, out } = await run(['status']);
    expect([code, out]).toEqual([0, expect.stringMatching(/toko-anu +Toko Anu +LIVE/)]);
    expect(pasar.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${TOKEN}`);
  });

  it.each<[string, Answer | Fault, number, RegExp]>([
    [
      'a page',
      { body: '<html>Welcome</html>', type: 'text/html' },
      2,
      /no GraphQL answers there; give --url$/,
    ],
    ['nothing', { body: '', type: 'text/plain' }, 2, /no GraphQL answers there; give --url$/],
    ['a list', { body: [] }, 2, /no GraphQL answers there; give --url$/],
    ['JSON of its own', { body: { ok: true } }, 2, /no GraphQL answers there; give --url$/],
    ['GraphQL of its own', { body: { data: { shops: [] } } }, 2, /answers as no Pasar of this version does$/],
    [
      'another shape',
      { body: { data: { marketplaces: [{ id: 7 }] } } },
      2,
      /answers as no Pasar of this version does$/,
    ],
    [
      'a refusal',
      { status: 401, body: { errors: [{ message: `No: ${TOKEN} ${TRICKS}` }] } },
      1,
      /^No: … Toko/,
    ],
    [
      'refusals without end',
      { body: { errors: Array(100_000).fill({ message: 'no '.repeat(20) }) } },
      1,
      /^no no [no \n]+$/,
    ],
    ['more than anything has', { kind: 'oversize' }, 2, /can't be reached \(\w+\); give --url$/],
    ['half an answer', { kind: 'reset-in-body' }, 2, /can't be reached \(\w+\); give --url$/],
  ])('say in a line what is wrong where it answers %s', async (_, answer, exitCode, told) => {
    if ('kind' in answer) pasar.knobs.fault = answer;
    else said = answer;
    const { code, out, err } = await run(['status']);
    expect([code, out]).toEqual([exitCode, '']);
    expect(err.trimEnd()).toMatch(told);
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    expect(err).not.toContain(TOKEN);
    // eslint-disable-next-line no-control-regex
    expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]/);
  });

  it.each([301, 302, 303, 307, 308])(
    'follow no redirect (%i): token and credentials stay here',
    async (status) => {
      said = { status, body: '', headers: { location: `${elsewhere.url}/graphql` } };
      for (const args of status === 307 ? [['status'], ['register', definition]] : [['status']]) {
        const { code, out, err } = await run(args);
        expect([code, out]).toEqual([2, '']);
        expect(err).toMatch(/redirects, which is not followed; give where it leads as --url\n$/);
        expect(err).not.toContain(TOKEN);
      }
      expect(elsewhere.received()).toBe(0);
    },
  );

  it('say that nothing is there', async () => {
    const { code, err } = await run(['status'], 'http://127.0.0.1:1');
    expect([code, err]).toEqual([
      2,
      "http://127.0.0.1:1/graphql can't be reached (ECONNREFUSED); give --url\n",
    ]);
  });

  it('print what it says as text, each thing on its own line, and none without end', async () => {
    const action = { action: TRICKS, version: 1, actor: TRICKS, role: TRICKS, note: TRICKS, at: TRICKS };
    const onboarding = { liveVersion: 1, suspendedBy: TRICKS, versions: [], actions: [action] };
    const index = { ...MARKETPLACE.index, problems: [TRICKS] };
    const tricky = { ...MARKETPLACE, name: TRICKS, state: TRICKS, index, onboarding };
    said = {
      body: { data: { marketplaces: [tricky, { ...tricky, name: `x${'y\u0301'.repeat(500_000)}` }] } },
    };
    for (const args of [['status'], ['status', 'toko-anu']]) {
      const { code, out, err } = await run(args);
      expect([code, err]).toEqual([0, '']);
      // eslint-disable-next-line no-control-regex
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\u2066]/);
      expect(out.split('\n').filter((line) => line.startsWith('version 9'))).toEqual([]);
      expect(out.length).toBeLessThan(3_000);
    }
    const { out } = await run(['status', '--json']);
    expect(JSON.parse(out)).toMatchObject([{ name: TRICKS }, {}]);
    // eslint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]/);
  });
});
