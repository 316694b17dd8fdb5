import { createGatewayClient } from '../../../adapters/protocols/inaproc/gateway-client';
import { callWithin } from '../../support/call';
import {
  list,
  MARKETPLACE,
  NOW,
  ORDER,
  PACKAGE_LINE,
  scriptedGateway,
  V5,
  V6,
  type ScriptedGateway,
} from '../../support/scripted-gateway';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.server.knobs.fault = null;
  gateway.server.knobs.faultFor = '';
});

describe('the gateway', () => {
  const CURSOR = 'eyJpZCI6IDkyMjI4MTY4MzMyNTE5ODM2OTR9';

  it('is given back its cursor as it came', async () => {
    const { next } = await gateway.page(V6, list([ORDER], { has_more: true, cursor: CURSOR }), 'b/+==');
    expect(next).toBe(CURSOR);
    const { query, headers } = gateway.server.requests.at(-1) ?? {};
    expect(Object.fromEntries(query ?? [])).toEqual({
      kode_klpd: 'D180',
      tahun: '2025',
      limit: '100',
      cursor: 'b/+==',
    });
    expect(headers?.['authorization']).toBe('Bearer secret');
  });

  it.each([
    ['has_more is false, whatever the cursor', { has_more: false, cursor: CURSOR }],
    ['the cursor is empty', { has_more: true, cursor: '' }],
    ['the cursor is null', { has_more: true, cursor: null }],
  ])('is at its end when %s', async (_, meta) => {
    expect((await gateway.page(V6, list(null, meta))).next).toBeNull();
  });

  it.each([
    ['a cursor that is a number', list([], { has_more: true, cursor: 9_222_816_833_251_984 }), /2\^53/],
    ['a cursor that is an object', list([], { has_more: true, cursor: {} }), /not a text/],
    ['the cursor that was just used', list([], { has_more: true, cursor: 'used' }), /round for ever/],
    ['success: false', { body: { success: false, data: null, message: 'gagal' } }, /success is false/],
    ['a list without an envelope', { body: [ORDER] }, /no INAPROC envelope/],
    [
      'a full page without meta',
      { body: { success: true, data: Array(100).fill(ORDER) } },
      /doesn't say whether/,
    ],
  ])('that answers %s is not understood', async (_, answer, detail) => {
    await expect(gateway.page(V6, answer, 'used')).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      detail: expect.stringMatching(detail) as string,
    });
  });

  it.each([0, 1_001, 2.5])('is not asked for %d rows', async (limit) => {
    const client = createGatewayClient({
      marketplace: MARKETPLACE,
      access: { url: gateway.server.url, token: 't' },
      http: gateway.http,
    });
    await expect(client.rows('rup/master-satker', { limit }, null, callWithin())).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  const inSeconds = NOW.getTime() / 1000;
  it.each([
    ['in seconds', '30', 30_000],
    ['as epoch seconds', String(inSeconds + 30), 30_000],
    ['as epoch milliseconds', String(NOW.getTime() + 30_000), 30_000],
    ['in the past', String(inSeconds - 30), 0],
    ['a year from now', String(inSeconds + 31_536_000), 3_600_000],
  ])('says when its quota is full again %s', async (_, reset, waitMs) => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    expect((await gateway.page(V6, { ...list([ORDER]), headers })).notBefore).toBe(NOW.getTime() + waitMs);
    await expect(gateway.page(V6, { status: 429, body: { error: 'slow' }, headers })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: waitMs,
    });
  });

  it.each([
    ['some of it is left', { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '30' }],
    ['it says nothing', {}],
    ['it says nonsense', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'later' }],
  ])('wants no wait when %s', async (_, headers) => {
    expect((await gateway.page(V6, { ...list([ORDER]), headers })).notBefore).toBeNull();
  });

  it('that says Retry-After is believed before its other headers', async () => {
    const headers = { 'retry-after': '7', 'x-ratelimit-reset': '30' };
    await expect(gateway.page(V6, { status: 429, body: {}, headers })).rejects.toMatchObject({
      retryAfterMs: 7_000,
    });
  });
});

describe('work units', () => {
  it('are read once for all pages, and anew after a day', async () => {
    let time = NOW.getTime();
    const orders = gateway.createOrders(() => new Date(time));
    gateway.serve(V5, list([PACKAGE_LINE]));
    const masters = () => gateway.server.requests.filter(({ path }) => path.startsWith('/rup')).length;
    const before = masters();
    const read = () => orders.page({ feed: V5, cursor: null }, callWithin());
    await Promise.all([read(), read()]);
    await read();
    expect(masters() - before).toBe(1);
    time += 25 * 3_600_000;
    await read();
    expect(masters() - before).toBe(2);
  });

  it('that can not be read cost no order, and are as they were last known', async () => {
    let time = NOW.getTime();
    const orders = gateway.createOrders(() => new Date(time));
    gateway.serve(V5, list([PACKAGE_LINE]));
    const unit = async () =>
      (await orders.page({ feed: V5, cursor: null }, callWithin())).orders[0]?.workUnit;
    gateway.server.knobs.faultFor = '/rup/';
    gateway.server.knobs.fault = { kind: 'status', status: 500 };
    expect(await unit()).toEqual({ code: null, name: null });
    gateway.server.knobs.fault = null;
    expect(await unit()).toEqual({ code: null, name: null }); // not asked again with every page
    time += 2 * 60_000;
    expect(await unit()).toEqual({ code: '0012', name: 'Dinas Komunikasi' });
    time += 25 * 3_600_000;
    gateway.server.knobs.fault = { kind: 'html-403' };
    expect(await unit()).toEqual({ code: '0012', name: 'Dinas Komunikasi' });
  });

  it('that hang do not hold orders up until their deadline', async () => {
    gateway.serve(V5, list([PACKAGE_LINE]));
    gateway.server.knobs.faultFor = '/rup/';
    gateway.server.knobs.fault = { kind: 'hang' };
    const { orders } = await gateway.createOrders().page({ feed: V5, cursor: null }, callWithin(400));
    expect(orders).toHaveLength(1);
  });

  it('are not asked for where there are no orders, and not for v6', async () => {
    const before = gateway.server.requests.length;
    await gateway.page(V5, list(null));
    await gateway.page(V6, list([ORDER]));
    expect(gateway.server.requests.length - before).toBe(2);
  });
});
