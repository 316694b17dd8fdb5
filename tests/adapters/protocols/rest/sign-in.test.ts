import type { Exchange } from '../../../../adapters/protocols/rest/exchange';
import { requestSchema } from '../../../../adapters/protocols/rest/manifest';
import type { Answer, ReceivedRequest } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { until } from '../../../support/until';
import { failureOf, startRestShop, type RestShop } from './rest-shop';

const REQUEST = requestSchema.parse({ path: '/p' });
const SECRET = 's3cret/ñ:+';
const CLIENT = { clientId: 'pasar:1', clientSecret: SECRET };
const OAUTH = { type: 'oauth2', tokenPath: '/token' };

let shop: RestShop;
let time: number;
const now = () => new Date(time);

beforeEach(async () => {
  time = Date.parse('2026-11-22T08:00:00Z');
  shop = await startRestShop();
});
afterEach(() => shop.close());

const ask = (exchange: Exchange, call = callWithin()) =>
  exchange.send({ request: REQUEST, variables: {} }, call);
const asked = (path: string): ReceivedRequest[] =>
  shop.server.requests.filter((request) => request.path === `/api/v1${path}`);

/** A shop that makes tokens `t1`, `t2`, … and takes those that were not revoked. */
function tokenShop(token: (number: number, request: ReceivedRequest) => Answer) {
  const state = { revoked: new Set<string>(), made: 0 };
  shop.reply = (request) => {
    if (request.path !== '/api/v1/p') return token((state.made += 1), request);
    const shown = request.headers['authorization']?.replace('Bearer ', '') ?? '';
    return shown !== '' && !state.revoked.has(shown)
      ? { body: { shown } }
      : { status: 401, body: { message: 'who?' } };
  };
  return state;
}
const made =
  (expires_in: number, more: object = {}) =>
  (n: number): Answer => ({
    body: { access_token: `t${n}`, token_type: 'Bearer', expires_in, ...more },
  });

describe('credentials that are shown as they are', () => {
  it.each([
    ['none', { type: 'none' }, {}, {}, ''],
    ['an API key', { type: 'apiKey', name: 'X-Key' }, { key: 'k' }, { 'x-key': 'k' }, ''],
    [
      'a prefixed one',
      { type: 'apiKey', name: 'X-Key', prefix: 'Key ' },
      { key: 'k' },
      { 'x-key': 'Key k' },
      '',
    ],
    [
      'one in the query',
      { type: 'apiKey', in: 'query', name: 'api_key' },
      { key: 'k&=' },
      {},
      'api_key=k%26%3D',
    ],
    ['a bearer token', { type: 'bearer' }, { token: 'abc' }, { authorization: 'Bearer abc' }, ''],
    [
      'a name and a password',
      { type: 'basic' },
      { username: 'pasar', password: 'ñ:x' },
      { authorization: `Basic ${Buffer.from('pasar:ñ:x').toString('base64')}` },
      '',
    ],
  ])('%s', async (_, authentication, credentials, headers, query) => {
    await ask(shop.exchange({ authentication }, { credentials }));
    const [received] = shop.server.requests;
    expect(received?.headers).toMatchObject(headers);
    expect(received?.query.toString()).toBe(query);
  });

  it('take the place of what the manifest itself puts there', async () => {
    const exchange = shop.exchange({ authentication: { type: 'bearer' } }, { credentials: { token: 'abc' } });
    const request = requestSchema.parse({ path: '/p', headers: { Authorization: 'mine' } });
    await exchange.send({ request, variables: {} }, callWithin());
    expect(shop.server.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer abc']);
  });

  it.each([
    ['are not given', { type: 'apiKey', name: 'X-Key' }, {}],
    ['are empty', { type: 'bearer' }, { token: '' }],
    ['are given by halves', { type: 'basic' }, { username: 'pasar' }],
    ['hold a line end', { type: 'bearer' }, { token: `${SECRET}\r\nX-Evil: 1` }],
    ['are not given for OAuth', OAUTH, { clientId: 'pasar' }],
    [
      'are names that every object has',
      {
        type: 'login',
        credentials: ['toString'],
        request: { path: '/l' },
        token: { header: 'x' },
        send: { name: 'x' },
      },
      {},
    ],
  ])('that %s are UNAUTHENTICATED, and no one is asked', async (_, authentication, credentials) => {
    const { code, detail } = await failureOf(ask(shop.exchange({ authentication }, { credentials })));
    expect(code).toBe('UNAUTHENTICATED');
    expect(detail).not.toContain(SECRET);
    expect(shop.server.requests).toHaveLength(0);
  });

  it('are shown once, and not again to who refuses them', async () => {
    shop.reply = () => ({ status: 401, body: {} });
    const exchange = shop.exchange({ authentication: { type: 'bearer' } }, { credentials: { token: 'abc' } });
    expect((await failureOf(ask(exchange))).code).toBe('UNAUTHENTICATED');
    expect(shop.server.requests).toHaveLength(1);
  });
});

describe('OAuth 2 client credentials', () => {
  const exchange = (change: object = {}) =>
    shop.exchange({ authentication: { ...OAUTH, ...change } }, { credentials: CLIENT, now });

  it.each([
    ['a header, form-encoded before it is joined (RFC 6749, 2.3.1)', 'header'],
    ['the body', 'body'],
  ])('go in %s', async (_, clientIn) => {
    tokenShop(made(60));
    await ask(exchange({ clientIn, scope: 'catalogue read' }));
    const [request] = asked('/token');
    const form = Object.fromEntries(new URLSearchParams(request?.body));
    const grant = { grant_type: 'client_credentials', scope: 'catalogue read' };
    const encoded = Buffer.from('pasar%3A1:s3cret%2F%C3%B1%3A%2B').toString('base64');
    expect([form, request?.headers['authorization']]).toEqual(
      clientIn === 'header'
        ? [grant, `Basic ${encoded}`]
        : [{ ...grant, client_id: 'pasar:1', client_secret: SECRET }, undefined],
    );
  });

  it('bring a token that is used until shortly before it runs out', async () => {
    tokenShop(made(600));
    const same = exchange();
    const shown = async (afterMs: number) => {
      time += afterMs;
      return (await ask(same)).body;
    };
    expect(await shown(0)).toEqual({ shown: 't1' });
    expect(await shown(500_000)).toEqual({ shown: 't1' });
    expect(await shown(75_000)).toEqual({ shown: 't2' });
    expect(asked('/token')).toHaveLength(2);
  });

  it.each([
    ['in seconds as a text', '600', 560_000, 't1'],
    ['of a few seconds', 10, 8_000, 't1'],
    ['of a few seconds, gone', 10, 9_500, 't2'],
    ['that is not said', undefined, 250_000, 't1'],
    ['that is not said, for good', undefined, 400_000, 't2'],
    ['of no sense', 'soon', 250_000, 't1'],
    ['below zero', -5, 250_000, 't1'],
    ['of a thousand years', 1e12, 31 * 86_400_000, 't2'],
  ])('with a life %s', async (_, expires_in, afterMs, expected) => {
    tokenShop((n) => ({ body: { access_token: `t${n}`, expires_in } }));
    const same = exchange();
    await ask(same);
    time += afterMs;
    expect((await ask(same)).body).toEqual({ shown: expected });
  });

  it('are asked for once by callers that come together', async () => {
    tokenShop(made(600));
    const same = exchange();
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(same)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body)))).toEqual(new Set(['{"shown":"t1"}']));
    expect(asked('/token')).toHaveLength(1);
  });

  it('go on for the others when the caller who began leaves', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    tokenShop(made(600));
    const reply = shop.reply;
    shop.reply = async (request) => {
      if (request.path.endsWith('/token')) await gate;
      return reply(request);
    };
    const same = exchange();
    const first = new AbortController();
    const leaves = failureOf(ask(same, callWithin(10_000, first.signal)));
    const stays = ask(same);
    await until(() => asked('/token').length === 1);
    first.abort();
    expect((await leaves).code).toBe('TIMEOUT');
    release();
    expect((await stays).body).toEqual({ shown: 't1' });
    expect(asked('/token')).toHaveLength(1);
  });

  it('and the request for a token goes with its last caller', async () => {
    shop.server.knobs.fault = { kind: 'hang' };
    const caller = new AbortController();
    const failure = failureOf(ask(exchange(), callWithin(60_000, caller.signal)));
    await until(() => asked('/token').length === 1);
    caller.abort();
    expect((await failure).code).toBe('TIMEOUT');
    await until(() => shop.server.hungUp() === 1);
  });

  it('are replaced by a refresh token where one was given', async () => {
    tokenShop(made(600, { refresh_token: 'r1' }));
    const same = exchange();
    await ask(same);
    time += 600_000;
    expect((await ask(same)).body).toEqual({ shown: 't2' });
    const [, second] = asked('/token');
    expect(Object.fromEntries(new URLSearchParams(second?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'r1',
    });
  });

  it('which stays good where the refresh brings no other', async () => {
    tokenShop((n) => ({
      body: { access_token: `t${n}`, expires_in: 600, ...(n === 1 ? { refresh_token: 'r1' } : {}) },
    }));
    const same = exchange();
    for (let i = 0; i < 3; i += 1) {
      await ask(same);
      time += 600_000;
    }
    expect(asked('/token').map(({ body }) => new URLSearchParams(body).get('refresh_token'))).toEqual([
      null,
      'r1',
      'r1',
    ]);
  });

  it('are shown again where the refresh token is refused', async () => {
    const shopOfTokens = made(600, { refresh_token: 'r1' });
    tokenShop((n, { body }) =>
      body.includes('refresh_token=') ? { status: 400, body: { error: 'invalid_grant' } } : shopOfTokens(n),
    );
    const same = exchange();
    await ask(same);
    time += 600_000;
    expect((await ask(same)).body).toEqual({ shown: 't3' });
    expect(asked('/token')).toHaveLength(3);
  });

  it('are not shown again where the refresh failed for another reason', async () => {
    const shopOfTokens = made(600, { refresh_token: 'r1' });
    tokenShop((n, { body }) =>
      body.includes('refresh_token=') ? { status: 503, body: {} } : shopOfTokens(n),
    );
    const same = exchange();
    await ask(same);
    time += 600_000;
    expect((await failureOf(ask(same))).code).toBe('UNAVAILABLE');
    expect(asked('/token')).toHaveLength(2);
  });

  it.each([
    ['a wrong client (401)', { status: 401, body: { error: 'invalid_client' } }, 'UNAUTHENTICATED'],
    ['a wrong client (400)', { status: 400, body: { error: 'invalid_client' } }, 'UNAUTHENTICATED'],
    ['a wrong scope', { status: 400, body: { error: 'invalid_scope' } }, 'INVALID_INPUT'],
    ['no such address', { status: 404, body: {} }, 'INVALID_INPUT'],
    ['a failure', { status: 500, body: {} }, 'UNAVAILABLE'],
    ['a page', { body: '<html></html>', type: 'text/html' }, 'BAD_RESPONSE'],
    ['no token', { body: { token: 'x' } }, 'BAD_RESPONSE'],
    ['a token that is none', { body: { access_token: 7 } }, 'BAD_RESPONSE'],
    ['a token that no header may hold', { body: { access_token: 'a\r\nb' } }, 'BAD_RESPONSE'],
  ])('that meet %s end in %s', async (_, answer, code) => {
    tokenShop(() => answer);
    const failure = await failureOf(ask(exchange()));
    expect(failure.code).toBe(code);
    expect(JSON.stringify([failure.detail, failure.cause ?? null, failure.stack])).not.toContain('s3cret');
    expect(asked('/p')).toHaveLength(0);
  });

  it('a limit of the token endpoint is told with its wait', async () => {
    tokenShop(() => ({ status: 429, body: {}, headers: { 'retry-after': '7' } }));
    expect(await failureOf(ask(exchange()))).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 7_000 });
  });

  it('a path for tokens that leads elsewhere is refused', async () => {
    expect((await failureOf(ask(exchange({ tokenPath: '/../../token' })))).code).toBe('INVALID_INPUT');
    expect(shop.server.requests).toHaveLength(0);
  });

  it.each([
    ['a failure', { status: 500, body: {} }],
    ['a token that can not be shown', { body: { access_token: 'a\r\nb', expires_in: 600 } }],
  ])('the next caller asks again after %s', async (_, answer) => {
    tokenShop((n) => (n === 1 ? answer : made(600)(n)));
    const same = exchange();
    await failureOf(ask(same));
    expect((await ask(same)).body).toEqual({ shown: 't2' });
  });
});

describe('a token that is not accepted any more', () => {
  const exchange = (change: object = {}) =>
    shop.exchange({ authentication: OAUTH, ...change }, { credentials: CLIENT, now });

  it('is thrown away, and another is tried', async () => {
    const { revoked } = tokenShop(made(600));
    const same = exchange();
    await ask(same);
    revoked.add('t1');
    expect((await ask(same)).body).toEqual({ shown: 't2' });
    expect([asked('/token').length, asked('/p').length]).toEqual([2, 3]);
  });

  it('is tried anew once and no more', async () => {
    const { revoked } = tokenShop(made(600));
    ['t1', 't2', 't3'].forEach((token) => revoked.add(token));
    expect((await failureOf(ask(exchange()))).code).toBe('UNAUTHENTICATED');
    expect([asked('/token').length, asked('/p').length]).toEqual([2, 2]);
  });

  it('costs callers that come together one new token', async () => {
    const { revoked } = tokenShop(made(600));
    const same = exchange();
    await ask(same);
    revoked.add('t1');
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(same)));
    expect(answers.map(({ body }) => body)).toEqual(Array(8).fill({ shown: 't2' }));
    expect(asked('/token')).toHaveLength(2);
  });

  it('shows under HTTP 200 too, where the manifest says how', async () => {
    tokenShop(made(600));
    const reply = shop.reply;
    shop.reply = (request) =>
      request.headers['authorization'] === 'Bearer t1' ? { body: { error: 'SESSION' } } : reply(request);
    const responses = [{ when: "error == 'SESSION'", means: 'unauthenticated' }];
    expect((await ask(exchange({ responses }))).body).toEqual({ shown: 't2' });
  });

  it('what else goes wrong costs no token', async () => {
    tokenShop(made(600));
    const reply = shop.reply;
    shop.reply = (request) => (request.path.endsWith('/p') ? { status: 403, body: {} } : reply(request));
    const same = exchange();
    expect((await failureOf(ask(same))).code).toBe('FORBIDDEN');
    expect((await failureOf(ask(same))).code).toBe('FORBIDDEN');
    expect(asked('/token')).toHaveLength(1);
  });
});

describe('a call that gives a token', () => {
  const LOGIN = {
    type: 'login',
    credentials: ['user', 'password'],
    request: {
      method: 'POST',
      path: '/session',
      body: { login: '${credentials.user}', pass: '${credentials.password}' },
    },
    token: { body: 'session.id' },
    send: { name: 'X-Session', prefix: 'S ' },
  };
  const exchange = (change: object = {}, more: object = {}) =>
    shop.exchange(
      { authentication: { ...LOGIN, ...change }, ...more },
      { credentials: { user: 'pasar', password: SECRET, other: 'never sent' }, now },
    );
  const sessions = (answer: Answer) => {
    shop.reply = ({ path, headers, query }) =>
      path.endsWith('/session')
        ? answer
        : { body: { shown: headers['x-session'] ?? query.get('sid') ?? null } };
  };

  it.each([
    ['the body', {}, { body: { session: { id: 'abc' } } }, 'S abc'],
    ['the body itself', { token: { body: '@' } }, { body: 'abc' }, 'S abc'],
    ['a header', { token: { header: 'X-Token' } }, { body: {}, headers: { 'x-token': 'abc' } }, 'S abc'],
    ['the query', { send: { in: 'query', name: 'sid' } }, { body: { session: { id: 'a&b' } } }, 'a&b'],
  ])('in or for %s', async (_, change, answer, shown) => {
    sessions(answer);
    expect((await ask(exchange(change))).body).toEqual({ shown });
    const [login] = asked('/session');
    expect(JSON.parse(login?.body ?? '')).toEqual({ login: 'pasar', pass: SECRET });
  });

  it.each([
    ['the manifest says', 120, {}, 100_000, 1],
    ['the manifest says, and has run out', 120, {}, 115_000, 2],
    ['the answer says', 'minutes * `60`', { minutes: 2 }, 100_000, 1],
    ['the answer says, and has run out', 'minutes * `60`', { minutes: 2 }, 115_000, 2],
    ['is not said', 'minutes * `60`', {}, 500_000, 1],
  ])('is good for as long as %s', async (_, expiresIn, more, afterMs, logins) => {
    sessions({ body: { session: { id: 'abc' }, ...more } });
    const same = exchange({ expiresIn });
    await ask(same);
    time += afterMs;
    await ask(same);
    expect(asked('/session')).toHaveLength(logins);
  });

  it.each([
    ['no token', { body: { session: {} } }, {}, 'BAD_RESPONSE'],
    ['a token that is no text', { body: { session: { id: { a: 1 } } } }, {}, 'BAD_RESPONSE'],
    ['no header', { body: {} }, { token: { header: 'x-token' } }, 'BAD_RESPONSE'],
    ['status 401', { status: 401, body: {} }, {}, 'UNAUTHENTICATED'],
    ['status 403', { status: 403, body: {} }, {}, 'FORBIDDEN'],
    ['status 404', { status: 404, body: {} }, {}, 'INVALID_INPUT'],
    ['status 500', { status: 500, body: {} }, {}, 'UNAVAILABLE'],
    ['a refusal under HTTP 200', { body: { error: 'no' } }, {}, 'UNAUTHENTICATED'],
  ])('that gives %s fails, once', async (_, answer, change, code) => {
    sessions(answer);
    const responses = [{ when: "error == 'no'", means: 'refused' }];
    const failure = await failureOf(ask(exchange(change, { responses })));
    expect(failure.code).toBe(code);
    expect(JSON.stringify([failure.detail, failure.cause ?? null, failure.stack])).not.toContain('s3cret');
    expect(shop.server.requests).toHaveLength(1);
  });

  it('is made again once when the session is over', async () => {
    let logins = 0;
    shop.reply = ({ path, headers }) =>
      path.endsWith('/session')
        ? { body: { session: { id: `s${(logins += 1)}` } } }
        : headers['x-session'] === 'S s2'
          ? { body: { ok: true } }
          : { status: 401, body: {} };
    expect((await ask(exchange())).body).toEqual({ ok: true });
    expect(logins).toBe(2);
  });
});
