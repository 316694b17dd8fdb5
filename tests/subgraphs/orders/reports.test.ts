import { sql } from 'kysely';
import Fastify, { type FastifyInstance } from 'fastify';
import { parseInstitutionCode, type InstitutionCode } from '../../../adapters/core/ids';
import { JATIM_BEJO } from '../../../adapters/jatim-bejo/marketplace';
import { MBIZ } from '../../../adapters/mbiz/marketplace';
import { createLocalNews } from '../../../subgraphs/news/news';
import type { OrderChange } from '../../../subgraphs/orders/order-news';
import { createBuyerSessions } from '../../../subgraphs/orders/receiving/buyer-sessions';
import {
  addTokoDaringRoutes,
  CHECK_PATH,
  DONE_PATH,
  SAVE_PATH,
} from '../../../subgraphs/orders/receiving/toko-daring-routes';
import { actorOf } from '../../support/actors';
import { describeOnDatabases } from '../../support/databases';
import { offer } from '../../support/offers';
import { purchaseOrder, reference } from '../../support/purchase-orders';
import { writePart } from '../../support/purchase-parts';
import { reportBody, reportItem } from '../../support/reports';

const CREDENTIALS = [
  { marketplace: JATIM_BEJO, clientId: 'jb', clientSecret: 'jb-secret' },
  { marketplace: MBIZ, clientId: 'mbiz', clientSecret: 'mbiz-secret' },
];
const OURS = { 'x-client-id': 'jb', 'x-client-secret': 'jb-secret' };
const MBIZ_HEADERS = { 'x-client-id': 'mbiz', 'x-client-secret': 'mbiz-secret' };

interface Envelope {
  readonly code: number;
  readonly status: boolean;
  readonly message: string | null;
  readonly data: { readonly new_token?: string; readonly order_id?: string } | null;
}

describeOnDatabases('what Toko Daring marketplaces report', (database) => {
  let app: FastifyInstance;
  let url: string;
  let changes: OrderChange[];
  let session: string;

  beforeEach(async () => {
    await database().empty();
    const news = createLocalNews<OrderChange>();
    changes = [];
    news.subscribe((change) => changes.push(change));
    app = Fastify();
    addTokoDaringRoutes(app, { db: database().db, news, credentials: () => CREDENTIALS });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
    session = await open('1');
  });
  afterEach(() => app.close());

  /** Hands a buyer over, as a purchase does, and gives the first token. */
  async function open(number: string, marketplace = JATIM_BEJO, institution = 'D180'): Promise<string> {
    const code = parseInstitutionCode(institution) as InstitutionCode;
    const order = purchaseOrder([offer({ sku: 'BRS-005', title: 'Beras' })], {
      reference: reference(number),
      institution: { code, name: 'Pemerintah Kota Malang' },
      buyer: actorOf({ person: { name: 'Ani Lestari', email: 'ani@example.go.id', phone: null } }),
    });
    await writePart(database().db, marketplace, order);
    return createBuyerSessions(database().db).open(marketplace, order);
  }

  async function post(
    path: string,
    body: unknown,
    headers: Record<string, string> = OURS,
  ): Promise<Envelope> {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const envelope = (await response.json()) as Envelope;
    expect(Object.keys(envelope).sort()).toEqual(['code', 'data', 'message', 'status']);
    expect(envelope).toMatchObject({ code: response.status, status: response.ok });
    return envelope;
  }
  const save = (change: Record<string, unknown>, headers?: Record<string, string>) =>
    post(SAVE_PATH, reportBody({ token: session, ...change }), headers);
  const done = (order_id: string, konfirmasi_ppmse = true) =>
    post(DONE_PATH, { order_id, konfirmasi_ppmse, keterangan_ppmse: 'Selesai' });
  const nextOf = ({ data }: Envelope): string => data?.new_token ?? '';
  const orders = () => database().db.selectFrom('orders').selectAll().orderBy('id').execute();
  const events = () => database().db.selectFrom('order_event').selectAll().execute();
  const turn = async () =>
    (await database().db.selectFrom('buyer_session').select('turn').orderBy('created_at').execute()).map(
      (row) => row.turn,
    );

  it('is recorded for the buyer whom its token names, and answered with the next token', async () => {
    const answer = await save({});
    expect(answer.data).toEqual({ new_token: expect.any(String), order_id: 'JB-1' });
    expect(await orders()).toMatchObject([
      { id: 'jatim-bejo:JB-1', institution: 'D180', work_unit: '0012', state: 'CONFIRMED', total: '238650' },
    ]);
    expect(changes).toMatchObject([{ orderId: 'jatim-bejo:JB-1', institution: 'D180', state: 'CONFIRMED' }]);
  });

  it('takes the next report with the new token, and not with the old one', async () => {
    const next = nextOf(await save({}));
    expect(next).not.toBe(session);
    expect((await save({ order_id: 'JB-2' })).code).toBe(401);
    expect((await save({ order_id: 'JB-2', token: next })).code).toBe(200);
    expect(await orders()).toHaveLength(2);
  });

  it('answers the same report again with the same token, and changes nothing', async () => {
    const first = await save({});
    const before = [await orders(), await events(), changes.length];
    expect(await save({})).toEqual(first);
    expect(await save({ valuasi: 1, items: [reportItem({ kuantitas: 9 })] })).toEqual(first);
    expect([await orders(), await events(), changes.length]).toEqual(before);
  });

  it('answers it with the current token when others were reported since', async () => {
    const second = await save({ order_id: 'JB-2', token: nextOf(await save({})) });
    expect(nextOf(await save({}))).toBe(nextOf(second));
    expect(await turn()).toEqual([2]);
  });

  it('takes a correction with the token that is current, and then the old token no more', async () => {
    const next = nextOf(await save({}));
    expect((await save({ token: next, nama_kurir: 'Pos' })).code).toBe(200);
    expect((await save({})).code).toBe(401);
    expect((await save({ token: next, nama_kurir: 'Pos' })).code).toBe(200);
    expect(await orders()).toMatchObject([{ details: { couriers: 'Pos' } }]);
  });

  it('takes one of two that race with one token; the other comes again with the new one', async () => {
    const numbers = ['JB-1', 'JB-2'];
    const answers = await Promise.all(numbers.map((order_id) => save({ order_id })));
    expect(answers.map(({ code }) => code).sort()).toEqual([200, 401]);
    expect(await orders()).toHaveLength(1);
    const won = answers.find(({ code }) => code === 200);
    const order_id = numbers[answers.findIndex(({ code }) => code === 401)];
    if (won === undefined) throw new Error('one is recorded');
    expect((await save({ order_id, token: nextOf(won) })).code).toBe(200);
    expect(await orders()).toHaveLength(2);
  });

  it('takes twenty of the same at once as one order', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => save({})));
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set([200]));
    expect(new Set(answers.map(nextOf)).size).toBe(1);
    expect(await orders()).toHaveLength(1);
    expect([await turn(), (await events()).length, changes.length]).toEqual([[1], 1, 1]);
  });

  it('of two institutions that report one number at once takes one, and leaves it its order', async () => {
    const other = await open('2', JATIM_BEJO, 'D187');
    const answers = await Promise.all([save({}), save({ token: other, valuasi: 1 })]);
    expect(answers.map(({ code }) => code).sort()).toEqual([200, 409]);
    const [loser, institution] = answers[0].code === 409 ? [session, 'D187'] : [other, 'D180'];
    const before = await orders();
    expect(before).toMatchObject([{ institution }]);
    expect((await save({ token: loser, nama_kurir: 'Kurir lain' })).code).toBe(409);
    expect(await orders()).toEqual(before);
  });

  it.each<readonly [string, (token: string) => string | Promise<string>]>([
    ['of another marketplace', () => open('9', MBIZ)],
    ['with a forged signature', (token) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['of another turn', (token) => token.replace('.0.', '.1.')],
    ['of another session', (token) => token.replace(/^\S{36}/, '0'.repeat(36))],
    ['that is garbage', () => 'garbage'],
    ['that is an injection', () => "' or 1=1 --"],
    ['of 10 KB', () => 'x'.repeat(10_240)],
  ])('refuses a token %s', async (_, change) => {
    const answer = await save({ token: await change(session) });
    expect(answer).toMatchObject({ code: 401, data: null, message: expect.stringMatching(/^token: /) });
    expect([await orders(), await events(), changes]).toEqual([[], [], []]);
    expect((await save({})).code).toBe(200);
  });

  it.each([
    ['none', {}],
    ['no secret', { 'x-client-id': 'jb' }],
    ['a wrong secret', { ...OURS, 'x-client-secret': 'jb-secretx' }],
    ['an empty secret', { ...OURS, 'x-client-secret': '' }],
    ['the secret of another', { 'x-client-id': 'jb', 'x-client-secret': 'mbiz-secret' }],
    ['those of another marketplace', MBIZ_HEADERS],
  ])('refuses credentials: %s', async (_, headers) => {
    expect(await save({}, headers as Record<string, string>)).toMatchObject({ code: 401, data: null });
    expect(await orders()).toEqual([]);
    if (headers === MBIZ_HEADERS) return;
    for (const path of [DONE_PATH, CHECK_PATH])
      expect((await post(path, '{"broken', headers as Record<string, string>)).code).toBe(401);
  });

  it.each<readonly [string, string, Record<string, string>, number]>([
    ['what is not JSON', '{"order_id":', {}, 400],
    ['nothing', '', {}, 400],
    ['a list', '[]', {}, 400],
    ['a text', '"x"', {}, 400],
    ['a prototype', '{"__proto__":{"order_id":"x"}}', {}, 400],
    ['a form', 'order_id=JB-1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['two megabytes', JSON.stringify(reportBody({ alamat_pengiriman: 'x'.repeat(2_000_000) })), {}, 413],
  ])('refuses %s in the contract’s envelope', async (_, body, headers, code) => {
    for (const path of [SAVE_PATH, DONE_PATH])
      expect(await post(path, body, { ...OURS, ...headers })).toMatchObject({
        code,
        data: null,
        message: expect.any(String),
      });
    expect([await orders(), await events()]).toEqual([[], []]);
  });

  it('says which field of a report is wrong', async () => {
    expect(await save({ valuasi: 'banyak' })).toMatchObject({
      code: 400,
      message: 'valuasi: is not an exact decimal',
    });
    expect(await save({ order_id: '9'.repeat(200) })).toMatchObject({ code: 400 });
    expect(await turn()).toEqual([0]);
  });

  it('completes an order, once', async () => {
    await save({});
    for (let time = 0; time < 2; time += 1) expect((await done('JB-1')).code).toBe(200);
    expect(await orders()).toMatchObject([
      { state: 'COMPLETED', details: { confirmedByMarketplace: true, marketplaceRemark: 'Selesai' } },
    ]);
    expect(await events()).toHaveLength(2);
    expect(changes.map(({ state }) => state)).toEqual(['CONFIRMED', 'COMPLETED']);
  });

  it('keeps an order completed when its report comes again afterwards', async () => {
    await save({});
    await done('JB-1');
    expect((await save({})).code).toBe(200);
    expect(await orders()).toMatchObject([{ state: 'COMPLETED' }]);
  });

  it('believes the later of two that contradict each other', async () => {
    await save({});
    await done('JB-1');
    await done('JB-1', false);
    expect(await orders()).toMatchObject([{ state: 'CANCELLED', source_status: 'gagal' }]);
  });

  it('keeps that an unknown order is done until the order is reported', async () => {
    expect((await done('JB-1')).code).toBe(200);
    expect(await orders()).toEqual([]);
    await save({});
    expect(await orders()).toMatchObject([{ state: 'COMPLETED', details: { confirmedByMarketplace: true } }]);
  });

  it('loses neither of the two that come at the same time', async () => {
    for (let i = 0; i < 8; i += 1) {
      const token = await open(`RACE-${i}`);
      const [saved, completed] = await Promise.all([
        save({ token, order_id: `RACE-${i}` }),
        done(`RACE-${i}`),
      ]);
      expect([saved.code, completed.code]).toEqual([200, 200]);
    }
    expect(new Set((await orders()).map(({ state }) => state))).toEqual(new Set(['COMPLETED']));
  });

  it('completes no order of another marketplace', async () => {
    await save({});
    await post(DONE_PATH, { order_id: 'JB-1', konfirmasi_ppmse: false }, MBIZ_HEADERS);
    expect(await orders()).toMatchObject([{ id: 'jatim-bejo:JB-1', state: 'CONFIRMED' }]);
  });

  describe('the check of a token', () => {
    const check = (token: string, headers = OURS) =>
      post(CHECK_PATH, '{}', { ...headers, authorization: `Bearer ${token}` });

    it('says who the buyer is', async () => {
      expect((await check(session)).data).toEqual({
        email: 'ani@example.go.id',
        userName: 'ani',
        realName: 'Ani Lestari',
        phone: '',
        role: 'PP',
        namaInstansi: 'Pemerintah Kota Malang',
        namaSatker: 'Dinas Pendidikan',
      });
    });

    it('needs no body, and uses nothing up', async () => {
      const response = await fetch(`${url}${CHECK_PATH}`, {
        method: 'POST',
        headers: { ...OURS, authorization: `Bearer ${session}` },
      });
      expect(response.status).toBe(200);
      expect((await save({})).code).toBe(200);
    });

    it('takes the current token alone', async () => {
      const next = nextOf(await save({}));
      expect([(await check(session)).code, (await check(next)).code]).toEqual([401, 200]);
    });

    it.each<readonly [string, (token: string) => string, Record<string, string>]>([
      ['another marketplace', (token) => `Bearer ${token}`, MBIZ_HEADERS],
      ['a stranger', (token) => `Bearer ${token}`, { 'x-client-id': 'jb' }],
      ['another scheme', (token) => `Basic ${token}`, OURS],
      ['nothing after the scheme', () => 'Bearer', OURS],
      ['a forged token', (token) => `Bearer ${token.replace('.0.', '.1.')}`, OURS],
    ])('refuses %s', async (_, authorization, headers) => {
      const answer = await post(CHECK_PATH, '{}', { ...headers, authorization: authorization(session) });
      expect(answer).toMatchObject({ code: 401, data: null });
    });
  });

  it('says in the envelope that the database is away', async () => {
    const db = database().connect();
    await sql`select 1`.execute(db);
    await db.destroy();
    const away = Fastify();
    addTokoDaringRoutes(away, { db, news: createLocalNews<OrderChange>(), credentials: () => CREDENTIALS });
    url = await away.listen({ host: '127.0.0.1', port: 0 });
    for (const path of [SAVE_PATH, DONE_PATH]) {
      const answer = await post(path, reportBody({ token: session, konfirmasi_ppmse: true }));
      expect(answer).toMatchObject({
        code: 500,
        data: null,
        message: expect.stringMatching(/Send it again/),
      });
    }
    await away.close();
  });

  it('records nothing by halves when the database fails in the middle', async () => {
    await sql`alter table order_line rename to order_line_away`.execute(database().db);
    try {
      expect((await save({})).code).toBe(500);
    } finally {
      await sql`alter table order_line_away rename to order_line`.execute(database().db);
    }
    expect([await orders(), await events(), await turn(), changes]).toEqual([[], [], [0], []]);
    expect((await save({})).code).toBe(200);
  });
});
