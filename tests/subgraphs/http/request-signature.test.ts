import { SignJWT } from 'jose';
import { createHash } from 'node:crypto';
import type { Actor } from '../../../adapters/core/actor';
import { createRemoteDataSource } from '../../../gateway/data-sources/remote';
import { readHttpConfig } from '../../../subgraphs/http/config';
import type { HttpEndpoint } from '../../../subgraphs/http/graphql-endpoint';
import { SIGNATURE_HEADER, signRequest, type SignedRequest } from '../../../subgraphs/http/request-signature';
import { serveSubgraph } from '../../../subgraphs/http/serve-subgraph';
import { createRequestContext } from '../../../subgraphs/request-context';
import { actorOf } from '../../support/actors';
import { schemaOf } from '../../support/test-subgraphs';

const SECRET = 'a-secret-of-thirty-two-characters';
const sdl = 'type Query { who: String institution: String }';

describe('a subgraph on its own', () => {
  let endpoint: HttpEndpoint;
  let executed = 0;

  beforeAll(async () => {
    const schema = schemaOf({
      name: 'mbiz',
      sdl,
      resolvers: {
        Query: {
          who: (_: unknown, __: unknown, { actor }: { actor?: Actor }) => {
            executed += 1;
            return actor ? `${actor.subject} ${actor.person.email}` : 'nobody';
          },
        },
      },
    });
    endpoint = await serveSubgraph(
      {
        name: 'mbiz',
        current: () => ({ name: 'mbiz', schema, sdl }),
        onGrown: () => undefined,
        close: () => undefined,
      },
      { host: '127.0.0.1', port: 0, deadlineMs: 2_000, subgraphSecret: SECRET },
    );
  });
  afterAll(() => endpoint.close());
  beforeEach(() => {
    executed = 0;
  });

  const BODY = JSON.stringify({ query: '{ who }' });
  const POST: SignedRequest = { method: 'POST', path: '/graphql', body: BODY };
  const sign = (
    request: SignedRequest = POST,
    change: { subgraph?: string; secret?: string; actor?: Actor | null } = {},
  ) => signRequest(request, { subgraph: 'mbiz', secret: SECRET, actor: null, ...change });

  async function send(
    signature: string | null,
    { method = 'POST', path = '/graphql', body = BODY, type = 'application/json' } = {},
  ) {
    const response = await fetch(`${endpoint.url}${path}`, {
      method,
      headers: {
        'content-type': type,
        ...(signature === null ? {} : { [SIGNATURE_HEADER]: signature }),
      },
      ...(method === 'GET' ? {} : { body }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** A signature made by hand, of claims that the gateway would never write. */
  const claim = (
    claims: Record<string, unknown>,
    { age = 0, alg = 'HS256' }: { age?: number | null; alg?: string } = {},
  ) => {
    const request = createHash('sha256').update(`POST\n/graphql\n${BODY}`).digest('base64url');
    const token = new SignJWT({ request, actor: null, ...claims })
      .setProtectedHeader({ alg })
      .setAudience('mbiz');
    if (age !== null) token.setIssuedAt(Math.floor(Date.now() / 1000) - age);
    return token.sign(new TextEncoder().encode(SECRET));
  };

  it.each<[string, Actor | null, string]>([
    ['nobody', null, 'nobody'],
    ['somebody', actorOf(), 'ani ani@example.go.id'],
  ])('believes the gateway that %s asks', async (_, actor, who) => {
    expect(await send(await sign(POST, { actor }))).toEqual({ status: 200, body: { data: { who } } });
  });

  it.each([20, -20])('takes a signature that is %i s old', async (age) => {
    expect((await send(await claim({}, { age }))).status).toBe(200);
  });

  it.each<[string, () => Promise<string | null>, RegExp]>([
    ['none', () => Promise.resolve(null), /is missing; only the gateway/],
    ['garbage', () => Promise.resolve('garbage'), /is not valid here/],
    [
      'one with another secret',
      () => sign(POST, { secret: `${SECRET}!` }),
      /need the same PASAR_SUBGRAPH_SECRET/,
    ],
    ['one for another subgraph', () => sign(POST, { subgraph: 'catalogue' }), /is not valid here/],
    ['one in another algorithm', () => claim({}, { alg: 'HS512' }), /is not valid here/],
    ['one for another body', () => sign({ ...POST, body: `${BODY} ` }), /that of another request/],
    ['one for another path', () => sign({ ...POST, path: '/graphql?x=1' }), /that of another request/],
    ['one for another method', () => sign({ ...POST, method: 'GET' }), /that of another request/],
    ['one over nothing', () => claim({ request: undefined }), /that of another request/],
    ['an old one', () => claim({}, { age: 40 }), /not of the last 30 s/],
    ['one from the future', () => claim({}, { age: -40 }), /not of the last 30 s/],
    ['one without an age', () => claim({}, { age: null }), /not of the last 30 s/],
    ['one that says not who asks', () => claim({ actor: undefined }), /names nobody/],
    [
      'one of a role that is none',
      () => claim({ actor: { sub: 'x', role: 'KING' } }),
      /names nobody: role must be/,
    ],
    [
      'one of an actor without its institution',
      () => claim({ actor: { sub: 'x', role: 'PP' } }),
      /names nobody: institution is missing/,
    ],
  ])('executes nothing for %s', async (_, signature, message) => {
    expect(await send(await signature())).toEqual({
      status: 401,
      body: {
        errors: [{ message: expect.stringMatching(message), extensions: { code: 'UNAUTHENTICATED' } }],
      },
    });
    expect(executed).toBe(0);
  });

  it.each<[string, Parameters<typeof send>[1]]>([
    ['a batch', { body: `[${BODY},${BODY}]` }],
    ['a query in the address', { method: 'GET', path: '/graphql?query=%7Bwho%7D' }],
    ['a text', { type: 'text/plain' }],
    ['a form', { type: 'application/x-www-form-urlencoded', body: 'query={who}' }],
    ['JSON that is none', { body: '{"query": ' }],
    ['nothing', { body: '' }],
  ])('asks for a signature before it looks at %s', async (_, request) => {
    expect((await send(null, request)).status).toBe(401);
    expect(executed).toBe(0);
  });

  it('answers signed queries in the address', async () => {
    const path = '/graphql?query=%7Bwho%7D';
    const signature = await sign({ method: 'GET', path, body: '' }, { actor: actorOf() });
    expect(await send(signature, { method: 'GET', path })).toEqual({
      status: 200,
      body: { data: { who: 'ani ani@example.go.id' } },
    });
    expect((await send(signature, { method: 'GET', path: `${path}&x=1` })).status).toBe(401);
  });

  it.each([
    ['malformed JSON', '{"query": ', 'application/json'],
    ['JSON that would change prototypes', '{"query":"{who}","__proto__":{"x":1}}', 'application/json'],
    ['a batch', `[${BODY}]`, 'application/json'],
    ['a text', BODY, 'text/plain'],
  ])('answers signed %s with 400', async (_, body, type) => {
    expect((await send(await sign({ ...POST, body }), { body, type })).status).toBe(400);
    expect(executed).toBe(0);
  });

  it('keeps health and metrics open', async () => {
    expect((await fetch(`${endpoint.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${endpoint.url}/metrics`)).status).toBe(200);
  });

  describe('asked by a gateway', () => {
    const ask = (secret: string | null, name = 'mbiz') =>
      createRemoteDataSource({
        name,
        url: `${endpoint.url}/graphql`,
        secret,
        singleFlight: null,
      }).process({
        request: { query: '{ who }', variables: {} },
        context: createRequestContext({ actor: actorOf() }),
      });

    it('with the same secret knows who asks', async () => {
      expect(await ask(SECRET)).toEqual({ data: { who: 'ani ani@example.go.id' } });
    });

    it.each<[string, string | null, string]>([
      ['without a secret', null, 'mbiz'],
      ['with another secret', `${SECRET}!`, 'mbiz'],
      ['under another name', SECRET, 'catalogue'],
    ])('%s answers nothing, and the client is not told that its token is wrong', async (_, secret, name) => {
      expect(await ask(secret, name)).toEqual({
        errors: [
          {
            message: 'This part of the answer could not be asked for.',
            extensions: { code: 'UNAVAILABLE', serviceName: name },
          },
        ],
      });
      expect(executed).toBe(0);
    });
  });
});

it('a secret that is too short is refused', () => {
  expect(() => readHttpConfig({ PASAR_SUBGRAPH_SECRET: 'short' })).toThrow(
    /PASAR_SUBGRAPH_SECRET: must have at least 32 characters/,
  );
  expect(readHttpConfig({}).subgraphSecret).toBeNull();
});
