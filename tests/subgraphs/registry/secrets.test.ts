import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { EASY_SHOP_KEY } from '../../../adapters/sandbox/partners/easy-shop';
import { FEDERATED_SHOP_TOKEN } from '../../../adapters/sandbox/partners/federated-shop';
import type { FakeServer, Handler } from '../../../adapters/sandbox/servers/fake-server';
import type { Fault } from '../../../adapters/sandbox/servers/faults';
import type { Database } from '../../../subgraphs/database/connect';
import { captureLog } from '../../support/captured-log';
import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Answered, type Asking, type Graph } from '../../support/graph';
import {
  easyDefinition,
  startEasyShop,
  startFederatedShop,
  type JoiningShop,
} from '../../support/joining-shops';
import { ADMIN, partnerDesk, startPartnerIndex, type PartnerDesk } from '../../support/partner-graph';
import { until } from '../../support/until';

/** A partner's secrets are given once, and go to its own server alone. */
describeOnDatabases("partners' secrets", (database) => {
  const log = captureLog();
  /** Whatever is gathered is searched for these, as they are and as others write them. */
  const KEY = `kunci-${randomUUID()}`;
  const TOKEN = `tanda-${randomUUID()}`;
  const FORMS = [KEY, TOKEN].flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ]);
  const found = (text: string): readonly string[] => FORMS.filter((form) => text.includes(form));

  let graph: Graph;
  let desk: PartnerDesk;
  let rest: JoiningShop;
  let federated: JoiningShop;
  let other: JoiningShop;
  let index: { stop(): Promise<void> };
  const answers: string[] = [];

  /** Takes only this secret, and quotes it in all that it refuses, as careless servers do. */
  const quoting =
    (header: string, secret: string, known: string) =>
    (own: Handler): Handler =>
    (request, knobs) => {
      const said = request.headers[header] ?? '';
      return said.includes(secret)
        ? own({ ...request, headers: { ...request.headers, [header]: said.replace(secret, known) } }, knobs)
        : { status: 401, body: { error: `"${said}" is wrong, should be ${secret}` } };
    };

  beforeAll(async () => {
    const { run, ...own } = await startGraph(database().db);
    graph = {
      ...own,
      async run<T>(query: string, request?: Asking): Promise<Answered<T>> {
        const answer = await run<T>(query, request);
        answers.push(JSON.stringify(answer));
        return answer;
      },
    };
    desk = partnerDesk(graph, ADMIN);
    rest = await startEasyShop('toko-contoh', { handler: quoting('x-api-key', KEY, EASY_SHOP_KEY) });
    const shop = await startFederatedShop('toko-federasi', { token: TOKEN });
    federated = shop;
    other = await startEasyShop('toko-lain');
    await desk.join(other.document, other.secrets);
    await desk.join(rest.document, [{ name: 'key', value: KEY }]);
    await desk.join(federated.document, [{ name: 'token', value: TOKEN }]);
    index = startPartnerIndex(database().db, graph);
    await until(async () => (await indexed(database().db)) === 120);
  });
  afterAll(async () => {
    await index.stop();
    await graph.close();
    await Promise.all([rest, federated, other].map(({ server }) => server.close()));
  });

  const SEARCH = `{ search(filter: { marketplaces: ["toko-contoh", "toko-federasi", "toko-lain"] }, first: 60) {
    totalCount sources { status } nodes { marketplace { id name } offer { id price { amount freshness } stock { quantity } } } } }`;
  const LOOK = `{ marketplaces { id state index { problems rejected { recordId reason } } health { state }
    onboarding { liveVersion versions { document credentialNames check { results { title findings { path expected got fix } skipped } } }
      actions { action note actor } } } }`;

  async function useEverything(): Promise<void> {
    await graph.run(SEARCH, { actor: ADMIN, noCache: true, deadlineMs: 5_000 });
    await graph.run(LOOK, { actor: ADMIN });
    await graph.run('{ __schema { types { name fields { name } } } }');
  }

  it('go where they belong', async () => {
    await useEverything();
    expect(rest.server.requests.at(-1)?.headers['x-api-key']).toBe(KEY);
    expect(federated.server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${TOKEN}`);
    expect(other.server.requests.at(-1)?.headers['x-api-key']).toBe(EASY_SHOP_KEY);
  });

  it.each<[string, Fault]>([
    ['fails', { kind: 'status', status: 500 }],
    ['refuses', { kind: 'status', status: 401 }],
    ['answers with a page', { kind: 'html' }],
    ['breaks off', { kind: 'reset-in-body' }],
    ['redirects elsewhere', { kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere' }],
  ])('are told by nothing when their server %s', async (_, fault) => {
    for (const { server } of [rest, federated]) server.knobs.fault = fault;
    await useEverything();
    await desk.check('toko-contoh');
    await desk.check('toko-federasi');
    await useEverything();
    for (const { server } of [rest, federated]) server.knobs.fault = null;
  });

  it('are told by nothing when their server hangs', async () => {
    for (const { server } of [rest, federated]) server.knobs.fault = { kind: 'hang' };
    await useEverything(); // and no check: it would wait for minutes
    for (const { server } of [rest, federated]) server.knobs.fault = null;
  });

  it.each([
    ['of another name', [{ name: 'kunci', value: KEY }]],
    ['too long', [{ name: 'key', value: KEY.repeat(400) }]],
    [
      'twice',
      [
        { name: 'key', value: KEY },
        { name: 'key', value: TOKEN },
      ],
    ],
    ['that no header can hold', [{ name: 'key', value: `${KEY}\r\nx: y` }]],
  ])('are told by nothing when they are given %s', async (_, secrets) => {
    const id = 'toko-salah';
    const { marketplace } = await desk.register(easyDefinition(rest.server.url, id), secrets);
    if (marketplace !== null) await desk.check(id);
    await useEverything();
  });

  it('are told by nothing when they are written into the operation itself', async () => {
    const query = (
      document: string,
    ): string => `mutation { registerMarketplace(input: { document: ${JSON.stringify(document)},
      credentials: [{ name: "key", value: "${KEY}" }] }) { marketplace { id } problems { message } } }`;
    await graph.run(query(rest.document), { actor: ADMIN });
    await graph.run(query('nothing'), { actor: ADMIN });
    await graph.run(query(rest.document));
  });

  it('are told by nothing when they are wrong', async () => {
    await desk.register(rest.document, [{ name: 'key', value: `${KEY}-x` }]);
    expect(await desk.check('toko-contoh')).toMatchObject({ marketplace: { state: 'LIVE' } });
    await desk.suspend('toko-contoh');
    await desk.resume('toko-contoh');
    await useEverything();
  });

  it('are told by nothing when they do not open any more', async () => {
    const { db } = database();
    const { credentials } = await db
      .selectFrom('partner_version')
      .select('credentials')
      .where('marketplace', '=', 'toko-lain' as never)
      .executeTakeFirstOrThrow();
    await db
      .updateTable('partner_version')
      .set({ credentials })
      .where('marketplace', '=', 'toko-contoh' as never)
      .execute();
    await desk.publish('toko-contoh', 'version: 1');
    await desk.check('toko-contoh');
    await useEverything();
  });

  // What all of that left behind.
  it('stand in no answer', () => {
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.flatMap(found)).toEqual([]);
  });

  it('stand in no line of the log', () => {
    expect(log.lines().length).toBeGreaterThan(5);
    expect(log.lines().flatMap(found)).toEqual([]);
  });

  it('stand nowhere in the database', async () => {
    const dump = await dumpOf(database().db);
    expect(dump).toContain('toko-contoh');
    expect(found(dump)).toEqual([]);
  });

  it('reached no other server', () => {
    const seen = ({ requests }: FakeServer): string =>
      JSON.stringify(requests.map((request) => ({ ...request, query: request.query.toString() })));
    expect(other.server.received()).toBeGreaterThan(5);
    expect(found(seen(other.server))).toEqual([]);
    expect(seen(rest.server)).not.toContain(TOKEN);
    expect(seen(federated.server)).not.toContain(KEY);
    const foreign = [EASY_SHOP_KEY, FEDERATED_SHOP_TOKEN];
    for (const secret of foreign) expect(seen(federated.server)).not.toContain(secret);
  });
});

async function indexed(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('offer')
    .select(sql<number>`count(*)::int`.as('count'))
    .where(sql<boolean>`marketplace like 'toko-%'`)
    .executeTakeFirstOrThrow();
  return count;
}

/** Every column of every table as text. */
async function dumpOf(db: Database): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await sql<{ text: string | null }>`
        select string_agg(row_to_json(each)::text, ' ') as text from ${sql.table(name)} each`.execute(db);
      return rows[0]?.text ?? '';
    }),
  );
  return texts.join('\n');
}
