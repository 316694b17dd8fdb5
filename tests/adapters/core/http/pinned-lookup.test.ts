import { createHook } from 'node:async_hooks';
import type { LookupAddress } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { detailForLog } from '../../../../adapters/core/http/http-errors';
import { createHttpSource, type HttpSource } from '../../../../adapters/core/http/http-source';
import { createPinnedLookup, type ResolveHost } from '../../../../adapters/core/http/pinned-lookup';
import { marketplaceId } from '../../../../adapters/core/ids';
import { startFakeServer, type FakeServer } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { errorOf } from './refusals';

/** Addresses that a name has, where each question may be answered otherwise. */
function scripted(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const resolve: ResolveHost = (name) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(name);
    return Promise.resolve(answer.map(addressOf));
  };
  return { resolve, asked };
}

const addressOf = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });

/** A public address that is routed nowhere: IANA keeps 2d00::/8 for later. */
const PUBLIC = '2d00::1';
const TOKO = marketplaceId('toko-tani');
let server: FakeServer;
const opened: HttpSource[] = [];

function open(privateHosts: boolean, resolve: ResolveHost): HttpSource {
  const http = createHttpSource(TOKO, { hosts: { privateHosts }, resolve });
  opened.push(http);
  return http;
}

/** Connections that are begun, as Node itself tells; each is given its address a moment later. */
const begun: { readonly address?: string }[] = [];
const watch = createHook({
  init(_id, type, _trigger, resource) {
    if (type === 'TCPCONNECTWRAP') begun.push(resource);
  },
});
const attempts = () => begun.map(({ address }) => address);

beforeAll(async () => {
  server = await startFakeServer(() => ({ body: {}, headers: { connection: 'close' } }));
  watch.enable();
});
afterAll(async () => {
  watch.disable();
  opened.forEach((http) => http.close());
  await server.close();
});
beforeEach(() => {
  begun.length = 0;
});

const urlAt = (name: string, scheme = 'http') => `${scheme}://${name}:${new URL(server.url).port}/`;

describe('a name that is answered otherwise the second time (DNS rebinding)', () => {
  it('is connected to at the address that was judged, and refused once the answer is another', async () => {
    const { resolve, asked } = scripted([PUBLIC], ['127.0.0.1']);
    const http = open(false, resolve);
    const before = server.connections();
    const first = await errorOf(http.answer({ url: urlAt('toko.example', 'https') }, callWithin(2_000)));
    expect(['UNAVAILABLE', 'TIMEOUT']).toContain(first.code); // no one is there
    expect(attempts()).toEqual([PUBLIC]);
    expect(asked).toEqual(['toko.example']);

    const second = await errorOf(http.answer({ url: urlAt('toko.example', 'https') }, callWithin()));
    expect(second.code).toBe('FORBIDDEN');
    expect(detailForLog(second)).toContain('toko.example (127.0.0.1): not a public address (loopback)');
    expect(attempts()).toEqual([PUBLIC]);
    expect(server.connections()).toBe(before);
  });

  it('is asked for once per connection', async () => {
    const { resolve, asked } = scripted(['127.0.0.1']);
    const http = open(true, resolve);
    for (let count = 1; count <= 3; count += 1) {
      expect((await http.answer({ url: urlAt('toko.example') }, callWithin())).status).toBe(200);
      expect(asked).toHaveLength(count);
    }
    expect(attempts()).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
    expect(server.requests.at(-1)?.headers['host']).toBe(new URL(urlAt('toko.example')).host);
  });

  it('may be read again over a connection that is still open, without being asked for', async () => {
    const lasting = await startFakeServer(() => ({ body: {} }));
    const { resolve, asked } = scripted(['127.0.0.1'], ['169.254.169.254']);
    const http = open(true, resolve);
    const url = `http://toko.example:${new URL(lasting.url).port}/`;
    for (let count = 0; count < 3; count += 1) await http.answer({ url }, callWithin());
    expect(asked).toHaveLength(1);
    expect(lasting.connections()).toBe(1);
    await lasting.close();
  });

  it('is refused in the middle of a redirect on its own host too', async () => {
    const { resolve, asked } = scripted(['127.0.0.1'], ['169.254.169.254']);
    const http = open(true, resolve);
    server.knobs.fault = { kind: 'redirect', to: '/elsewhere' };
    const error = await errorOf(http.answer({ url: urlAt('toko.example') }, callWithin()));
    server.knobs.fault = null;
    expect(error.code).toBe('FORBIDDEN');
    expect(detailForLog(error)).toContain('169.254.169.254');
    expect(asked).toHaveLength(2);
    expect(attempts()).toEqual(['127.0.0.1']);
  });
});

describe('one wrong address condemns a name', () => {
  it.each([
    [[PUBLIC, '127.0.0.1']],
    [['127.0.0.1', PUBLIC]],
    [[PUBLIC, '8.8.8.8', '::1']],
    [['8.8.8.8', '::ffff:10.0.0.1']],
    [[PUBLIC, 'fe80::1%eth0']],
    [[PUBLIC, '0.0.0.0']],
    [[PUBLIC, 'no address']],
    [[PUBLIC, '168.63.129.16']],
  ])('%j', async (addresses) => {
    const http = open(false, scripted(addresses).resolve);
    const error = await errorOf(http.answer({ url: urlAt('toko.example', 'https') }, callWithin()));
    expect(error.code).toBe('FORBIDDEN');
    for (const address of addresses) expect(error.detail).not.toContain(address);
    expect(attempts()).toEqual([]);
  });
});

describe('a redirect', () => {
  const portOf = () => new URL(server.url).port;
  it.each([
    ['to a metadata service', () => 'http://169.254.169.254/latest/meta-data', 'BAD_RESPONSE'],
    ['to this machine by another name', () => `http://127.0.0.1:${portOf()}/`, 'BAD_RESPONSE'],
    ['to another port', () => 'http://toko.example:1/', 'BAD_RESPONSE'],
    ['to another scheme', () => `https://toko.example:${portOf()}/`, 'BAD_RESPONSE'],
    ['to a file', () => 'file:///etc/passwd', 'BAD_RESPONSE'],
    ['to no URL', () => 'http://[', 'BAD_RESPONSE'],
    ['with credentials', () => `http://user:word@toko.example:${portOf()}/`, 'FORBIDDEN'],
    ['in a circle', () => '/', 'BAD_RESPONSE'],
  ])('%s is not followed', async (_, to, code) => {
    const http = open(true, scripted(['127.0.0.1']).resolve);
    server.knobs.fault = { kind: 'redirect', to: to() };
    const error = await errorOf(http.answer({ url: urlAt('toko.example') }, callWithin()));
    server.knobs.fault = null;
    expect(error.code).toBe(code);
    expect(error.detail).not.toMatch(/word/);
    expect(new Set(attempts())).toEqual(new Set(['127.0.0.1']));
  });
});

it('TLS is begun with the name, not with the address that was judged', async () => {
  const names: string[] = [];
  const tls = createTlsServer({
    SNICallback: (name, done) => {
      names.push(name);
      done(new Error('no certificate'));
    },
  });
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
  const { port } = tls.address() as AddressInfo;
  const http = open(true, scripted(['127.0.0.1']).resolve);
  const error = await errorOf(http.answer({ url: `https://toko.example:${port}/` }, callWithin()));
  await new Promise((resolve) => tls.close(resolve));
  expect(error.code).toBe('UNAVAILABLE');
  expect(names).toEqual(['toko.example']);
});

describe('a lookup', () => {
  const ask = (addresses: readonly string[], options: object) =>
    new Promise<unknown>((resolve) => {
      const lookup = createPinnedLookup({ privateHosts: false }, scripted(addresses).resolve);
      lookup('toko.example', options, (error, address, family) =>
        resolve(error === null ? { address, family } : { failed: error.code }),
      );
    });
  const [four, six] = ['8.8.8.8', PUBLIC] as const;

  it.each([
    ['all addresses, in their order', { all: true }, { address: [six, four].map(addressOf) }],
    ['all of a family', { all: true, family: 4 }, { address: [addressOf(four)] }],
    ['one address', {}, { address: six, family: 6 }],
    ['one of a family', { family: 'IPv4' }, { address: four, family: 4 }],
    ['one of the other family', { family: 6 }, { address: six, family: 6 }],
  ])('gives %s', async (_, options, answer) => {
    expect(await ask([six, four], options)).toEqual(answer);
  });

  it('fails where there is no address of the family', async () => {
    expect(await ask([four], { family: 6 })).toEqual({ failed: 'ENOTFOUND' });
    expect(await ask([], { all: true })).toEqual({ failed: 'ENOTFOUND' });
  });

  it('judges addresses of the other family as well', async () => {
    expect(await ask([four, '::1'], { family: 4 })).toEqual({ failed: undefined });
  });
});
