import { requestSchema } from '../../../../adapters/protocols/rest/manifest';
import type { Answer } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { failureOf, startRestShop, type RestShop } from './rest-shop';

let shop: RestShop;
beforeEach(async () => {
  shop = await startRestShop();
});
afterEach(() => shop.close());

const GRAPHQL = { graphql: { query: '{ a }' } };

function answered(
  answer: Answer,
  responses: readonly object[] = [],
  request: object = { path: '/p' },
  mayBePartial = false,
) {
  shop.reply = () => answer;
  const exchange = shop.exchange({ responses });
  return exchange.send({ request: requestSchema.parse(request), variables: {}, mayBePartial }, callWithin());
}

describe('without a rule the HTTP status says what an answer means', () => {
  it.each([
    [200, 'ok'],
    [201, 'ok'],
    [299, 'ok'],
    [404, 'missing'],
    [410, 'missing'],
  ])('%d is %s', async (status, means) => {
    expect(await answered({ status, body: { a: 1 } })).toMatchObject({ means, body: { a: 1 } });
  });

  it.each([
    [400, 'INVALID_INPUT'],
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [405, 'INVALID_INPUT'],
    [408, 'TIMEOUT'],
    [409, 'CONFLICT'],
    [422, 'INVALID_INPUT'],
    [429, 'RATE_LIMITED'],
    [500, 'UNAVAILABLE'],
    [502, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
    [304, 'BAD_RESPONSE'],
  ])('%d is %s', async (status, code) => {
    const failure = await failureOf(answered({ status, body: { message: 'rahasia' } }));
    expect([failure.code, failure.status]).toEqual([code, status]);
    expect(failure.detail).toMatch(new RegExp(`^GET 127\\.0\\.0\\.1:\\d+/api/v1/p: status ${status}$`));
    expect(failure.cause).toBeUndefined();
  });

  it.each([
    ['7', 7_000],
    ['1.5', 1_500],
    ['999999999', 86_400_000],
    ['whenever', undefined],
  ])('a wait of %s comes with 429', async (retryAfter, ms) => {
    const failure = await failureOf(
      answered({ status: 429, body: {}, headers: { 'retry-after': retryAfter } }),
    );
    expect([failure.code, failure.retryAfterMs]).toEqual(['RATE_LIMITED', ms]);
  });

  it('a wait may be a date', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const { retryAfterMs } = await failureOf(
      answered({ status: 503, body: {}, headers: { 'retry-after': date } }),
    );
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });
});

describe('a body', () => {
  const HTML: Answer = { body: '<html>', type: 'text/html' };
  const EMPTY: Answer = { body: '', type: 'application/json' };
  const BROKEN: Answer = { body: '{"a":', type: 'application/json' };

  it.each([
    ['HTML', HTML, { path: '/p' }],
    ['JSON that breaks off', BROKEN, { path: '/p' }],
    ['nothing, where something was asked for', EMPTY, { path: '/p' }],
    ['nothing, from GraphQL', EMPTY, GRAPHQL],
    ['HTML, from a step', HTML, { method: 'POST', path: '/p', body: {} }],
    ['JSON that breaks off, from a step', BROKEN, { method: 'DELETE', path: '/p' }],
  ])('that is %s is BAD_RESPONSE', async (_, answer, request) => {
    expect((await failureOf(answered(answer, [], request))).code).toBe('BAD_RESPONSE');
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('may be missing from the answer to %s', async (method) => {
    expect(await answered({ ...EMPTY, status: 204 }, [], { method, path: '/p' })).toMatchObject({
      means: 'ok',
      body: undefined,
    });
  });

  it('that is JSON under another name is read', async () => {
    expect(await answered({ body: '{"a":1}', type: 'text/plain' })).toMatchObject({ body: { a: 1 } });
  });

  it('can give an object no other prototype', async () => {
    const { body } = await answered({ body: '{"__proto__":{"sku":"X"},"a":1}', type: 'application/json' });
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    expect((body as { sku?: unknown }).sku).toBeUndefined();
  });
});

describe('GraphQL', () => {
  const errors = [{ message: 'rahasia', extensions: { code: 'GONE' } }];

  it.each([
    ['errors and no data', { errors }],
    ['errors and null', { errors, data: null }],
    ['errors and nothing but null', { errors, data: { a: null, b: null } }],
  ])('%s are BAD_RESPONSE', async (_, body) => {
    const failure = await failureOf(answered({ body }, [], GRAPHQL));
    expect(failure.code).toBe('BAD_RESPONSE');
    expect(failure.detail).not.toContain('rahasia');
  });

  it.each([
    ['null without errors', { data: { a: null } }],
    ['no errors', { errors: [], data: { a: 1 } }],
  ])('%s is an answer', async (_, body) => {
    expect(await answered({ body }, [], GRAPHQL)).toMatchObject({ means: 'ok', body, isPartial: false });
  });

  it('some data beside its errors is an answer, in part, for who can do with one, and none for others', async () => {
    const body = { errors, data: { a: 1, b: null } };
    expect(await answered({ body }, [], GRAPHQL, true)).toMatchObject({ means: 'ok', isPartial: true });
    expect((await failureOf(answered({ body }, [], GRAPHQL))).code).toBe('BAD_RESPONSE');
    const rules = [{ when: 'data.a', means: 'ok' }];
    expect(await answered({ body }, rules, GRAPHQL)).toMatchObject({ means: 'ok', isPartial: false });
  });

  it('errors mean what a rule says', async () => {
    const rules = [{ when: "errors[0].extensions.code == 'GONE'", means: 'missing' }];
    expect(await answered({ body: { errors } }, rules, GRAPHQL)).toMatchObject({ means: 'missing' });
  });

  it('errors of what is no GraphQL are just a field', async () => {
    expect(await answered({ body: { errors } })).toMatchObject({ means: 'ok' });
  });
});

describe('rules', () => {
  const OK_FALSE: Answer = { body: { ok: false, error: { code: 'E7', wait: 3 } } };

  it.each([
    ['a status', { status: 418, body: {} }, { status: 418, means: 'missing' }, 'missing'],
    ['one of several', { status: 422, body: {} }, { status: [404, 422], means: 'missing' }, 'missing'],
    ['a condition', OK_FALSE, { when: 'ok == `false`', means: 'missing' }, 'missing'],
    ['a field that is there', OK_FALSE, { when: 'error', means: 'missing' }, 'missing'],
    ['both', OK_FALSE, { status: 200, when: "error.code == 'E7'", means: 'missing' }, 'missing'],
    ['a failure that is none', { status: 500, body: {} }, { status: 500, means: 'ok' }, 'ok'],
    ['a page', { body: '<p>', type: 'text/html' }, { status: 200, means: 'missing' }, 'missing'],
  ])('go by %s', async (_, answer, rule, means) => {
    expect(await answered(answer, [rule])).toMatchObject({ means });
  });

  it.each([
    ['another status', OK_FALSE, { status: 201, means: 'missing' }],
    ['a condition that does not hold', OK_FALSE, { when: "error.code == 'E8'", means: 'missing' }],
    ['half of both', OK_FALSE, { status: 500, when: 'error', means: 'missing' }],
    ['a field that is not there', OK_FALSE, { when: 'errors', means: 'missing' }],
    ['a field that is false', OK_FALSE, { when: 'ok', means: 'missing' }],
    ['a field that says no', { body: { failed: '0' } }, { when: 'failed', means: 'missing' }],
    ['an empty list', { body: { errors: [] } }, { when: 'errors', means: 'missing' }],
    ['what makes no sense', OK_FALSE, { when: 'length(ok) > `1`', means: 'missing' }],
  ])('do not go by %s', async (_, answer, rule) => {
    expect(await answered(answer, [rule])).toMatchObject({ means: 'ok' });
  });

  it('the first that fits decides', async () => {
    const rules = [
      { when: 'nothing', means: 'ok' },
      { when: 'error', means: 'refused', reason: 'OUT_OF_STOCK' },
      { status: 200, means: 'missing' },
    ];
    expect(await answered(OK_FALSE, rules)).toMatchObject({ means: 'refused', reason: 'OUT_OF_STOCK' });
  });

  it.each([
    ['retry', 200, 'UNAVAILABLE'],
    ['retry', 408, 'TIMEOUT'],
    ['retry', 400, 'UNAVAILABLE'],
    ['rate-limited', 200, 'RATE_LIMITED'],
    ['unauthenticated', 200, 'UNAUTHENTICATED'],
  ])('%s with status %d is %s', async (means, status, code) => {
    const failure = await failureOf(answered({ ...OK_FALSE, status }, [{ when: 'error', means }]));
    expect(failure.code).toBe(code);
    expect(failure.detail).toMatch(new RegExp(`status ${status}, ${means} by responses\\[0\\]$`));
  });

  it.each([
    ['an expression', 'error.wait', 3_000],
    ['a header', { header: 'X-Wait' }, 4_000],
    ['Retry-After, where nothing is said', undefined, 5_000],
    ['nothing, where there is nothing', 'error.none', undefined],
  ])('a wait comes from %s', async (_, wait, ms) => {
    const rule = { when: 'error', means: 'rate-limited', ...(wait === undefined ? {} : { wait }) };
    const headers = { 'x-wait': '4', 'retry-after': '5' };
    expect((await failureOf(answered({ ...OK_FALSE, headers }, [rule]))).retryAfterMs).toBe(ms);
  });

  it('a refusal is a value, whose reason whoever asked knows unless the rule says it', async () => {
    const refused = await answered(OK_FALSE, [{ when: 'error', means: 'refused' }]);
    expect(refused).toMatchObject({ means: 'refused', reason: null, body: OK_FALSE.body });
    expect('detail' in refused && refused.detail).toMatch(
      /\/api\/v1\/p: status 200, refused by responses\[0\]$/,
    );
  });
});

it('a redirect to another host is not followed, and no error names what was asked in the query', async () => {
  shop.server.knobs.fault = { kind: 'redirect', to: 'http://127.0.0.1:1/' };
  const request = { path: '/p', query: { q: 'rahasia' } };
  const failure = await failureOf(answered({ body: {} }, [], request));
  expect(failure.code).toBe('BAD_RESPONSE');
  expect(failure.detail).not.toContain('rahasia');
});
