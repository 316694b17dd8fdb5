import { createHttpSource, type HttpSource } from '../../../../adapters/core/http/http-source';
import { detailForLog } from '../../../../adapters/core/http/http-errors';
import { marketplaceId } from '../../../../adapters/core/ids';
import { startFakeServer, type FakeServer } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { errorOf } from './refusals';

/** A stranger's address may not lead to Pasar's own network, in whatever way it is written (SSRF). */
const TOKO = marketplaceId('toko-tani');
let server: FakeServer;
let http: HttpSource;
/** What was looked up: figures and local names never are. */
const resolved: string[] = [];

beforeAll(async () => {
  server = await startFakeServer(() => ({ body: { secret: true } }));
  http = createHttpSource(TOKO, {
    hosts: { privateHosts: false },
    resolve: (name) => {
      resolved.push(name);
      return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    },
  });
});
afterAll(async () => {
  http.close();
  await server.close();
});
beforeEach(() => {
  resolved.length = 0;
});

async function refusalOf(url: string) {
  const error = await errorOf(http.answer({ url }, callWithin()));
  expect(error.code).toBe('FORBIDDEN');
  expect(error.message).toBe('The marketplace refused access.');
  expect(server.connections()).toBe(0);
  return error.detail;
}

const portOf = () => new URL(server.url).port;

describe('an address in figures is not called', () => {
  it.each([
    ['plain', '127.0.0.1', 'loopback'],
    ['with a dot at its end', '127.0.0.1.', 'loopback'],
    ['in two parts', '127.1', 'loopback'],
    ['in three parts', '127.0.1', 'loopback'],
    ['as one decimal number', '2130706433', 'loopback'],
    ['as one octal number', '017700000001', 'loopback'],
    ['as one hexadecimal number', '0x7f000001', 'loopback'],
    ['in octal parts', '0177.0.0.1', 'loopback'],
    ['in octal parts with more zeros', '00000177.0.0.01', 'loopback'],
    ['in hexadecimal parts', '0x7f.0x0.0x0.0x1', 'loopback'],
    ['in parts of several kinds', '0x7f.1', 'loopback'],
    ['in full-width digits', '１２７.０.０.１', 'loopback'],
    ['with ideographic full stops', '127。0。0。1', 'loopback'],
    ['in circled digits', '①②⑦.⓪.⓪.①', 'loopback'],
    ['percent-encoded', '%31%32%37.0.0.1', 'loopback'],
    ['zero', '0', 'unspecified'],
    ['unspecified', '0.0.0.0', 'unspecified'],
    ['elsewhere in 127/8', '127.127.127.127', 'loopback'],
    ['private', '10.1.2.3', 'private'],
    ['private, as one number', '0xC0A80101', 'private'],
    ['private, 172.16/12', '172.31.0.1', 'private'],
    ['link-local', '169.254.0.1', 'linkLocal'],
    ["carriers' NAT", '100.64.0.1', 'carrierGradeNat'],
    ['metadata', '169.254.169.254', 'metadata'],
    ['metadata, as one number', '2852039166', 'metadata'],
    ['metadata, hexadecimal', '0xA9.0xFE.0xA9.0xFE', 'metadata'],
    ['metadata, mapped', '[::ffff:169.254.169.254]', 'metadata'],
    ['metadata, IPv6', '[fd00:ec2::254]', 'metadata'],
    ['benchmarking', '198.18.0.1', 'reserved'],
    ['documentation', '203.0.113.7', 'reserved'],
    ['multicast', '224.0.0.251', 'multicast'],
    ['broadcast', '255.255.255.255', 'broadcast'],
    ['IPv6 loopback', '[::1]', 'loopback'],
    ['IPv6 loopback, written out', '[0:0:0:0:0:0:0:1]', 'loopback'],
    ['IPv6 loopback, with zeros', '[0000:0000:0000:0000:0000:0000:0000:0001]', 'loopback'],
    ['IPv6 unspecified', '[::]', 'unspecified'],
    ['mapped', '[::ffff:127.0.0.1]', 'ipv4Mapped'],
    ['mapped, in hexadecimal', '[::FFFF:7F00:1]', 'ipv4Mapped'],
    ['mapped, of a public address', '[::ffff:8.8.8.8]', 'ipv4Mapped'],
    ['compatible', '[::127.0.0.1]', 'not given out'],
    ['translated', '[::ffff:0:127.0.0.1]', 'rfc6145'],
    ['6to4', '[2002:7f00:1::]', '6to4'],
    ['NAT64', '[64:ff9b::7f00:1]', 'rfc6052'],
    ['NAT64 of a local prefix', '[64:ff9b:1::7f00:1]', 'rfc6052'],
    ['Teredo', '[2001:0:7f00:1::]', 'teredo'],
    ['IPv6 link-local', '[fe80::1]', 'linkLocal'],
    ['unique local', '[fd00::1]', 'uniqueLocal'],
    ['site-local', '[fec0::1]', 'deprecatedSiteLocal'],
    ['IPv6 multicast', '[ff02::1]', 'multicast'],
  ])('%s: %s', async (_, host, range) => {
    expect(await refusalOf(`https://${host}:${portOf()}/katalog`)).toContain(range);
    expect(resolved).toEqual([]);
  });
});

describe('a name of this machine or its network is not called', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'localhost..',
    'ｌｏｃａｌｈｏｓｔ',
    'ⓛocalhost',
    'loc%61lhost',
    'loc\u00adalhost',
    'toko.localhost',
    'printer.local',
    'db.internal',
    'postgres',
    'postgres.',
    'notlocalhost',
    'postgres.default.svc',
    'postgres.default.svc.cluster.local',
    'nas.lan',
    'router.home.arpa',
    'home.arpa',
    'erp.corp',
    'wiki.intranet',
    'db.private',
    'host.localdomain',
    'internal',
    'metadata',
    'metadata.google.internal',
    'Metadata.Google.Internal.',
    'metadata.goog',
    'instance-data',
  ])('%s', async (host) => {
    expect(await refusalOf(`https://${host}:${portOf()}/`)).toMatch(/a local name|a metadata service/);
    expect(resolved).toEqual([]);
  });
});

describe('a name that leads to such an address is not called', () => {
  it.each([
    ['toko.example', 'toko.example'],
    ['127.0.0.1.nip.io', '127.0.0.1.nip.io'],
    ['TOKO.Example.', 'toko.example.'],
    ['токо.example', 'xn--j1ahbn.example'],
    ['localhost.example', 'localhost.example'],
    ['local.example', 'local.example'],
    ['svc.example', 'svc.example'],
  ])('%s', async (host, name) => {
    const url = `https://${host}:${portOf()}/`;
    const error = await errorOf(http.answer({ url }, callWithin()));
    expect(error.code).toBe('FORBIDDEN');
    expect(resolved).toEqual([name]);
    // Partners read the detail, and learn from it nothing of what our network answers.
    expect(error.detail).toMatch(/: a host that is not called$/);
    expect(detailForLog(error)).toContain(`a host that is not called, ${name} (127.0.0.1): not a public`);
  });
});

describe('a URL that says one thing and means another is not called', () => {
  it.each([
    ['https://toko.example@127.0.0.1/', 'loopback'],
    ['https://toko.example:443@127.0.0.1/', 'loopback'],
    ['https://toko.example%2f@127.0.0.1/', 'loopback'],
    ['https://user:word@toko.example/', 'credentials in the URL'],
    ['https://user@toko.example/', 'credentials in the URL'],
    ['https://:word@toko.example/', 'credentials in the URL'],
    ['https:127.0.0.1', 'loopback'],
    ['https:/\\127.0.0.1', 'loopback'],
    ['https:\\\\127.0.0.1\\toko.example', 'loopback'],
    ['https://127.0.0.1#@toko.example/', 'loopback'],
    ['https://127.0.0.1?@toko.example/', 'loopback'],
    ['https://127.0.0.1\\@toko.example/', 'loopback'],
    ['  https://127.0.0.1  ', 'loopback'],
    ['ht\ntps://127.0\t.0.1', 'loopback'],
    ['https://[fe80::1%25eth0]/', 'no valid URL'],
    ['https://127.0.0.1%00.toko.example/', 'no valid URL'],
    ['https://256.0.0.1/', 'no valid URL'],
    ['https://', 'no valid URL'],
    ['//toko.example/', 'no valid URL'],
    ['/katalog', 'no valid URL'],
    ['', 'no valid URL'],
    ['http://toko.example/', 'http: and not https'],
    ['HTTP://8.8.8.8/', 'http: and not https'],
    ['file:///etc/passwd', 'file: and not https'],
    ['data:application/json,{}', 'data: and not https'],
    ['ftp://toko.example/', 'ftp: and not https'],
    ['unix:/var/run/docker.sock', 'unix: and not https'],
  ])('%j', async (url, reason) => {
    const detail = await refusalOf(url);
    expect(detail).toContain(reason);
    expect(detail).not.toMatch(/word/);
    expect(resolved).toEqual([]);
  });
});

it.each(['json', 'text', 'answer'] as const)('all ways to ask obey the policy: %s', async (way) => {
  const asked = http[way]({ url: 'https://127.0.0.1/', body: '' }, callWithin());
  expect(await errorOf(asked)).toMatchObject({ code: 'FORBIDDEN', marketplace: TOKO });
});

describe('where private hosts are allowed', () => {
  const laptop = createHttpSource(TOKO, { hosts: { privateHosts: true } });
  afterAll(() => laptop.close());

  it.each(['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]'])(
    '%s is called, over http',
    async (host) => {
      const answer = await laptop.answer({ url: `http://${host}:${portOf()}/` }, callWithin());
      expect(answer.body).toEqual({ secret: true });
    },
  );

  it.each([
    ['http://169.254.169.254/latest/meta-data', 'a metadata service'],
    ['http://[fd00:ec2::254]/', 'a metadata service'],
    ['http://[::ffff:a9fe:a9fe]/', 'a metadata service'],
    ['http://metadata.google.internal/', 'a metadata service'],
    ['http://0.0.0.0/', 'unspecified'],
    ['http://0/', 'unspecified'],
    ['http://[::]/', 'unspecified'],
    ['http://224.0.0.1/', 'multicast'],
    ['http://user:word@127.0.0.1/', 'credentials in the URL'],
    ['file:///etc/passwd', 'file: and not https'],
  ])('%s is still not called', async (url, reason) => {
    const error = await errorOf(laptop.answer({ url }, callWithin()));
    expect(error).toMatchObject({ code: 'FORBIDDEN', detail: expect.stringContaining(reason) });
  });

  it('a name without an address is not reached, which is no refusal', async () => {
    const error = await errorOf(laptop.answer({ url: 'http://nowhere.invalid/' }, callWithin()));
    expect(error.code).toBe('UNAVAILABLE');
  });
});

it("without a policy the operator's own marketplaces are called wherever they are", async () => {
  const own = createHttpSource(TOKO);
  const { body } = await own.json({ url: server.url }, callWithin());
  own.close();
  expect(body).toEqual({ secret: true });
});
