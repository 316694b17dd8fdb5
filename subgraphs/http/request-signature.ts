import type { FastifyInstance, FastifyRequest } from 'fastify';
import { jwtVerify, SignJWT } from 'jose';
import { createHash } from 'node:crypto';
import type { Actor } from '../../adapters/core/actor';
import { actorClaims, readActorClaims } from './actor-claims';
import { GRAPHQL_PATH } from './graphql-endpoint';

export const SIGNATURE_HEADER = 'x-pasar-signature';
/** How far the clocks of gateway and subgraph may be apart, the way between them included. */
const VALID_SECONDS = 30;
const ALGORITHM = 'HS256';

/** What a signature is over: no byte of it can change on the way. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query string. */
  readonly path: string;
  readonly body: string | Uint8Array;
}

function keyOf(secret: string): Uint8Array {
  return new TextEncoder().encode(secret);
}

function digest({ method, path, body }: SignedRequest): string {
  return createHash('sha256').update(`${method}\n${path}\n`).update(body).digest('base64url');
}

/** The gateway's word to one subgraph on one request: who asks, and that it is the gateway who says so. */
export function signRequest(
  request: SignedRequest,
  { subgraph, secret, actor }: { subgraph: string; secret: string; actor: Actor | null },
): Promise<string> {
  return new SignJWT({ request: digest(request), actor: actor === null ? null : { ...actorClaims(actor) } })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuedAt()
    .setAudience(subgraph)
    .sign(keyOf(secret));
}

type Verified = { readonly actor: Actor | null } | { readonly problem: string };

/** Who asks, as the gateway signed it, or what is wrong with the signature. */
export async function verifyRequest(
  request: SignedRequest,
  signature: string | undefined,
  { subgraph, secret }: { subgraph: string; secret: string },
): Promise<Verified> {
  if (signature === undefined) return { problem: 'is missing; only the gateway asks subgraphs' };
  const payload = await jwtVerify(signature, keyOf(secret), {
    algorithms: [ALGORITHM],
    audience: subgraph,
  }).then(
    (verified) => verified.payload,
    () => null,
  );
  if (payload === null) {
    return { problem: 'is not valid here; gateway and subgraphs need the same PASAR_SUBGRAPH_SECRET' };
  }
  const age = Date.now() / 1000 - (payload.iat ?? 0);
  if (Math.abs(age) > VALID_SECONDS) {
    return {
      problem: `is not of the last ${VALID_SECONDS} s; the clocks of gateway and subgraphs must agree`,
    };
  }
  if (payload['request'] !== digest(request)) return { problem: 'is that of another request' };
  if (payload['actor'] === null) return { actor: null };
  const { actor, problems } = readActorClaims(payload['actor']);
  if (actor !== null) return { actor };
  return {
    problem: `names nobody: ${problems.map(({ claim, problem }) => `${claim} ${problem}`).join(', ')}`,
  };
}

/** What keeps a subgraph's GraphQL to the gateway. */
export interface SignatureGuard {
  /** Adds the check to an endpoint that is being made. */
  prepare(app: FastifyInstance): void;
  /** Who asks; only requests that passed the check have anyone. */
  identify(request: FastifyRequest): Promise<Actor | null>;
}

/**
 * Refuses GraphQL requests that the gateway didn't sign, before their body is parsed: it is taken as bytes,
 * for it is bytes that are signed.
 */
export function createSignatureGuard(subgraph: string, secret: string): SignatureGuard {
  const verified = new WeakMap<FastifyRequest, Actor | null>();
  return {
    prepare(app) {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      const parseJson = app.getDefaultJsonParser('error', 'error');
      app.addHook('preValidation', async (request, reply) => {
        if (request.routeOptions.url !== GRAPHQL_PATH) return;
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const signature = request.headers[SIGNATURE_HEADER];
        const answer = await verifyRequest(
          { method: request.method, path: request.raw.url ?? '', body },
          typeof signature === 'string' ? signature : undefined,
          { subgraph, secret },
        );
        if ('problem' in answer) {
          const message = `${SIGNATURE_HEADER}: ${answer.problem}.`;
          return reply
            .code(401)
            .header('www-authenticate', 'Signature')
            .send({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
        }
        verified.set(request, answer.actor);
        request.body = isJson(request) ? await parsed(parseJson, request, body.toString('utf8')) : undefined;
      });
    },
    identify(request) {
      const actor = verified.get(request);
      if (actor === undefined) throw new Error('a request came past the check of signatures');
      return Promise.resolve(actor);
    },
  };
}

/** What a query in the address has beside it is no body, whatever type it says. */
function isJson({ headers, method }: FastifyRequest): boolean {
  return method !== 'GET' && /^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '');
}

/** Fastify's own parser, so that malformed bodies get the answer that they get elsewhere. */
function parsed(
  parse: ReturnType<FastifyInstance['getDefaultJsonParser']>,
  request: FastifyRequest,
  body: string,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    void parse(request, body, (error, value) => (error ? reject(error) : resolve(value)));
  });
}
