import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { inspect } from 'node:util';
import { feedName } from '../../../../adapters/core/contract';
import {
  startFakeServer,
  type Answer,
  type FakeServer,
} from '../../../../adapters/sandbox/servers/fake-server';
import type { Fault } from '../../../../adapters/sandbox/servers/faults';
import { callWithin } from '../../../support/call';
import { goods, idOf, startRestShop, type RestShop } from './rest-shop';

const SECRET = 'r4hasia/ñ+&=%41';
const TOKEN = 't0ken.dari-toko_7';
/** As they are, and as whoever sends or writes them down encodes them. */
const FORMS = [SECRET, TOKEN].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ s: secret }).toString().slice(2),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
  // Beginnings of pairs shift the rest by one or two bytes.
  ...[1, 2].map((by) =>
    Buffer.from(`${'x'.repeat(by)}${secret}`)
      .toString('base64')
      .slice(4, -4),
  ),
]);
const told = (value: unknown): string =>
  inspect(value, {
    depth: null,
    showHidden: true,
    maxArrayLength: null,
    maxStringLength: null,
    getters: true,
  });
const found = (text: string): readonly string[] => FORMS.filter((form) => text.includes(form));

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
let elsewhere: FakeServer;
beforeAll(async () => {
  provider.register();
  elsewhere = await startFakeServer(() => ({ body: {} }));
});
afterAll(async () => {
  await provider.shutdown();
  trace.disable();
  await elsewhere.close();
});

const LOGIN = {
  type: 'login',
  credentials: ['user', 'password'],
  token: { body: 'token' },
  send: { name: 'X-Session' },
};
const KINDS: readonly (readonly [string, object, Readonly<Record<string, string>>])[] = [
  ['a key in a header', { type: 'apiKey', name: 'X-Key', prefix: 'Key ' }, { key: TOKEN }],
  ['a key in the query', { type: 'apiKey', in: 'query', name: 'api_key' }, { key: SECRET }],
  ['a name and a password', { type: 'basic' }, { username: 'pasar', password: SECRET }],
  ['a bearer token', { type: 'bearer' }, { token: TOKEN }],
  [
    'OAuth, the client in a header',
    { type: 'oauth2', tokenPath: '/token' },
    { clientId: 'pasar', clientSecret: SECRET },
  ],
  [
    'OAuth, the client in the body',
    { type: 'oauth2', tokenPath: '/token', clientIn: 'body' },
    { clientId: 'pasar', clientSecret: SECRET },
  ],
  [
    'a call of its own, in a body',
    {
      ...LOGIN,
      request: {
        method: 'POST',
        path: '/login',
        body: { u: '${credentials.user}', p: '${credentials.password}' },
      },
    },
    { user: 'pasar', password: SECRET },
  ],
  [
    'a call of its own, in a form',
    {
      ...LOGIN,
      request: { method: 'POST', path: '/login', form: { p: '${credentials.password}' } },
      send: { in: 'query', name: 'sid' },
    },
    { user: 'pasar', password: SECRET },
  ],
  [
    'a call of its own, in the query and a header',
    {
      ...LOGIN,
      request: {
        path: '/login',
        query: { p: '${credentials.password}' },
        headers: { 'X-User': '${credentials.user}' },
      },
    },
    { user: 'pasar', password: SECRET },
  ],
];

const HANG: Fault = { kind: 'hang' };
/** Answers that quote all that they were sent, as careless servers do. */
type Saying = (quoted: string) => Answer;
const FAILURES: readonly (readonly [string, Saying | Fault])[] = [
  ...[400, 401, 403, 404, 409, 422, 429, 500, 503].map(
    (status) =>
      [
        `status ${status}`,
        (quoted: string) => ({
          status,
          body: { error: quoted, error_description: quoted },
          headers: { 'retry-after': '1' },
        }),
      ] as const,
  ),
  ['a page', (quoted) => ({ body: `<html>${quoted}</html>`, type: 'text/html' })],
  ['a text', (quoted) => ({ body: quoted, type: 'text/plain' })],
  ['JSON that breaks off', (quoted) => ({ body: `{"data":["${quoted}`, type: 'application/json' })],
  ['another shape', (quoted) => ({ body: { message: quoted, data: quoted, [quoted]: quoted } })],
  ['GraphQL errors', (quoted) => ({ body: { errors: [{ message: quoted, extensions: { code: quoted } }] } })],
  [
    'a redirect to another host',
    () => ({ status: 302, body: '', headers: { location: `${elsewhere.url}/taken` } }),
  ],
  [
    'a redirect that keeps the method',
    () => ({ status: 307, body: '', headers: { location: `${elsewhere.url}/taken` } }),
  ],
  [
    'a redirect to another scheme',
    () => ({ status: 301, body: '', headers: { location: 'https://127.0.0.1:1/taken' } }),
  ],
  ['a hang', HANG],
  ['a break in mid-answer', { kind: 'reset-in-body' }],
  ['too much', { kind: 'oversize' }],
  ['what does not unpack', { kind: 'gzip-bomb' }],
];

describe.each(KINDS)('%s', (_, authentication, credentials) => {
  let shop: RestShop;
  beforeEach(async () => {
    shop = await startRestShop();
    exporter.reset();
  });
  afterEach(() => shop.close());

  /** All that a marketplace gives and throws, in every way that it is asked. */
  async function everything(withinMs = 10_000): Promise<string> {
    const marketplace = shop.marketplace({ authentication }, { credentials });
    const call = () => callWithin(withinMs);
    const outcomes = await Promise.allSettled([
      marketplace.feed({ feed: feedName('offers'), cursor: null }, call()),
      marketplace.offers([idOf('A1')], call()),
    ]);
    const spans = exporter
      .getFinishedSpans()
      .map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links }));
    expect(spans.length).toBeGreaterThan(0);
    const stacks = outcomes.map((each) =>
      each.status === 'rejected' && each.reason instanceof Error ? each.reason.stack : '',
    );
    return told([outcomes, stacks, spans, marketplace.feeds.map((feed) => marketplace.source(feed))]);
  }

  it('is shown to the shop, and works', async () => {
    shop.reply = ({ path }) => ({
      body: /token|login/.test(path)
        ? { access_token: TOKEN, token: TOKEN }
        : { data: goods(1, 1), ...goods(1, 1)[0] },
    });
    const all = await everything();
    expect(all).toContain("status: 'fulfilled'");
    expect(all).not.toContain("status: 'rejected'");
    expect(
      found(
        JSON.stringify(
          shop.server.requests.map(({ headers, query, body }) => [headers, query.toString(), body]),
        ),
      ).length,
    ).toBeGreaterThan(0);
    expect(found(all)).toEqual([]);
  });

  it.each(FAILURES)('is told by nothing after %s', async (_name, saying) => {
    if ('kind' in saying) shop.server.knobs.fault = saying;
    else
      shop.reply = ({ headers, query, body }) =>
        saying(
          `${JSON.stringify(headers)} ${query.toString()} ${[...query.values()].join()} ${body} ${SECRET} ${TOKEN}`.replace(
            /"/g,
            "'",
          ),
        );
    expect(found(await everything(saying === HANG ? 200 : undefined))).toEqual([]);
    expect(elsewhere.received()).toBe(0);
  });

  it.each(FAILURES)(
    'and no token that was had with it, when the call after it ends in %s',
    async (_name, saying) => {
      shop.server.knobs.faultFor = '/products';
      if ('kind' in saying) shop.server.knobs.fault = saying;
      shop.reply = ({ path, headers, query }) => {
        if (/token|login/.test(path)) return { body: { access_token: TOKEN, token: TOKEN } };
        const quoted = `${JSON.stringify(headers)} ${query.toString()}`.replace(/"/g, "'");
        return 'kind' in saying ? { body: {} } : saying(quoted);
      };
      expect(found(await everything(saying === HANG ? 300 : undefined))).toEqual([]);
      expect(elsewhere.received()).toBe(0);
    },
  );
});
