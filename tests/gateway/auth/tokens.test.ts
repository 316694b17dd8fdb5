import { GraphQLError } from 'graphql';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload, type KeyLike } from 'jose';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ROLES, type Actor } from '../../../adapters/core/actor';
import { parseMarketplaceId } from '../../../adapters/core/ids';
import { readAuthConfig } from '../../../gateway/auth/config';
import { openDevelopmentKey } from '../../../gateway/auth/development-key';
import { openTokenAuthority, type TokenAuthority } from '../../../gateway/auth/token-authority';
import { actorOf } from '../../support/actors';
import { temporaryFolder } from '../../support/temporary-folder';

const ISSUER = 'https://id.example.go.id';
const AUDIENCE = 'pasar';
const now = () => Math.floor(Date.now() / 1000);
const CLAIMS: JWTPayload = { sub: 'ani', role: 'PP', institution: 'D180', work_unit: '0012' };
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Refusal {
  readonly code: unknown;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly message: string;
}

async function refusalOf(authority: TokenAuthority, authorization: string): Promise<Refusal> {
  const error: unknown = await authority.identify(authorization).catch((thrown: unknown) => thrown);
  if (!(error instanceof GraphQLError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  const { code, http } = error.extensions as {
    code: string;
    http: { status: number; headers: Map<string, string> };
  };
  return { code, status: http.status, headers: Object.fromEntries(http.headers), message: error.message };
}

function expectInvalid(refusal: Refusal, message: RegExp, token: string): void {
  expect(refusal).toEqual({
    code: 'UNAUTHENTICATED',
    status: 401,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    message: expect.stringMatching(message),
  });
  for (const part of token.split('.').filter((text) => text.length > 12)) {
    expect(refusal.message).not.toContain(part);
  }
}

describe('tokens of an identity provider', () => {
  let server: Server;
  let authority: TokenAuthority;
  let rsa: KeyLike;
  let rsaPublic: KeyLike;
  let stranger: KeyLike;
  let address: string;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    ({ privateKey: rsa, publicKey: rsaPublic } = pair);
    ({ privateKey: stranger } = await generateKeyPair('RS256'));
    const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }];
    server = createServer((request, response) => {
      if (request.url === '/broken') return void response.writeHead(500).end();
      response.setHeader('content-type', 'application/json');
      response.end(request.url === '/other' ? '{"hello":1}' : JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    authority = authorityAt(`${address}/jwks`);
  });
  afterAll(() => server.close());

  const authorityAt = (url: string) =>
    openTokenAuthority({ jwks: { url, issuer: ISSUER, audience: AUDIENCE }, dataDir: '/nonexistent' });

  function tokenOf(
    change: Record<string, unknown> = {},
    { key = rsa, kid = 'one' }: { key?: KeyLike | Uint8Array; kid?: string } = {},
  ): Promise<string> {
    const claims = { ...CLAIMS, iss: ISSUER, aud: AUDIENCE, exp: now() + 600, ...change };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: key instanceof Uint8Array ? 'HS256' : 'RS256', kid })
      .sign(key);
  }

  it('name their bearer, whatever case the scheme is in', async () => {
    const token = await tokenOf({ name: 'Ani Lestari', email: 'ani@example.go.id' });
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      expect(await authority.identify(`${scheme} ${token}`)).toEqual(actorOf());
    }
  });

  it('are not needed to read what is open', async () => {
    expect(await authority.identify(undefined)).toBeNull();
  });

  it('are accepted a few seconds late, for clocks differ', async () => {
    expect(await authority.identify(`Bearer ${await tokenOf({ exp: now() - 10 })}`)).not.toBeNull();
  });

  it.each<[string, () => Promise<string> | string, RegExp]>([
    ['expired', () => tokenOf({ exp: now() - 120 }), /has expired\. Get a new one/],
    ['not yet valid', () => tokenOf({ nbf: now() + 600 }), /not valid yet/],
    ['without an end', () => tokenOf({ exp: undefined }), /never expires/],
    ['of another issuer', () => tokenOf({ iss: 'https://evil.example' }), /another issuer/],
    ['without an issuer', () => tokenOf({ iss: undefined }), /another issuer/],
    ['for another service', () => tokenOf({ aud: 'mail' }), /another service/],
    ['signed by a stranger', () => tokenOf({}, { key: stranger }), /signature is of no key/],
    ['of an unknown key', () => tokenOf({}, { kid: 'two' }), /signature is of no key/],
    [
      'whose claims were changed',
      async () => {
        const [header, , signature] = (await tokenOf()).split('.');
        const claims = encode({ ...CLAIMS, role: 'ADMIN', iss: ISSUER, aud: AUDIENCE, exp: now() + 600 });
        return `${header}.${claims}.${signature}`;
      },
      /signature is of no key/,
    ],
    [
      'with no signature (alg none)',
      () =>
        `${encode({ alg: 'none' })}.${encode({ ...CLAIMS, iss: ISSUER, aud: AUDIENCE, exp: now() + 600 })}.`,
      /algorithm is not accepted/,
    ],
    [
      'signed with the public key as if it were a secret',
      async () => tokenOf({}, { key: new TextEncoder().encode(await exportSPKI(rsaPublic)) }),
      /algorithm is not accepted/,
    ],
    ['without a subject', () => tokenOf({ sub: undefined }), /claim sub is missing/],
    ['of no role', () => tokenOf({ role: undefined }), /claim role must be one of PP, PPK/],
    ['of an unknown role', () => tokenOf({ role: 'KING' }), /claim role must be one of PP, PPK/],
    [
      'without the institution',
      () => tokenOf({ institution: undefined }),
      /claim institution is missing; role PP/,
    ],
    ['of no institution', () => tokenOf({ institution: 'malang' }), /claim institution must be a code/],
    ['of no work unit', () => tokenOf({ work_unit: '<b>' }), /claim work_unit must be a code/],
    [
      'without the marketplace',
      () => tokenOf({ role: 'PARTNER' }),
      /claim marketplace is missing; role PARTNER/,
    ],
    ['with a name that is none', () => tokenOf({ name: 7 }), /claim name must be a text/],
    ['that is garbage', () => 'garbage-garbage-garbage', /is no token/],
    [
      'that is garbage in three parts',
      () => 'eyJhbGciOiJSUzI1NiJ9.bm8gY2xhaW1z.c2lnbmF0dXJl',
      /authorization: /,
    ],
    ['that is too long', () => 'x'.repeat(8 * 1024 + 1), /longer than 8192 characters/],
  ])('are refused when %s', async (_, token, message) => {
    const text = await token();
    expectInvalid(await refusalOf(authority, `Bearer ${text}`), message, text);
  });

  it.each(['Basic YW5pOnNlY3JldC1zZWNyZXQ=', 'Bearer', 'Bearer a b', ''])(
    'are the only thing accepted: not "%s"',
    async (authorization) => {
      expectInvalid(await refusalOf(authority, authorization), /only bearer tokens/, authorization);
    },
  );

  it.each([
    ['fails', () => `${address}/broken`],
    ['answers something else', () => `${address}/other`],
    ['is not there', () => 'http://127.0.0.1:1/jwks'],
  ])('are not called wrong while the identity provider %s', async (_, url) => {
    const refusal = await refusalOf(authorityAt(url()), `Bearer ${await tokenOf()}`);
    expect(refusal).toEqual({
      code: 'UNAVAILABLE',
      status: 503,
      headers: { 'retry-after': '5' },
      message: expect.stringContaining("keys can't be read right now"),
    });
  });

  it('are not made here', () => {
    expect(authority.issue).toBeNull();
    expect(existsSync('/nonexistent')).toBe(false);
  });
});

describe('tokens of the development key', () => {
  const folder = temporaryFolder();
  const open = (name = 'data') => openTokenAuthority({ jwks: null, dataDir: join(folder, name) });
  const issue = async (authority: TokenAuthority, actor: Actor, hours = 1): Promise<string> => {
    if (authority.issue === null) throw new Error('no tokens are made');
    return `Bearer ${await authority.issue(actor, hours)}`;
  };

  it.each(ROLES)('name a %s', async (role) => {
    const actor = actorOf({
      role,
      ...(role === 'PARTNER' || role === 'ADMIN' ? { institution: null, workUnit: null } : {}),
      ...(role === 'PARTNER' ? { marketplace: parseMarketplaceId('mbiz') } : {}),
    });
    expect(await open().identify(await issue(open(), actor))).toEqual(actor);
  });

  it('name no one whom their role does not act for', async () => {
    const claimed = actorOf({ role: 'ADMIN', marketplace: parseMarketplaceId('mbiz') });
    expect(await open().identify(await issue(open(), claimed))).toMatchObject({
      institution: null,
      workUnit: null,
      marketplace: null,
    });
  });

  it('are refused by another key, and when expired', async () => {
    const foreign = await issue(open('other'), actorOf());
    expect((await refusalOf(open(), foreign)).message).toMatch(/signature/);
    expect((await refusalOf(open(), await issue(open(), actorOf(), -1))).message).toMatch(/expired/);
  });

  it('are signed with a key that only its owner reads, made once', () => {
    const dataDir = join(folder, 'made', 'deep');
    const keys = Array.from({ length: 5 }, () => Buffer.from(openDevelopmentKey(dataDir)).toString('hex'));
    expect(new Set(keys).size).toBe(1);
    expect(statSync(join(dataDir, 'development-key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['development-key']);
  });

  it('need a key that is one, in a folder that can be used', () => {
    const dataDir = folder;
    writeFileSync(join(dataDir, 'development-key'), 'short');
    expect(() => openDevelopmentKey(dataDir)).toThrow(/development-key is not a key; delete it/);
    expect(() => openDevelopmentKey(join(dataDir, 'development-key'))).toThrow(
      /PASAR_DATA_DIR: .* can't be read or made \(ENOTDIR\)/,
    );
  });
});

describe('the variables of an identity provider', () => {
  const all = {
    PASAR_JWKS_URL: 'https://id.example/keys',
    PASAR_JWT_ISSUER: 'https://id.example',
    PASAR_JWT_AUDIENCE: 'pasar',
  };
  it('are read, or none of them', () => {
    expect(readAuthConfig(all).jwks).toEqual({
      url: 'https://id.example/keys',
      issuer: 'https://id.example',
      audience: 'pasar',
    });
    expect(readAuthConfig({})).toEqual({ jwks: null, dataDir: '.pasar' });
  });
  it.each([
    [{ PASAR_JWKS_URL: all.PASAR_JWKS_URL }, /PASAR_JWT_ISSUER: is missing/],
    [{ PASAR_JWT_AUDIENCE: 'pasar' }, /PASAR_JWKS_URL: is missing/],
    [{ ...all, PASAR_JWKS_URL: 'ftp://x' }, /PASAR_JWKS_URL: must be an http or https address/],
  ])('are refused where one is missing or wrong: %p', (environment, message) => {
    expect(() => readAuthConfig(environment)).toThrow(message);
  });
});
