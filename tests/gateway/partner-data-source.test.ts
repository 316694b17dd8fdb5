import { randomBytes } from 'node:crypto';
import { marketplaceId } from '../../adapters/core/ids';
import { FEDERATED_SHOP_TOKEN } from '../../adapters/sandbox/partners/federated-shop';
import {
  startFakeServer,
  type Answer,
  type FakeServer,
  type ReceivedRequest,
} from '../../adapters/sandbox/servers/fake-server';
import type { Fault } from '../../adapters/sandbox/servers/faults';
import type { DataSource } from '../../gateway/data-sources/data-source';
import { createPartnerDataSource } from '../../gateway/data-sources/partner';
import { suspendable } from '../../gateway/data-sources/suspendable';
import { openPartners, type Partners } from '../../subgraphs/partners/open-partners';
import { sealedFor } from '../../subgraphs/partners/credentials/sealed-for';
import {
  createSecretBox,
  SECRET_KEY_BYTES,
  secretKey,
} from '../../subgraphs/partners/credentials/secret-box';
import { createRequestContext, type RequestDetails } from '../../subgraphs/request-context';
import { actorOf } from '../support/actors';
import { captureLog } from '../support/captured-log';
import { openPglite, type TestDatabase } from '../support/databases';
import { federatedDefinition, startFederatedShop, type JoiningFederatedShop } from '../support/joining-shops';
import { publishedPartner } from '../support/published-partner';
import { until } from '../support/until';

/** How the gateway asks a stranger's subgraph. */
describe("a partner's subgraph, as the gateway asks it", () => {
  const log = captureLog();
  const ID = marketplaceId('toko-federasi');
  const SECRET_KEYS = [secretKey(randomBytes(SECRET_KEY_BYTES))];
  let database: TestDatabase;
  let partners: Partners;
  let shop: JoiningFederatedShop;

  beforeAll(async () => {
    database = await openPglite();
    shop = await startFederatedShop(ID);
    await publishedPartner(database.db, ID, {
      document: federatedDefinition(shop.server.url, ID),
      offerType: shop.type,
      credentials: createSecretBox(SECRET_KEYS).seal({ token: FEDERATED_SHOP_TOKEN }, sealedFor(ID, 1)),
    });
    partners = await openPartners({
      db: database.db,
      redisUrl: null,
      secretKeys: SECRET_KEYS,
      hosts: { privateHosts: true },
    });
  });
  beforeEach(() => {
    shop.answers(null);
    shop.server.knobs.fault = null;
    shop.server.knobs.latencyMs = 0;
  });
  afterAll(async () => {
    await partners.close();
    await shop.server.close();
    await database.close();
  });

  const open = (url = `${shop.server.url}/graphql`, deadlineMs = 2_000): DataSource =>
    createPartnerDataSource({ id: ID, url, partners, deadlineMs });

  const QUERY =
    'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on TokoFederasiOffer { title } } }';
  const representations = () =>
    shop.shop.goods.ids.slice(0, 2).map((id) => ({ __typename: 'TokoFederasiOffer', id }));
  const ask = (
    source: DataSource,
    details: RequestDetails = {},
    request: { readonly query: string; readonly variables: Record<string, unknown> } = {
      query: QUERY,
      variables: { representations: representations() },
    },
  ) =>
    source.process({
      request,
      context: createRequestContext(details),
    });
  const codes = ({ errors = [] }: Awaited<ReturnType<typeof ask>>) =>
    errors.map(({ extensions }) => extensions?.['code']);

  it('gives what was asked; the token and an id of the request go along, and nothing of who asks', async () => {
    const person = { name: 'Ani Lestari', email: 'ani@example.go.id', phone: '081234567890' };
    const answer = await ask(open(), {
      actor: actorOf({ person }),
      requestId: 'r-1',
      noCache: true,
    });
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      _entities: [{ title: expect.any(String) as string }, { title: expect.any(String) as string }],
    });
    const { headers = {}, body = '' }: Partial<ReceivedRequest> = shop.server.requests.at(-1) ?? {};
    expect(headers['authorization']).toBe(`Bearer ${FEDERATED_SHOP_TOKEN}`);
    expect(Object.keys(headers).sort()).toEqual([
      'accept',
      'accept-encoding',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
      'x-request-id',
    ]);
    expect(JSON.stringify([headers, body])).not.toMatch(/\bani\b|lestari|0812|D180|0012/i);
    expect(JSON.parse(body)).toEqual({ query: QUERY, variables: { representations: representations() } });
  });

  it('is asked with the token of the version that is served, from that moment on', async () => {
    const source = open();
    await ask(source);
    await publishedPartner(database.db, ID, {
      version: 2,
      document: federatedDefinition(shop.server.url, ID),
      offerType: shop.type,
      credentials: partners.box.seal({ token: 'another' }, sealedFor(ID, 2)),
    });
    await partners.register.refresh();
    expect(codes(await ask(source))).toEqual(['UNAUTHENTICATED']);
    expect(shop.server.requests.at(-1)?.headers['authorization']).toBe('Bearer another');
    await publishedPartner(database.db, ID, {
      version: 3,
      document: federatedDefinition(shop.server.url, ID),
      offerType: shop.type,
      credentials: partners.box.seal({}, sealedFor(ID, 3)),
    });
    await partners.register.refresh();
    await ask(source);
    expect(shop.server.requests.at(-1)?.headers['authorization']).toBeUndefined();
    await publishedPartner(database.db, ID, {
      version: 4,
      document: federatedDefinition(shop.server.url, ID),
      offerType: shop.type,
      credentials: partners.box.seal({ token: FEDERATED_SHOP_TOKEN }, sealedFor(ID, 4)),
    });
    await partners.register.refresh();
    expect(codes(await ask(source))).toEqual([]);
  });

  it('is not shown the token of a version at another address, whichever of the two is served first', async () => {
    const moved = await startFederatedShop(ID);
    const [old, next] = [open(), open(`${moved.server.url}/graphql`)];
    await ask(old);
    expect(codes(await ask(next))).toEqual(['UNAUTHENTICATED']);
    expect(moved.server.requests.at(-1)?.headers['authorization']).toBeUndefined();
    const publish = async (version: number, url: string, token: string) => {
      await publishedPartner(database.db, ID, {
        version,
        document: federatedDefinition(url, ID),
        offerType: shop.type,
        credentials: partners.box.seal({ token }, sealedFor(ID, version)),
      });
      await partners.register.refresh();
    };
    await publish(5, moved.server.url, 'for the new address');
    expect(codes(await ask(old))).toEqual([]);
    expect(shop.server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${FEDERATED_SHOP_TOKEN}`);
    await ask(next);
    expect(moved.server.requests.at(-1)?.headers['authorization']).toBe('Bearer for the new address');
    await publish(6, shop.server.url, FEDERATED_SHOP_TOKEN);
    await moved.server.close();
  });

  const body = (value: unknown): Answer => ({ body: value });
  const text = (value: string, type = 'application/json'): Answer => ({ body: value, type });
  it.each<[string, Answer, string]>([
    ['nothing', body({}), 'BAD_RESPONSE'],
    ['null', body(null), 'BAD_RESPONSE'],
    ['a list', body([{ data: {} }]), 'BAD_RESPONSE'],
    ['a number', body(7), 'BAD_RESPONSE'],
    ['data that is a text', body({ data: 'all of it' }), 'BAD_RESPONSE'],
    ['data that is null, and no error', body({ data: null }), 'BAD_RESPONSE'],
    ['errors that are a text', body({ data: {}, errors: 'many' }), 'BAD_RESPONSE'],
    [
      'more errors than anyone reads',
      body({ data: {}, errors: Array.from({ length: 1_001 }, () => ({})) }),
      'BAD_RESPONSE',
    ],
    ['a page', text('<html>Welcome</html>', 'text/html'), 'BAD_RESPONSE'],
    ['half an answer', text('{"data": {"_entities": ['), 'BAD_RESPONSE'],
    ['nesting without end', text(`{"data": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 'BAD_RESPONSE'],
    ['that it is broken', { status: 500, body: { data: {} } }, 'UNAVAILABLE'],
    ['that no one may ask', { status: 403, body: {} }, 'FORBIDDEN'],
    [
      'that it is asked too often',
      { status: 429, body: {}, headers: { 'retry-after': '1' } },
      'RATE_LIMITED',
    ],
  ])('that answers %s gives an error in our words', async (_, answer, code) => {
    shop.answers(() => answer);
    const { data, errors } = await ask(open());
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code, serviceName: ID, marketplace: ID } }]);
    expect(errors?.[0]?.message).not.toMatch(/Welcome|polluted|127\.0\.0\.1|toko-federasi\//);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('that reaches for the prototype reaches nothing', async () => {
    shop.answers(() =>
      text('{"data": {"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}}'),
    );
    const { data, errors } = await ask(open());
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toBe('{}');
    expect({}).not.toHaveProperty('polluted');
  });

  describe('is held to what was asked', () => {
    const [first, second] = ['toko-federasi:A.1', 'toko-federasi:A.2'];
    const known = [first, second].map((id) => ({ __typename: 'TokoFederasiOffer', id }));
    async function answered(selection: string, entities: unknown): Promise<unknown> {
      shop.answers(() => body({ data: { _entities: entities, more: 1 } }));
      const query = `query($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }
        fragment Price on TokoFederasiOffer { price { amount } price { currency } }`;
      const { data, errors } = await ask(open(), {}, { query, variables: { representations: known } });
      expect(errors).toBeUndefined();
      return data;
    }

    it.each<[string, string, object, object]>([
      ['more fields', '... on TokoFederasiOffer { title }', { title: 'a', price: 1 }, { title: 'a' }],
      ['fewer fields', '... on TokoFederasiOffer { title unit }', { title: 'a' }, { title: 'a' }],
      [
        'another name',
        '__typename ... on TokoFederasiOffer { title }',
        { __typename: 'MbizOffer', title: 'a' },
        { __typename: 'TokoFederasiOffer', title: 'a' },
      ],
      [
        'another key',
        '... on TokoFederasiOffer { id key: id }',
        { id: 'mbiz:A.1', key: 'mbiz:A.1' },
        { id: first, key: first },
      ],
      [
        'a name that was not asked',
        '... on TokoFederasiOffer { id }',
        { __typename: 'MbizOffer' },
        { id: first },
      ],
      [
        'another marketplace',
        '... on TokoFederasiOffer { of: marketplace { __typename id name } }',
        { of: { __typename: 'Marketplace', id: 'mbiz', name: 'Mbiz' } },
        { of: { __typename: 'Marketplace', id: 'toko-federasi', name: 'Toko' } },
      ],
      [
        'more within a field',
        '... on TokoFederasiOffer { ...Price }',
        { price: { amount: '1', currency: 'IDR', tax: 'EXEMPT' } },
        { price: { amount: '1', currency: 'IDR' } },
      ],
      [
        'lists of what was asked',
        '... on TokoFederasiOffer { related { id } }',
        { related: [[{ id: 'x', title: 'y' }], null] },
        { related: [[{ id: 'x' }], null] },
      ],
      [
        'offers of others within a field',
        '... on TokoFederasiOffer { related { __typename id } }',
        {
          related: [
            { __typename: 'MbizOffer', id: 'mbiz:A.1' },
            { __typename: 'TokoFederasiOffer', id: second },
            { __typename: 'TokoFederasi_Village', id: 'v' },
          ],
        },
        {
          related: [
            null,
            { __typename: 'TokoFederasiOffer', id: second },
            { __typename: 'TokoFederasi_Village', id: 'v' },
          ],
        },
      ],
    ])('when it gives %s', async (_, selection, given, kept) => {
      expect(await answered(selection, [given, null])).toEqual({ _entities: [kept, null] });
    });

    it.each([[[]], [[null]], [[null, null, null]], ['all'], [{ 0: null, 1: null }]])(
      'when its entities are %j',
      async (entities) => {
        shop.answers(() => body({ data: { _entities: entities } }));
        expect(codes(await ask(open()))).toEqual(['BAD_RESPONSE']);
      },
    );
  });

  it('tells of its errors where they are and nothing that they say', async () => {
    const secret = '<script>alert("pwned")</script> at /srv/shop/db.js token=abc';
    shop.answers(() =>
      body({
        data: { _entities: [{ title: 'Beras' }, null] },
        errors: [
          { message: secret, path: ['_entities', 1, 'title'], extensions: { code: secret, stack: secret } },
          { message: secret, locations: [{ line: 1, column: 1 }] },
          { message: secret, path: [secret] },
          { message: secret, path: ['_entities', 0, secret, 1] },
          { message: secret, path: ['_entities', 7, 'title'] },
          ...Array.from({ length: 500 }, (_, i) => ({
            message: secret,
            path: ['_entities', 1, 'title', i, secret],
          })),
        ],
        extensions: { trace: secret },
      }),
    );
    const answer = await ask(open());
    expect(answer.data).toEqual({ _entities: [{ title: 'Beras' }, null] });
    expect(JSON.stringify(answer)).not.toMatch(/pwned|srv|token/);
    expect(answer.errors).toMatchObject([
      { path: ['_entities', 1, 'title'], extensions: { code: 'BAD_RESPONSE' } },
      { extensions: { code: 'BAD_RESPONSE' } },
      { path: ['_entities', 0], extensions: { code: 'BAD_RESPONSE' } },
      ...Array.from({ length: 97 }, (_, i) => ({ path: ['_entities', 1, 'title', i] })),
    ]);
    expect(answer.errors?.[1]).not.toHaveProperty('path');
    expect(answer).not.toHaveProperty('extensions');
    expect(log.text()).not.toMatch(/pwned/);
  });

  it.each<[string, Fault, string]>([
    ['sends more than is taken', { kind: 'oversize' }, 'BAD_RESPONSE'],
    ['sends what unpacks to two gigabytes', { kind: 'gzip-bomb' }, 'BAD_RESPONSE'],
    ['breaks off', { kind: 'reset-in-body' }, 'UNAVAILABLE'],
    ['is silent', { kind: 'hang' }, 'TIMEOUT'],
    ['never ends its answer', { kind: 'slow-body' }, 'TIMEOUT'],
  ])('that %s costs the client its own time and little of our memory', async (_, fault, code) => {
    shop.server.knobs.fault = fault;
    const before = process.memoryUsage().rss;
    const started = performance.now();
    expect(codes(await ask(open(undefined, 400), { deadlineMs: 500 }))).toEqual([code]);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  it('that can not be reached is told as such', async () => {
    const gone = await startFakeServer(() => ({ body: {} }));
    await gone.close();
    expect(codes(await ask(open(`${gone.url}/graphql`)))).toEqual(['UNAVAILABLE']);
  });

  describe('that redirects', () => {
    let elsewhere: FakeServer;
    beforeAll(async () => {
      elsewhere = await startFakeServer(() => ({ body: { data: { _entities: [] } } }));
    });
    afterAll(() => elsewhere.close());

    it('to another host is not followed, and its token goes nowhere else', async () => {
      shop.server.knobs.fault = { kind: 'redirect', to: `${elsewhere.url}/graphql` };
      expect(codes(await ask(open()))).toEqual(['BAD_RESPONSE']);
      expect(elsewhere.connections()).toBe(0);
    });

    it('in a circle, gives an error', async () => {
      shop.server.knobs.fault = { kind: 'redirect', to: `${shop.server.url}/graphql` };
      const before = shop.server.received();
      expect(codes(await ask(open()))).toHaveLength(1);
      expect(shop.server.received() - before).toBeLessThan(30);
    });
  });

  describe('where only the open network may be called', () => {
    it.each([
      'http://127.0.0.1',
      'https://127.0.0.1',
      'https://[::1]',
      'https://169.254.169.254',
      'https://localhost',
    ])('%s is not: there is an error, and no connection', async (origin) => {
      const { port } = new URL(shop.server.url);
      const before = shop.server.connections();
      const source = createPartnerDataSource({
        id: ID,
        url: `${origin}:${port}/graphql`,
        partners: { ...partners, hosts: { privateHosts: false } },
        deadlineMs: 2_000,
      });
      const answer = await ask(source);
      expect(answer.errors).toHaveLength(1);
      expect(JSON.stringify(answer)).not.toContain(origin);
      expect(shop.server.connections()).toBe(before);
    });
  });

  describe('that fails again and again', () => {
    it('is left alone: an answer comes sooner, without asking, until it is well again', async () => {
      const source = open(undefined, 300);
      shop.server.knobs.fault = { kind: 'hang' };
      const times: number[] = [];
      await until(async () => {
        const started = performance.now();
        const before = shop.server.received();
        expect(codes(await ask(source, { deadlineMs: 400 }))).toHaveLength(1);
        times.push(performance.now() - started);
        return shop.server.received() === before;
      });
      expect(times.at(-1)).toBeLessThan(Math.max(...times) / 2);
      shop.server.knobs.fault = null;
      await until(async () => codes(await ask(source)).length === 0);
    });

    it('holds so many requests and no more; those beyond are told at once', async () => {
      const source = open(undefined, 1_000);
      shop.server.knobs.latencyMs = 300;
      const before = shop.server.received();
      const answers = await Promise.all(
        Array.from({ length: 120 }, () => ask(source, { deadlineMs: 1_000 }).then(codes)),
      );
      const refused = answers.filter((code) => code[0] === 'UNAVAILABLE').length;
      expect(refused).toBeGreaterThanOrEqual(120 - 8 - 64);
      expect(answers.some((code) => code.length === 0)).toBe(true);
      expect(shop.server.received() - before).toBeLessThan(80);
    });
  });

  it('that its client does not wait for any more is not waited for either', async () => {
    shop.server.knobs.fault = { kind: 'hang' };
    const leaving = new AbortController();
    const before = shop.server.hungUp();
    const asked = shop.server.received();
    const answer = ask(open(undefined, 20_000), { signal: leaving.signal, deadlineMs: 20_000 });
    await until(() => shop.server.received() > asked);
    leaving.abort();
    expect(codes(await answer)).toHaveLength(1);
    await until(() => shop.server.hungUp() > before);
  });

  it('that is suspended is not asked', async () => {
    let isSuspended = true;
    const source = suspendable(ID, open(), () => isSuspended);
    const before = shop.server.received();
    expect(await ask(source)).toEqual({
      errors: [
        {
          message: 'This marketplace is suspended.',
          extensions: { code: 'UNAVAILABLE', serviceName: ID },
        },
      ],
    });
    expect(shop.server.received()).toBe(before);
    isSuspended = false;
    expect(codes(await ask(source))).toEqual([]);
  });

  it('whose token does not open is not asked, and no one learns why', async () => {
    const other = { ...partners, box: createSecretBox([secretKey(randomBytes(SECRET_KEY_BYTES))]) };
    const before = shop.server.received();
    const source = createPartnerDataSource({
      id: ID,
      url: `${shop.server.url}/graphql`,
      partners: other,
      deadlineMs: 2_000,
    });
    const answer = await ask(source);
    expect(answer.errors).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toMatch(/key|sealed|PASAR_SECRET/);
    expect(shop.server.received()).toBe(before);
  });
});
