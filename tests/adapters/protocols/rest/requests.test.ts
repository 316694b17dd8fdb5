import type { Variables } from '../../../../adapters/protocols/rest/exchange';
import { requestSchema } from '../../../../adapters/protocols/rest/manifest';
import type { ReceivedRequest } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { failureOf, startRestShop, type RestShop } from './rest-shop';

let shop: RestShop;
beforeEach(async () => {
  shop = await startRestShop();
});
afterEach(() => shop.close());

/** What arrives of a request that is filled in with these variables. */
async function arrived(request: object, variables: Variables = {}, url?: string): Promise<ReceivedRequest> {
  const address = url === undefined ? {} : { url };
  const sent = { request: requestSchema.parse(request), variables, ...address };
  await shop.exchange().send(sent, callWithin());
  const [received] = shop.server.requests;
  if (received === undefined) throw new Error('nothing arrived');
  return received;
}

const refused = (request: object, variables: Variables = {}, url?: string) =>
  failureOf(arrived(request, variables, url));

describe('a path', () => {
  it.each([
    ['a plain value', 'BRS-005', '/api/v1/p/BRS-005'],
    ['a number', 7, '/api/v1/p/7'],
    ['a slash, as part of one segment', 'A/B', '/api/v1/p/A%2FB'],
    ['a question mark and a hash', 'A?b=1#c', '/api/v1/p/A%3Fb%3D1%23c'],
    ['letters beyond ASCII', 'kopi-ñ', '/api/v1/p/kopi-%C3%B1'],
    ['an emoji', '☕', '/api/v1/p/%E2%98%95'],
    ['a lone percent sign', '50%', '/api/v1/p/50%25'],
    ['dots among other characters', '..a..b..', '/api/v1/p/..a..b..'],
    ['a semicolon', 'A;v=1', '/api/v1/p/A%3Bv%3D1'],
  ])('holds %s', async (_, sku, path) => {
    expect((await arrived({ path: '/p/${sku}' }, { sku })).path).toBe(path);
  });

  it.each([
    ['nothing', null],
    ['a name that there is not', undefined],
    ['an empty text', ''],
    ['blanks', '  '],
    ['an object', { a: 1 }],
    ['a list', ['a']],
    ['CR LF', 'a\r\nX-Evil: 1'],
    ['NUL', 'a\0'],
    ['NUL, encoded', 'a%00'],
    ['LF, encoded twice', 'a%250a'],
    ['a step up', '..'],
    ['a step in place', '.'],
    ['steps among segments', 'a/../../b'],
    ['a backslash', '..\\b'],
    ['steps, encoded', '%2e%2e'],
    ['steps, half encoded', '.%2E/b'],
    ['steps, encoded twice', '%252e%252e'],
    ['steps, encoded three times', '%25252e%25252e%25252fb'],
    ['steps beside a malformed escape', '%zz/%2e%2e'],
    ['a step with a parameter', '..;a=1'],
    ['wide dots', '．．'],
    ['a two-dot leader', '‥/b'],
    ['a tab', 'a\tb'],
    ['half of a pair of surrogates', 'a\ud800'],
  ])('refuses %s, and no one is asked', async (_, sku) => {
    const { code, detail } = await refused({ path: '/p/${sku}' }, { sku });
    expect(code).toBe('INVALID_INPUT');
    expect(detail).toMatch(/^not sent: a value for the path \/p\/\$\{sku\} /);
    expect(shop.server.requests).toHaveLength(0);
  });

  it.each([
    ['.%2', 'e'],
    ['%2', 'e%2e'],
    ['.%25', '2e'],
    ['a%2', 'F..'],
  ])('refuses a step up that two values make together: %j and %j', async (a, b) => {
    const { code, detail } = await refused({ path: '/p/${a}${b}' }, { a, b });
    expect([code, detail]).toEqual(['INVALID_INPUT', expect.stringContaining('leads out of its place')]);
    expect(shop.server.requests).toHaveLength(0);
  });

  it('takes no dots for a step that are none', async () => {
    expect((await arrived({ path: '/p/${a}.${b}?up=../' }, { a: 'A', b: '.B' })).path).toBe('/api/v1/p/A..B');
  });

  it.each([
    ['/products', '/api/v1/products'],
    ['products', '/api/v1/products'],
    ['//evil.example/products', '/api/v1/evil.example/products'],
    ['', '/api/v1'],
  ])('%j is below the base address, with one slash between', async (path, expected) => {
    expect((await arrived({ path })).path).toBe(expected);
  });

  it.each(['/../admin', '/a/../../admin', '/%2e%2e/admin', '\\..\\..\\admin'])(
    'of a manifest that leads out of the base address is refused: %s',
    async (path) => {
      expect((await refused({ path })).code).toBe('INVALID_INPUT');
      expect(shop.server.requests).toHaveLength(0);
    },
  );

  it('of a linked page stays on the host', async () => {
    const at = `${shop.server.url}/api/v1/products?page=2`;
    expect((await arrived({ path: '/products' }, {}, at)).query.get('page')).toBe('2');
    for (const url of [
      'http://elsewhere.example/api/v1',
      `${shop.server.url}0/x`,
      'file:///etc/passwd',
      '/x',
    ])
      expect((await refused({ path: '/' }, {}, url)).code).toBe('INVALID_INPUT');
  });
});

describe('a query', () => {
  it('is encoded, joins lists with commas, and leaves out what is nothing', async () => {
    const query = {
      q: '${text}',
      ids: '${skus}',
      no: '${none}',
      mixed: 'x-${none}-${n}',
      fixed: true,
      size: 5,
    };
    const { query: got } = await arrived(
      { path: '/p', query },
      { text: 'a&b=c\r\nd', skus: ['A 1', 'B'], none: null, n: 3 },
    );
    expect(Object.fromEntries(got)).toEqual({
      q: 'a&b=c\r\nd',
      ids: 'A 1,B',
      mixed: 'x--3',
      fixed: 'true',
      size: '5',
    });
  });

  it('stands beside one that the path has already', async () => {
    const { query } = await arrived({ path: '/p?lang=id', query: { q: 'x' } });
    expect(query.toString()).toBe('lang=id&q=x');
  });

  it.each([[{ a: 1 }], [[{ a: 1 }]]])('refuses objects: %j', async (value) => {
    const { code, detail } = await refused({ path: '/p', query: { q: '${value}' } }, { value });
    expect([code, detail]).toEqual([
      'INVALID_INPUT',
      'not sent: a value for the query holds an object where text belongs',
    ]);
  });
});

describe('headers', () => {
  it('are filled in, and left out where there is nothing', async () => {
    const headers = { 'X-Shop': 'toko ${n}', 'X-None': '${none}' };
    const { headers: got } = await arrived({ path: '/p', headers }, { n: 7, none: null });
    expect([got['x-shop'], got['x-none']]).toEqual(['toko 7', undefined]);
  });

  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\0', 'a\u0085b', 'コーヒー'])('refuse %j', async (value) => {
    const { code } = await refused({ path: '/p', headers: { 'X-Shop': '${value}' } }, { value });
    expect(code).toBe('INVALID_INPUT');
    expect(shop.server.requests).toHaveLength(0);
  });
});

describe('a body', () => {
  it('keeps the type of a value that stands alone, and puts texts together', async () => {
    const request = {
      method: 'POST',
      path: '/p',
      body: {
        one: '${n}',
        flag: '${yes}',
        list: '${skus}',
        deep: [{ whole: '${order}' }],
        text: 'no. ${n}: ${skus}',
        none: '${none}',
        fixed: 5,
        '${n}': 'keys stand as they are',
      },
    };
    const order = { reference: 'PSR-1', lines: [{ quantity: '1.5' }] };
    const { body, headers, method } = await arrived(request, { n: 3, yes: true, skus: ['A', 'B'], order });
    expect([method, headers['content-type']]).toEqual(['POST', 'application/json']);
    expect(JSON.parse(body)).toEqual({
      one: 3,
      flag: true,
      list: ['A', 'B'],
      deep: [{ whole: order }],
      text: 'no. 3: A,B',
      none: null,
      fixed: 5,
      '${n}': 'keys stand as they are',
    });
  });

  it.each([
    ['a text', '123', '"123"'],
    ['a list', ['A'], '["A"]'],
    ['null', null, 'null'],
  ])('that is %s alone is JSON too', async (_, value, json) => {
    expect((await arrived({ method: 'POST', path: '/p', body: '${value}' }, { value })).body).toBe(json);
  });

  it('has the content type that the manifest gives it', async () => {
    const headers = { 'Content-Type': 'application/vnd.api+json' };
    const got = await arrived({ method: 'PATCH', path: '/p', headers, body: { a: 1 } });
    expect([got.method, got.headers['content-type'], got.body]).toEqual([
      'PATCH',
      'application/vnd.api+json',
      '{"a":1}',
    ]);
  });

  it('that is a form is encoded as one', async () => {
    const form = { user: '${name}', ids: '${skus}', none: '${none}' };
    const { body, headers } = await arrived(
      { method: 'POST', path: '/p', form },
      { name: 'a&b ñ', skus: ['A', 'B'], none: null },
    );
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({ user: 'a&b ñ', ids: 'A,B' });
  });

  it('of GraphQL is its operation and variables', async () => {
    shop.reply = () => ({ body: { data: { a: 1 } } });
    const query = 'query Q($ids: [ID!]) { a(ids: $ids) }';
    const { body, path, method } = await arrived(
      { graphql: { query, variables: { ids: '${skus}', first: 5 } } },
      { skus: ['A'] },
    );
    expect([method, path]).toEqual(['POST', '/api/v1']);
    expect(JSON.parse(body)).toEqual({ query, variables: { ids: ['A'], first: 5 } });
  });
});

it('credentials are no variables', async () => {
  const exchange = shop.exchange(
    { authentication: { type: 'bearer' } },
    { credentials: { token: 'secret' } },
  );
  const request = requestSchema.parse({ path: '/p', query: { a: '${credentials.token}', b: '${token}' } });
  await exchange.send({ request, variables: {} }, callWithin());
  expect(shop.server.requests.map(({ query }) => query.toString())).toEqual(['']);
});
