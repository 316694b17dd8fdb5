import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  createHttpSource,
  MAX_FOREIGN_RESPONSE_BYTES,
  MAX_RESPONSE_BYTES,
  type HttpRequest,
} from '../../../../adapters/core/http/http-source';
import { marketplaceId } from '../../../../adapters/core/ids';
import {
  startFakeServer,
  type Answer,
  type FakeServer,
} from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { until } from '../../../support/until';
import { errorOf } from './refusals';

const TOKO = marketplaceId('toko-tani');
const foreign = createHttpSource(TOKO, { hosts: { privateHosts: true } });
const own = createHttpSource(TOKO);
let server: FakeServer;
let said: Answer = { body: {} };

beforeAll(async () => {
  server = await startFakeServer(() => said);
});
afterAll(async () => {
  foreign.close();
  own.close();
  await server.close();
});
beforeEach(() => {
  said = { body: { ok: true } };
  server.knobs.fault = null;
});

const answer = (request: Omit<HttpRequest, 'url'> = {}) =>
  foreign.answer({ url: `${server.url}/katalog`, ...request }, callWithin());

describe('every status is an answer', () => {
  it.each([200, 201, 202, 304, 400, 401, 403, 404, 408, 409, 410, 422, 429, 500, 502, 503, 599])(
    '%i',
    async (status) => {
      said = { status, body: { status } };
      const got = await answer();
      expect(got.status).toBe(status);
      expect(got.body).toEqual(status === 304 ? undefined : { status });
    },
  );

  it.each([
    ['null', 'null', null],
    ['a number', '12.50', 12.5],
    ['a text', '"habis"', 'habis'],
    ['a list', '[1,2]', [1, 2]],
    ['JSON after a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    ['JSON that is called a page', '{"a":1}', { a: 1 }],
    ['nothing', '', undefined],
    ['blanks', ' \r\n', undefined],
    ['a page', '<html><body>Checking your browser</body></html>', undefined],
    ['JSON that breaks off', '{"a":[1,', undefined],
    ['JSON with something after it', '{"a":1} ok', undefined],
    ['a plain text', 'Internal Server Error', undefined],
  ])('%s has its value, and its text', async (_, text, value) => {
    said = { status: 500, body: text, type: 'text/html' };
    const got = await answer();
    expect(got.body).toEqual(value);
    expect(got.text).toBe(text.replace('\ufeff', ''));
  });

  it('204 has no value', async () => {
    said = { status: 204, body: '', type: 'text/plain' };
    expect(await answer({ method: 'DELETE' })).toMatchObject({ status: 204, body: undefined, text: '' });
  });

  it('headers have names in lower case and text for values', async () => {
    said = { body: {}, headers: { 'X-Total-Count': '12', 'Retry-After': '3', 'Set-Cookie': 'a=1' } };
    const { headers } = await answer();
    expect(headers).toMatchObject({ 'x-total-count': '12', 'retry-after': '3', 'set-cookie': 'a=1' });
    for (const [name, value] of Object.entries(headers)) {
      expect(name).toBe(name.toLowerCase());
      expect(typeof value).toBe('string');
    }
  });

  it.each([
    ['reset-in-body', 'UNAVAILABLE'],
    ['hang', 'TIMEOUT'],
    ['slow-body', 'TIMEOUT'],
    ['oversize', 'BAD_RESPONSE'],
    ['gzip-bomb', 'BAD_RESPONSE'],
  ] as const)('but no answer at all is a failure: %s', async (kind, code) => {
    server.knobs.fault = { kind };
    const error = await errorOf(foreign.answer({ url: server.url }, callWithin(1_500)));
    expect(error.code).toBe(code);
  });
});

describe('a request', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)('%s is sent as such', async (method) => {
    await answer({ method, query: { halaman: 2 }, ...(method === 'GET' ? {} : { body: { a: 1 } }) });
    const sent = server.requests.at(-1);
    expect(sent).toMatchObject({ method, path: '/katalog', body: method === 'GET' ? '' : '{"a":1}' });
    expect(sent?.query.get('halaman')).toBe('2');
    if (method !== 'GET') expect(sent?.headers['content-type']).toBe('application/json');
  });

  it('sends a form as a form', async () => {
    const form = { grant_type: 'client_credentials', client_secret: 'a&b=c d+é%\n', scope: '' };
    await answer({ method: 'POST', form });
    const sent = server.requests.at(-1);
    expect(sent?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual(form);
  });

  it('without a body has none', async () => {
    await answer({ method: 'PUT' });
    expect(server.requests.at(-1)).toMatchObject({ method: 'PUT', body: '' });
  });

  it('is not sent when its deadline has passed', async () => {
    const before = server.received();
    expect((await errorOf(foreign.answer({ url: server.url }, callWithin(-1)))).code).toBe('TIMEOUT');
    expect(server.received()).toBe(before);
  });
});

describe('a header is refused, and nothing sent,', () => {
  it.each([
    ['with a line end', 'x-token', 'rahasia\r\nx-admin: 1'],
    ['with a second request', 'x-token', 'rahasia\r\n\r\nGET /admin HTTP/1.1\r\nhost: a'],
    ['with a line feed', 'x-token', 'rahasia\nx-admin: 1'],
    ['with a carriage return', 'x-token', 'rahasia\rx-admin: 1'],
    ['with a line feed at its end', 'x-token', 'rahasia\n'],
    ['with NUL', 'x-token', 'rahasia\u0000'],
    ['with a tabulator', 'x-token', 'rahasia\tx'],
    ['with escape', 'x-token', 'rahasia\u001b[2J'],
    ['with delete', 'x-token', 'rahasia\u007f'],
    ['with a next line (C1)', 'x-token', 'rahasia\u0085x'],
    ['with a line separator', 'x-token', 'rahasia\u2028x-admin: 1'],
    ['with what is a line end in its lower bytes', 'x-token', 'rahasia\u560d\u560ax-admin: 1'],
    ['with what would be left out', 'x-token', 'rahasia 🔑'],
    ['with a line end in its name', 'x-a\r\nx-admin', '1'],
    ['with a colon in its name', 'x-admin: 1', 'rahasia'],
    ['with a blank in its name', 'x admin', 'rahasia'],
    ['without a name', '', 'rahasia'],
    ['with a name that is no ASCII', 'x-é', 'rahasia'],
  ])('%s', async (_, name, value) => {
    const before = server.received();
    for (const way of ['answer', 'json', 'text'] as const) {
      const headers = { [name]: value };
      const error = await errorOf(foreign[way]({ url: server.url, headers, body: '' }, callWithin()));
      expect(error.code).toBe('INVALID_INPUT');
      expect(error.message + error.detail).not.toMatch(/rahasia|admin/);
    }
    expect(server.received()).toBe(before);
  });

  it('by a source of the operator, where every status is an answer', async () => {
    const headers = { 'x-token': 'a\r\nb: c' };
    expect((await errorOf(own.answer({ url: server.url, headers }, callWithin()))).code).toBe(
      'INVALID_INPUT',
    );
  });

  it.each(['plain', 'Bearer a.b-c_d~e+f/g==', 'Café Jawa', '"quoted", (comment)', ''])(
    'but not with %j',
    async (value) => {
      await answer({ headers: { 'X-Token': value } });
      expect(server.requests.at(-1)?.headers['x-token']).toBe(value);
    },
  );
});

describe('keys by which an object is given another prototype are left out', () => {
  const text = `{
    "title": "Beras", "__proto__": {"isAdmin": true}, "constructor": {"prototype": {"isAdmin": true}},
    "nested": [{"__proto__": {"isAdmin": true}, "kept": 1}, {"\\u005f\\u005fproto\\u005f_": {"isAdmin": true}}],
    "other": {"constructor": "PT Maju", "prototype": 1}
  }`;
  const clean = {
    title: 'Beras',
    nested: [{ kept: 1 }, {}],
    other: { constructor: 'PT Maju', prototype: 1 },
  };

  it.each(['answer', 'json'] as const)('by %s', async (way) => {
    said = { body: text, type: 'application/json' };
    const { body } = await foreign[way]({ url: server.url }, callWithin());
    expect(body).toEqual(clean);
    expect(JSON.stringify(body)).not.toMatch(/isAdmin|__proto__/);
    expect(Object.assign({}, body)).not.toHaveProperty('isAdmin');
    expect({}).not.toHaveProperty('isAdmin');
  });

  it("of a stranger; the operator's own marketplaces are read as ever", async () => {
    said = { body: text, type: 'application/json' };
    const { body } = await own.json({ url: server.url }, callWithin());
    expect(Object.keys(body as object)).toContain('__proto__');
  });
});

describe('an answer', () => {
  let raw: Server;
  let url: string;
  let body: Uint8Array = Buffer.alloc(0);
  let encoding = 'identity';
  beforeAll(async () => {
    raw = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
      response.end(body);
    });
    await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(raw.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    raw.closeAllConnections();
    return new Promise((resolve) => raw.close(resolve));
  });

  /** JSON of just so many bytes. */
  const textOf = (bytes: number) => Buffer.from(`"${'a'.repeat(bytes - 2)}"`);
  const packings = [
    ['identity', (bytes: Buffer) => bytes],
    ['gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['deflate', (bytes: Buffer) => deflateSync(bytes)],
    ['br', (bytes: Buffer) => brotliCompressSync(bytes)],
  ] as const;

  it.each(packings)('of a stranger has at most 8 MB, counted unpacked: %s', async (name, pack) => {
    encoding = name;
    body = pack(textOf(MAX_FOREIGN_RESPONSE_BYTES));
    const { text } = await foreign.answer({ url }, callWithin());
    expect(text).toHaveLength(MAX_FOREIGN_RESPONSE_BYTES);
    body = pack(textOf(MAX_FOREIGN_RESPONSE_BYTES + 1));
    if (name !== 'identity') expect(body.length).toBeLessThan(100_000);
    const error = await errorOf(foreign.answer({ url }, callWithin()));
    expect(error).toMatchObject({ code: 'BAD_RESPONSE', detail: expect.stringContaining('size limit') });
  });

  it("of the operator's own marketplaces has at most 16 MB, as ever", async () => {
    encoding = 'gzip';
    body = gzipSync(textOf(MAX_RESPONSE_BYTES));
    expect((await own.json({ url }, callWithin())).status).toBe(200);
    body = gzipSync(textOf(MAX_RESPONSE_BYTES + 1));
    expect((await errorOf(own.json({ url }, callWithin()))).code).toBe('BAD_RESPONSE');
  });

  it('may be held to less by its request', async () => {
    encoding = 'gzip';
    body = gzipSync(textOf(1_001));
    expect((await errorOf(foreign.answer({ url, maxBytes: 1_000 }, callWithin()))).code).toBe('BAD_RESPONSE');
    expect((await foreign.answer({ url, maxBytes: 1_001 }, callWithin())).status).toBe(200);
  });

  it('that does not unpack is a failure', async () => {
    encoding = 'gzip';
    body = Buffer.from('not packed at all');
    expect((await errorOf(foreign.answer({ url }, callWithin()))).code).toBe('BAD_RESPONSE');
  });
});

it('an idle connection is let go before its server closes it', async () => {
  let closed = 0;
  const patient = createServer((_, response) => response.setHeader('keep-alive', 'timeout=2').end('{}'));
  patient.keepAliveTimeout = 0; // it says so, and never does
  patient.on('connection', (socket) => {
    socket.on('close', () => (closed += 1));
  });
  await new Promise<void>((resolve) => patient.listen(0, '127.0.0.1', resolve));
  const { port } = patient.address() as AddressInfo;
  try {
    await foreign.answer({ url: `http://127.0.0.1:${port}/` }, callWithin());
    await until(() => closed === 1);
  } finally {
    patient.closeAllConnections();
    patient.close();
  }
});
