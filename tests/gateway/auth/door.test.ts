import { networkInterfaces } from 'node:os';
import { request } from 'node:http';
import { join } from 'node:path';
import { openTokenAuthority, type TokenAuthority } from '../../../gateway/auth/token-authority';
import { createInProcessDataSource } from '../../../gateway/data-sources/in-process';
import { openDoor } from '../../../gateway/door/http-door';
import { startGraphqlServer } from '../../../gateway/graphql-server';
import type { HttpEndpoint } from '../../../subgraphs/http/graphql-endpoint';
import { actorOf } from '../../support/actors';
import { schemaOf, supergraphOf, type TestSubgraph } from '../../support/test-subgraphs';
import { temporaryFolder } from '../../support/temporary-folder';

const WHO: TestSubgraph = {
  name: 'who',
  sdl: 'type Query { open: String who: String @authenticated }',
  resolvers: {
    Query: {
      open: () => 'open',
      who: (_: unknown, __: unknown, { actor }: { actor?: { subject: string } }) => actor?.subject,
    },
  },
};

describe('the door', () => {
  const folder = temporaryFolder();
  let door: HttpEndpoint;
  let authority: TokenAuthority;

  async function open(chosen: TokenAuthority, host = '127.0.0.1'): Promise<void> {
    const server = await startGraphqlServer({
      supergraphSdl: supergraphOf([WHO]),
      dataSource: ({ name }) => createInProcessDataSource({ name, schema: schemaOf(WHO) }),
    });
    authority = chosen;
    door = await openDoor(
      server,
      { host, port: 0, deadlineMs: 2_000, subgraphSecret: null },
      {
        authority,
        playgroundTokens: true,
        limits: { maxInFlight: 10, maxStreams: 10, maxEventLoopDelayMs: 60_000 },
      },
    );
  }
  afterEach(() => door.close());
  const development = () => openTokenAuthority({ jwks: null, dataDir: join(folder, 'data') });

  const ask = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${door.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });

  it('lets subgraphs know who asks, and anyone read what is open', async () => {
    await open(development());
    const token = (await authority.issue?.(actorOf(), 1)) ?? '';
    const whole = await ask('{ open who }', { authorization: `Bearer ${token}` });
    expect(await whole.json()).toEqual({ data: { open: 'open', who: 'ani' } });
    const anonymous = await ask('{ open who }');
    expect([anonymous.status, await anonymous.json()]).toEqual([
      200,
      {
        data: { open: 'open', who: null },
        errors: [
          {
            message: 'Query.who: needs a bearer token (header Authorization).',
            path: ['who'],
            locations: [{ line: 1, column: 8 }],
            extensions: { code: 'FORBIDDEN' },
          },
        ],
      },
    ]);
  });

  it.each(['Bearer nonsense', 'Basic YTpi'])(
    'turns "%s" away whole, also for what is open',
    async (authorization) => {
      await open(development());
      const response = await ask('{ open }', { authorization });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer error="invalid_token"',
      ]);
      expect(await response.json()).toEqual({
        errors: [
          { message: expect.stringMatching(/^authorization: /), extensions: { code: 'UNAUTHENTICATED' } },
        ],
      });
    },
  );

  it('says 503 when it can not tell whether a token is good', async () => {
    const jwks = { url: 'http://127.0.0.1:1/jwks', issuer: 'i', audience: 'a' };
    await open(openTokenAuthority({ jwks, dataDir: folder }));
    const header = Buffer.from('{"alg":"RS256","kid":"x"}').toString('base64url');
    const response = await ask('{ open }', { authorization: `Bearer ${header}.e30.c2ln` });
    expect([response.status, await response.json()]).toEqual([
      503,
      { errors: [expect.objectContaining({ extensions: { code: 'UNAVAILABLE' } })] },
    ]);
  });

  const tokens = (headers: Record<string, string> = {}, url = door.url) =>
    new Promise<{ status: number; body: Record<string, string> }>((resolve, reject) => {
      request(`${url}/playground/tokens.json`, { headers }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(body) as Record<string, string> }),
        );
      })
        .on('error', reject)
        .end();
    });

  it('gives the playground on its own machine a token of each role', async () => {
    await open(development());
    const { status, body } = await tokens();
    expect([status, Object.keys(body)]).toEqual([200, ['PP', 'PPK', 'TREASURER', 'AUDITOR', 'ADMIN']]);
    for (const [role, token] of Object.entries(body)) {
      expect(await authority.identify(`Bearer ${token}`)).toMatchObject({
        role,
        institution: role === 'ADMIN' ? null : 'D180',
        workUnit: role === 'ADMIN' ? null : '0012',
      });
      const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
        iat: number;
        exp: number;
      };
      expect(exp - iat).toBe(3_600);
    }
  });

  it.each([
    ['passed on by a proxy', { 'x-forwarded-for': '10.0.0.1' }],
    ['passed on by a proxy of the newer kind', { forwarded: 'for=10.0.0.1' }],
    ['from a page whose name leads here', { host: 'evil.example' }],
  ])('gives no tokens to a request %s', async (_, headers) => {
    await open(development());
    expect((await tokens(headers)).status).toBe(404);
  });

  it('gives no tokens to other machines', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
    await open(development(), '0.0.0.0');
    if (outside === undefined) return; // this machine has no other address to come from
    const { port } = new URL(door.url);
    expect((await tokens({ host: 'localhost' }, `http://${outside}:${port}`)).status).toBe(404);
  });

  it('gives no tokens where an identity provider makes them', async () => {
    const jwks = { url: 'http://127.0.0.1:1/jwks', issuer: 'i', audience: 'a' };
    await open(openTokenAuthority({ jwks, dataDir: folder }));
    expect((await tokens()).status).toBe(404);
  });
});
