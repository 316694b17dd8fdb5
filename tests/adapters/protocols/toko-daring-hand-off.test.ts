import { noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import { AdapterError } from '../../../adapters/core/errors';
import { parseInstitutionCode, type InstitutionCode } from '../../../adapters/core/ids';
import type { PurchaseOrder } from '../../../adapters/core/order/ordering-port';
import { orderId } from '../../../adapters/core/ids';
import { createJatimBejo, JATIM_BEJO } from '../../../adapters/jatim-bejo/marketplace';
import {
  startFakeServer,
  type Answer,
  type FakeServer,
  type ReceivedRequest,
} from '../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../support/call';
import { offer } from '../../support/offers';
import { purchaseOrder } from '../../support/purchase-orders';

const TOKEN = 'buyer-token';
const SECRET = 'client-secret';
const OK: Answer = { body: { code: 200, data: { token: 'N 1&x' }, message: null, status: true } };

let server: FakeServer;
let marketplace: Marketplace;
let reply: (request: ReceivedRequest) => Answer;

beforeEach(async () => {
  reply = () => OK;
  server = await startFakeServer((request) => reply(request));
  marketplace = createJatimBejo(
    {
      url: `${server.url}/pull`,
      clientId: 'pasar',
      clientSecret: SECRET,
      handOff: { authUrl: `${server.url}/auth`, shopUrl: 'https://shop.example/masuk?lang=id' },
      orderStatusUrl: `${server.url}/orders`,
    },
    noFeedMemory,
  );
});
afterEach(() => Promise.all([marketplace.close(), server.close()]));

function handOff(order: PurchaseOrder = purchaseOrder([offer({ sku: 'A.1', title: 'Beras' })])) {
  const { ordering } = marketplace;
  if (ordering?.mode !== 'HANDOFF') throw new Error('buyers are handed over');
  return ordering.handOff({ order, token: TOKEN }, callWithin());
}

async function pageOf(order?: PurchaseOrder): Promise<URL> {
  const answer = await handOff(order);
  if (!('pages' in answer)) throw new Error(answer.detail);
  expect(answer.pages).toHaveLength(1);
  return new URL(answer.pages[0]?.url ?? '');
}

async function errorOf(run: () => Promise<unknown>): Promise<AdapterError> {
  const error: unknown = await run().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AdapterError)) throw new Error(`no AdapterError but ${String(error)}`);
  return error;
}

describe('the sign-on', () => {
  it('tells the marketplace the token and who the buyer is', async () => {
    await handOff();
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/auth',
      headers: { 'x-client-id': 'pasar', 'x-client-secret': SECRET, 'x-vertical-type': 'atk' },
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      token: TOKEN,
      payload: {
        userName: 'ani',
        realName: 'Ani Lestari',
        email: 'ani@example.go.id',
        phone: '',
        role: 'PP',
        lpseId: 192,
        idInstansi: 'D180',
        namaInstansi: 'Pemerintah Kota Malang',
        idSatker: '0012',
        namaSatker: 'Dinas Pendidikan',
        isLatihan: false,
        time: 1_772_420_645,
      },
    });
  });

  it('of an institution whose office is not known goes without its id', async () => {
    const code = parseInstitutionCode('D162') as InstitutionCode;
    await handOff(
      purchaseOrder([offer({ sku: 'A', title: 'A' })], { institution: { code, name: 'Sumenep' } }),
    );
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ payload: { lpseId: null } });
  });

  it('leads to a page with the marketplace’s own token, the category and the goods', async () => {
    const page = await pageOf(
      purchaseOrder([offer({ sku: 'A.1', title: 'A' }), offer({ sku: 'B', title: 'B', seller: 'M2' })]),
    );
    expect(page.origin + page.pathname).toBe('https://shop.example/masuk');
    expect(Object.fromEntries(page.searchParams)).toEqual({
      lang: 'id',
      nonce: 'N 1&x',
      category1: '1',
      kanal: 'bela_pengadaan',
      produk: 'M1.A%2E1:1,M2.B:1',
    });
  });

  it.each([
    [[true, true], 'bela_pengadaan'],
    [[true, false], 'kurasi_lainnya'],
    [[null], 'kurasi_lainnya'],
  ])('of sellers that are small %j goes by the channel %s', async (small, kanal) => {
    const offers = small.map((smallBusiness, i) => offer({ sku: `A${i}`, title: 'A', smallBusiness }));
    expect((await pageOf(purchaseOrder(offers))).searchParams.get('kanal')).toBe(kanal);
  });

  it.each<readonly [string, Answer]>([
    ['the contract’s envelope', OK],
    ['the other envelope', { body: { success: true, error: null, data: { token: 'N 1&x' } } }],
    ['a code that is a text', { body: { code: '200', data: { token: 'N 1&x' }, status: 'success' } }],
    ['no code at all', { body: { data: { token: 'N 1&x' } } }],
  ])('understands %s', async (_, answer) => {
    reply = () => answer;
    expect((await pageOf()).searchParams.get('nonce')).toBe('N 1&x');
  });

  const failure = (code: number) => ({ code, data: null, message: 'gagal', status: false });
  it.each<readonly [string, Answer]>([
    ...[400, 402, 404].flatMap((code): [string, Answer][] => [
      [`code ${code} under HTTP 200`, { body: failure(code) }],
      [`code ${code} as HTTP’s status too`, { status: code, body: failure(code) }],
      [
        `HTTP ${code} with the other envelope`,
        { status: code, body: { success: false, error: 'x', data: null } },
      ],
    ]),
    ['the other envelope under HTTP 200', { body: { success: false, error: 'x', data: null } }],
    ['a failure that brings a token', { body: { ...failure(400), data: { token: 'N' } } }],
    ['a status in words', { body: { status: 'failed', data: null } }],
  ])('takes %s for a refusal', async (_, answer) => {
    reply = () => answer;
    expect(await handOff()).toMatchObject({ outcome: 'REFUSED', reason: 'NOT_ACCEPTED' });
  });

  it.each<readonly [string, Answer, string]>([
    ['code 401', { body: failure(401) }, 'UNAUTHENTICATED'],
    ['code 403', { body: failure(403) }, 'FORBIDDEN'],
    ['code 429', { body: failure(429) }, 'RATE_LIMITED'],
    ['code 500', { body: failure(500) }, 'UNAVAILABLE'],
    ['no token', { body: { code: 200, data: {}, status: true } }, 'BAD_RESPONSE'],
    ['an empty token', { body: { code: 200, data: { token: '' }, status: true } }, 'BAD_RESPONSE'],
    ['a token that is a number', { body: { code: 200, data: { token: 1 } } }, 'BAD_RESPONSE'],
    ['a token without end', { body: { code: 200, data: { token: 'x'.repeat(4_001) } } }, 'BAD_RESPONSE'],
    ['a list', { body: [] }, 'BAD_RESPONSE'],
    [
      'a success with a failure’s status',
      { body: { ...failure(200), data: { token: 'N' } } },
      'BAD_RESPONSE',
    ],
    ['an address that is none', { status: 404, body: { message: 'Not Found' } }, 'INVALID_INPUT'],
  ])('takes %s for an error', async (_, answer, code) => {
    reply = () => answer;
    expect((await errorOf(handOff)).code).toBe(code);
  });

  it('keeps to itself what a marketplace quotes of the request', async () => {
    reply = ({ headers, body }) => ({
      body: {
        code: 500,
        status: false,
        data: null,
        message: `${body} ${JSON.stringify(headers)}`.slice(0, 190) + SECRET,
      },
    });
    const error = await errorOf(handOff);
    const all = [error.message, error.detail, error.stack, String(error.cause)].join();
    for (const secret of [TOKEN, SECRET]) expect(all).not.toContain(secret);
  });
});

describe('statuses', () => {
  const ask = (...numbers: readonly string[]) => {
    const ids = numbers.flatMap((number) => orderId(JATIM_BEJO, number) ?? []);
    return marketplace.orders?.statuses?.(ids, callWithin()) ?? Promise.reject(new Error('not asked for'));
  };
  const answering = (data: unknown): void => {
    reply = () => ({ body: { code: 200, data, status: true } });
  };

  it('are asked for in one request, each number once', async () => {
    answering([]);
    expect(await ask('A 1', 'B,2', 'A 1')).toEqual([null, null, null]);
    expect(server.requests.map(({ query }) => query.get('order_ids'))).toEqual(['A%201,B%2C2']);
  });

  it.each<readonly [string, unknown, Date | null]>([
    ['a time with its zone', '2026-03-02T10:00:00+07:00', new Date('2026-03-02T03:00:00Z')],
    ['milliseconds', 1_772_420_400_000, new Date('2026-03-02T03:00:00Z')],
    ['nothing', undefined, null],
    ['what is no time', { at: 1 }, null],
  ])('may be dated with %s', async (_, updated_at, at) => {
    answering([{ order_id: 'JB-1', status: 'shipped', updated_at }]);
    expect(await ask('JB-1')).toEqual([{ status: 'shipped', shipment: null, state: 'SHIPPED', at }]);
  });

  it('that can’t be read, or were not asked for, are no answer', async () => {
    answering([
      null,
      1,
      { order_id: 'JB-1' },
      { order_id: 'JB-9', status: 'paid' },
      { order_id: 2, status: 'baru' },
    ]);
    expect(await ask('JB-1', '2')).toEqual([null, expect.objectContaining({ status: 'baru', state: null })]);
  });

  it.each<readonly [string, unknown, string]>([
    ['a failure under HTTP 200', { code: 401, data: null, status: false }, 'UNAUTHENTICATED'],
    ['a failure with data', { code: 500, data: [], status: false }, 'UNAVAILABLE'],
    ['no list', { code: 200, data: {}, status: true }, 'BAD_RESPONSE'],
    ['nothing', null, 'BAD_RESPONSE'],
  ])('are not read from %s', async (_, body, code) => {
    reply = () => ({ body });
    expect((await errorOf(() => ask('JB-1'))).code).toBe(code);
  });
});
