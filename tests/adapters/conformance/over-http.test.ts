import { createRememberedFeed } from '../../../adapters/conformance/remembered-feed';
import type { ConformanceReport, LiveSubject } from '../../../adapters/conformance/rule';
import { runConformance } from '../../../adapters/conformance/run-conformance';
import { LIVE_RULES } from '../../../adapters/conformance/live-rules';
import { noFeedMemory } from '../../../adapters/core/contract';
import { marketplaceId } from '../../../adapters/core/ids';
import { createTokoDaringMarketplace } from '../../../adapters/protocols/toko-daring/marketplace';
import {
  startFakeServer,
  type FakeServer,
  type Handler,
} from '../../../adapters/sandbox/servers/fake-server';
import type { Knobs } from '../../../adapters/sandbox/servers/faults';
import { PULL_PATH, tokoDaringHandler, type Shelf } from '../../../adapters/sandbox/servers/toko-daring';

const CREDENTIALS = { clientId: 'pasar', clientSecret: 'rahasia-sekali' };
const WRONG = { clientId: 'wrong', clientSecret: 'salah-sekali' };

const record = (number: number) => ({
  product_name: `Kertas ${number} rim`,
  product_price: 50_000 + number,
  is_available: true,
  product_thumbnail: 'https://toko.example/kertas.jpg',
  product_description: 'Kertas HVS',
  product_category: { '5': 'atk' },
  is_PDN: true,
  is_taxable: true,
  SKU: `KRT-${number}`,
  merchant_id: 'M1',
  merchant_name: 'Toko Kertas',
  merchant_city: 'Kota Malang',
  merchant_type: 'kecil',
});
const SHELF: Shelf = {
  size: 23,
  record: (position) => record(position + 1),
  find: (localId) => {
    const number = Number(/^M1\.KRT-(\d+)$/.exec(localId)?.[1] ?? 0);
    return number >= 1 && number <= 23 ? record(number) : null;
  },
};

describe('a marketplace at the other end of HTTP', () => {
  const good = tokoDaringHandler(SHELF, CREDENTIALS);
  let handler: Handler = good;
  let server: FakeServer;
  let subject: LiveSubject;
  beforeEach(async () => {
    handler = good;
    server = await startFakeServer((...args) => handler(...args));
    const id = marketplaceId('toko-kertas');
    const { memory, remembering } = createRememberedFeed();
    const url = `${server.url}${PULL_PATH}`;
    const options = { id, name: 'Toko Kertas', pageSize: 10 };
    subject = {
      marketplace: remembering(
        createTokoDaringMarketplace({ ...options, access: { url, ...CREDENTIALS }, memory }),
      ),
      stranger: createTokoDaringMarketplace({ ...options, access: { url, ...WRONG }, memory: noFeedMemory }),
      order: null,
      pages: 3,
      secrets: [CREDENTIALS.clientSecret, WRONG.clientSecret],
    };
  });
  afterEach(async () => {
    await Promise.all([subject.marketplace.close(), subject.stranger?.close(), server.close()]);
  });
  const check = (rules = LIVE_RULES) =>
    runConformance(subject, { signal: new AbortController().signal, rules });
  const failed = ({ results }: ConformanceReport) =>
    results.filter(({ outcome }) => outcome === 'FAILED').map(({ id }) => id);

  it('conforms, and is not asked for what its protocol has no place for', async () => {
    const report = await check();
    expect(failed(report)).toEqual([]);
    expect(report).toMatchObject({ conforms: true, offersSeen: 23 });
    expect(report.results.filter(({ skipped }) => skipped?.includes('no place')).map(({ id }) => id)).toEqual(
      ['LIVE-21', 'LIVE-26'],
    );
  });

  it('conforms where it knows no ids, and pages are read again in their place', async () => {
    server.knobs.ids = 'ignore';
    const report = await check();
    expect([failed(report), report.conforms]).toEqual([[], true]);
  });

  it.each<[string, Partial<Knobs>, string[], RegExp]>([
    [
      'every answer is a failure',
      { fault: { kind: 'status', status: 500 } },
      ['LIVE-01'],
      /^UNAVAILABLE: GET 127.0.0.1:\d+\/api\/products: status 500$/,
    ],
    [
      'every answer is a page for browsers',
      { fault: { kind: 'html' } },
      ['LIVE-01'],
      /^BAD_RESPONSE: .*HTML in place of JSON$/,
    ],
    [
      'the second page breaks off',
      { fault: { kind: 'truncated-json' }, faultFor: '?page=2&' },
      ['LIVE-01'],
      /^BAD_RESPONSE: .*JSON that breaks off/,
    ],
  ])('%s', async (_, knobs, rules, got) => {
    Object.assign(server.knobs, knobs);
    const report = await check();
    expect([failed(report), report.conforms]).toEqual([rules, false]);
    expect(report.results[0]?.findings[0]?.got).toMatch(got);
  });

  it.each<[string, Handler, string[]]>([
    [
      'strangers see everything',
      (request, knobs) =>
        good(
          {
            ...request,
            headers: {
              ...request.headers,
              'x-client-id': CREDENTIALS.clientId,
              'x-client-secret': CREDENTIALS.clientSecret,
            },
          },
          knobs,
        ),
      ['LIVE-30'],
    ],
    [
      'a refusal repeats what was sent',
      async (request, knobs) => {
        const { headers } = request;
        const isStranger = headers['x-client-secret'] === WRONG.clientSecret;
        const message = `secret ${headers['x-client-secret']} is not known`;
        return isStranger
          ? { body: { code: 401, status: false, message, data: null } }
          : good(request, knobs);
      },
      ['LIVE-31'],
    ],
  ])('%s', async (_, handles, rules) => {
    handler = handles;
    expect(failed(await check())).toEqual(rules);
  });

  it('is let go when the caller goes', async () => {
    server.knobs.fault = { kind: 'hang' };
    const report = await check(LIVE_RULES.filter(({ id }) => id === 'LIVE-42'));
    expect(report.results[0]).toMatchObject({ id: 'LIVE-42', outcome: 'PASSED' });
  });
});
