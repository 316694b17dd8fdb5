import { AdapterError } from '../../../../adapters/core/errors';
import { feedName, type OfferReading } from '../../../../adapters/core/contract';
import { requestSchema } from '../../../../adapters/protocols/rest/manifest';
import type { ReceivedRequest } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { purchaseOrder } from '../../../support/purchase-orders';
import { anOrder, ORDERS, portsOf, startOrderShop } from './order-shop';
import { failureOf, goods, idOf, startRestShop, type RestShop } from './rest-shop';

/** Texts that mean something to whatever they pass through. */
const SECOND_REQUEST = 'a\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1\r\nHost: evil';
const HOSTILE = [
  ['a line end and a second request', SECOND_REQUEST],
  ['a line end alone', 'a\nX-Evil: 1'],
  ['a line separator', 'a\u2028X-Evil: 1'],
  ['what is a line end in its lower bytes', 'a\u560d\u560aX-Evil: 1'],
  ['NUL', 'a\0b'],
  ['an encoded line end', 'a%0d%0aX-Evil: 1'],
  ['an encoded NUL', 'a%00'],
  ['a step up', '..'],
  ['encoded steps up', '%2e%2e%2f%2e%2e%2fadmin'],
  ['steps up among others', 'a/../../admin'],
  ['another host', '//evil.example/a'],
  ['another address', 'https://evil.example/a'],
  ['a query and a fragment', 'a?admin=1&sku=b#c'],
  ['a second field of a form', 'a&admin=1;admin=2'],
  ['the end of a JSON text', '"}],"admin":true,"x":["\\'],
  ['a template', '${credentials.key}${sku}'],
  ['an expression', "a' || `1` || $.credentials.key || '"],
  ['a name that every object has', '__proto__'],
  ['a query of a document store', '{"$ne":null}'],
  ['markup', '<script>alert(1)</script>'],
  ['turned text', 'a\u202eb\u2066'],
  ['300 characters', 'x'.repeat(300)],
] as const;

const KEY = 'kunci-rahasia';
let shop: RestShop;
beforeEach(async () => {
  shop = await startRestShop();
});
afterEach(() => shop.close());

/** What is at the place of a request where a value was put, and the places where one may be. */
const PLACES: Readonly<Record<string, readonly [object, (request: ReceivedRequest) => unknown]>> = {
  path: [{ path: '/p/${v}' }, ({ path }) => decodeURIComponent(path.slice('/api/v1/p/'.length))],
  query: [{ path: '/p', query: { v: '${v}' } }, ({ query }) => query.get('v')],
  'a header': [{ path: '/p', headers: { 'X-V': '${v}' } }, ({ headers }) => headers['x-v']],
  'a form': [
    { method: 'POST', path: '/p', form: { v: '${v}' } },
    ({ body }) => new URLSearchParams(body).get('v'),
  ],
  'a body': [{ method: 'POST', path: '/p', body: { v: '${v}' } }, (request) => json(request)['v']],
  'a text of a body': [
    { method: 'POST', path: '/p', body: { v: 'no. ${v}!' } },
    (request) => String(json(request)['v']).slice(4, -1),
  ],
  'a GraphQL variable': [
    { path: '/p', graphql: { query: 'query ($v: ID) { a(v: $v) }', variables: { v: '${v}' } } },
    (request) => (json(request)['variables'] as Record<string, unknown>)['v'],
  ],
};
/** Refused rather than encoded: what any server on the way could take for something else. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  path: /[\0\n]|%0|\.\.|%2e/,
  'a header': /[\0\n\u2028\u560d\u202e]/,
};

function json({ body }: ReceivedRequest): Record<string, unknown> {
  return JSON.parse(body) as Record<string, unknown>;
}

/** Nothing but this one request came in, with no more in it than it should have. */
function onlyRequest(place: string): ReceivedRequest {
  const [received, ...more] = shop.server.requests;
  if (received === undefined) throw new Error('nothing arrived');
  expect(more).toEqual([]);
  expect(received.path).toMatch(place === 'path' ? /^\/api\/v1\/p\/[^/]+$/ : /^\/api\/v1\/p$/);
  expect([...received.query.keys()]).toEqual(place === 'query' ? ['v'] : []);
  expect(Object.keys(received.headers).filter((name) => /evil|admin/.test(name))).toEqual([]);
  expect(received.headers['host']).toBe(new URL(shop.server.url).host);
  if (place === 'a form') expect([...new URLSearchParams(received.body).keys()]).toEqual(['v']);
  if (place === 'a body') expect(Object.keys(json(received))).toEqual(['v']);
  return received;
}

const TABLE = Object.keys(PLACES).flatMap((place) =>
  HOSTILE.map(([name, text]) => [place, name, text] as const),
);

describe('what a client, a shop or a buyer wrote is sent as it is, or not at all', () => {
  it.each(TABLE)('in %s: %s', async (place, _, value) => {
    const [request, valueIn] = PLACES[place] ?? [{}, () => undefined];
    shop.reply = () => ({ body: { data: {} } });
    const exchange = shop.exchange(
      { authentication: { type: 'apiKey', name: 'X-Key' } },
      { credentials: { key: KEY } },
    );
    const sending = exchange.send(
      { request: requestSchema.parse(request), variables: { v: value } },
      callWithin(),
    );
    if (REFUSED[place]?.test(value) === true) {
      const { code, detail } = await failureOf(sending);
      expect([code, detail]).toEqual(['INVALID_INPUT', expect.stringMatching(/^not sent: /)]);
      expect(detail).not.toMatch(/Evil|admin/);
      expect(shop.server.received()).toBe(0);
      return;
    }
    await sending;
    const received = onlyRequest(place);
    expect(valueIn(received)).toBe(value);
    expect(received.headers['x-key']).toBe(KEY);
    expect(JSON.stringify([received.path, received.query.toString(), received.body])).not.toContain(KEY);
  });
});

describe('an id that a client made up', () => {
  const read = async (byIds: object, sku: string): Promise<OfferReading | undefined> => {
    const marketplace = shop.marketplace({ requests: { feed: { path: '/p' }, byIds } });
    const [reading] = await marketplace.offers([idOf(sku)], callWithin());
    await marketplace.close();
    return reading;
  };

  it.each(HOSTILE.filter(([, text]) => text.length <= 200 && REFUSED['path']?.test(text) === true))(
    'is INVALID_INPUT and not sent: %s',
    async (_, sku) => {
      const reading = await read({ path: '/p/${sku}' }, sku);
      expect(reading).toBeInstanceOf(AdapterError);
      expect(reading).toMatchObject({ code: 'INVALID_INPUT' });
      expect(shop.server.received()).toBe(0);
    },
  );

  it('that is longer than any is none of an offer, and not asked for', async () => {
    expect(await read({ path: '/p/${sku}' }, 'x'.repeat(300))).toBeNull();
    expect(shop.server.received()).toBe(0);
  });

  it('is one of several, which a comma in it does not become', async () => {
    shop.reply = () => ({ body: { data: [] } });
    const marketplace = shop.marketplace({
      batch: 10,
      requests: { feed: { path: '/p' }, byIds: { method: 'POST', path: '/p', body: { skus: '${skus}' } } },
      recordsById: { at: 'data' },
    });
    await marketplace.offers([idOf('A,B'), idOf('C"],"admin":[')], callWithin());
    expect(shop.server.requests.map(json)).toEqual([{ skus: ['A,B', 'C"],"admin":['] }]);
  });

  it('that a shop answers with another offer is not that offer', async () => {
    shop.reply = () => ({ body: { sku: 'A2', name: 'Barang', price: 1 } });
    expect(await read({ path: '/p/${sku}' }, 'A1')).toBeNull();
  });
});

describe('what a shop gives to ask for its next page', () => {
  const asked = async (next: unknown): Promise<unknown> => {
    const marketplace = shop.marketplace({
      requests: { feed: { path: '/p', query: { after: '${cursor}' } }, byIds: { path: '/p/${sku}' } },
      paging: { type: 'cursor', next: 'next' },
    });
    shop.reply = ({ query }) => ({ body: { data: goods(1, 1), ...(query.has('after') ? {} : { next }) } });
    const feed = feedName('offers');
    const page = await marketplace.feed({ feed, cursor: null }, callWithin());
    await marketplace.feed({ feed, cursor: page.next }, callWithin());
    const [, second, ...more] = shop.server.requests;
    expect(more).toEqual([]);
    expect([second?.path, [...(second?.query.keys() ?? [])]]).toEqual(['/api/v1/p', ['after']]);
    return second?.query.get('after');
  };

  it.each(HOSTILE)('comes back as it was: %s', async (_, cursor) => {
    expect(await asked(cursor)).toBe(cursor);
  });

  it.each([
    'http://evil.example/p?page=2',
    '//evil.example/p?page=2',
    '\\\\evil.example/p',
    'http:\\\\evil.example\\p',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://169.254.169.254/latest',
    'ftp://127.0.0.1/p',
  ])('is no link that leads elsewhere: %s', async (target) => {
    const marketplace = shop.marketplace({ paging: { type: 'link' } });
    shop.reply = () => ({ body: { data: goods(1, 1) }, headers: { link: `<${target}>; rel="next"` } });
    const failure = await failureOf(
      marketplace.feed({ feed: feedName('offers'), cursor: null }, callWithin()),
    );
    expect([failure.code, failure.detail]).toEqual(['BAD_RESPONSE', expect.stringMatching(/^paging: /)]);
  });
});

describe('a token that a shop made up', () => {
  const login = (send: object) =>
    shop.exchange(
      {
        authentication: {
          type: 'login',
          credentials: ['user'],
          request: { method: 'POST', path: '/login', body: { user: '${credentials.user}' } },
          token: { body: 'token' },
          send,
        },
      },
      { credentials: { user: 'pasar' } },
    );
  const ask = (exchange: ReturnType<typeof login>) =>
    exchange.send({ request: requestSchema.parse({ path: '/p' }), variables: {} }, callWithin());

  it.each(HOSTILE.filter(([, text]) => REFUSED['a header']?.test(text) === true))(
    'is shown in no header: %s',
    async (_, token) => {
      shop.reply = () => ({ body: { token } });
      const failure = await failureOf(ask(login({ name: 'X-Session' })));
      expect([failure.code, failure.detail.includes('Evil')]).toEqual(['BAD_RESPONSE', false]);
      expect(shop.server.requests.map(({ path }) => path)).toEqual(['/api/v1/login']);
    },
  );

  it.each(HOSTILE)('is one parameter of a query: %s', async (_, token) => {
    shop.reply = () => ({ body: { token } });
    await ask(login({ in: 'query', name: 'sid' }));
    const [, second, ...more] = shop.server.requests;
    expect(more).toEqual([]);
    expect(Object.fromEntries(second?.query ?? [])).toEqual({ sid: token });
  });
});

describe('what an answer of a shop gives for its next call', () => {
  const CAPTURED = ['path', 'query', 'a header', 'a form', 'a body'];

  it.each(TABLE.filter(([place]) => CAPTURED.includes(place)))('in %s: %s', async (place, _, key) => {
    const [shape, valueIn] = PLACES[place] ?? [{}, () => undefined];
    const orderShop = await startOrderShop();
    orderShop.answers = { cart: { cart: 'C1', key } };
    const [open] = ORDERS.place;
    const next = JSON.parse(JSON.stringify(shape).replaceAll('${v}', '${captured.key}')) as object;
    const ports = portsOf(orderShop, {
      place: [
        { ...open, capture: { cart: 'cart', key: 'key' } },
        { name: 'next', request: next },
      ],
    });
    const outcome: unknown = await ports.ordering
      .place(anOrder(), callWithin())
      .catch((error: unknown) => error);
    ports.close();
    await orderShop.server.close();

    const [find, cart, ...more] = orderShop.server.requests;
    expect([find?.path, cart?.path]).toEqual(['/orders', '/open-cart']);
    expect(more.at(-1)).toMatchObject({ method: 'DELETE', path: '/opened/C1' });
    const [sent, ...others] = more.slice(0, -1);
    expect(others).toEqual([]);
    if (REFUSED[place]?.test(key) === true) {
      expect(outcome).toMatchObject({
        code: 'INVALID_INPUT',
        detail: expect.stringMatching(/^step next: not sent: .*; undone: cart$/) as string,
      });
      expect(sent).toBeUndefined();
    } else {
      expect(outcome).toMatchObject({ outcome: 'REFUSED' }); // it knows no /p
      expect(sent === undefined ? undefined : valueIn({ ...sent, path: `/api/v1${sent.path}` })).toBe(key);
      expect(Object.keys(sent?.headers ?? {})).not.toContain('x-evil');
    }
  });
});

describe('what a buyer wrote', () => {
  it.each(HOSTILE)('is one text of the order, whatever it says: %s', async (_, text) => {
    const orderShop = await startOrderShop();
    const ports = portsOf(orderShop);
    const order = anOrder({ note: text });
    const outcome = await ports.ordering.place(
      purchaseOrder(
        order.lines.map(({ offer }) => offer),
        { ...order, note: text, deliverTo: { ...order.deliverTo, address: text, receiver: text } },
      ),
      callWithin(),
    );
    expect(outcome).toEqual({ outcome: 'PLACED' });
    const confirmed = orderShop.server.requests.find(({ path }) => path === '/confirm');
    expect(JSON.parse(confirmed?.body ?? '')).toMatchObject({ note: text, reference: order.reference });
    expect(orderShop.orders[0]).toMatchObject({ address: { street: text } });
    expect(orderShop.server.requests).toHaveLength(6);
    ports.close();
    await orderShop.server.close();
  });
});
