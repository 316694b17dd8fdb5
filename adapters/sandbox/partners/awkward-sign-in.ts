import { z } from 'zod';
import type { Answer, ReceivedRequest } from '../servers/fake-server';
import { readBody } from './request-body';
import { createTokens, type Tokens } from './tokens';

/** Good for nothing but this shop. */
export const AWKWARD_SHOP_CLIENT = { clientId: 'pasar', clientSecret: 'sandbox-pasar-rumit' };
export const AWKWARD_SHOP_USER = { user: 'pasar', password: 'sandbox-pasar-rumit-graphql' };
/** What its tokens and its sessions begin with. */
export const AWKWARD_TOKEN = 'token-pasar-rumit';
export const AWKWARD_SESSION = 'sesi-pasar-rumit';

export const TOKEN_PATH = '/oauth/token';
export const SESSION_PATH = '/session';

const loginBody = z.object({ user: z.string(), password: z.string() });

/** Two ways to sign in: OAuth 2 client credentials for REST, a call with a password for GraphQL. */
export interface AwkwardSignIn {
  /** Of the REST endpoints. */
  readonly tokens: Tokens;
  /** Of GraphQL. */
  readonly sessions: Tokens;
  token(request: ReceivedRequest, seconds: number): Answer;
  session(request: ReceivedRequest, seconds: number): Answer;
  hasToken(request: ReceivedRequest): boolean;
  hasSession(request: ReceivedRequest): boolean;
}

export function createAwkwardSignIn(now: () => Date): AwkwardSignIn {
  const tokens = createTokens(AWKWARD_TOKEN, now);
  const sessions = createTokens(AWKWARD_SESSION, now);
  return {
    tokens,
    sessions,
    token({ body }, seconds) {
      // RFC 6749, 4.4; the client in the form, where this shop alone looks for it.
      const form = new URLSearchParams(body);
      if (form.get('grant_type') !== 'client_credentials')
        return { status: 400, body: { error: 'unsupported_grant_type' } };
      const isClient =
        form.get('client_id') === AWKWARD_SHOP_CLIENT.clientId &&
        form.get('client_secret') === AWKWARD_SHOP_CLIENT.clientSecret;
      return isClient
        ? { body: { access_token: tokens.issue(seconds), token_type: 'Bearer', expires_in: seconds } }
        : { status: 401, body: { error: 'invalid_client' } };
    },
    session({ body }, seconds) {
      const asked = readBody(loginBody, body);
      const { user, password } = AWKWARD_SHOP_USER;
      return asked?.user === user && asked.password === password
        ? { body: { ok: true, minutes: seconds / 60 }, headers: { 'x-session': sessions.issue(seconds) } }
        : { status: 401, body: { ok: false, error: { code: 'BAD_LOGIN' } } };
    },
    hasToken: ({ headers }) => tokens.accepts((headers['authorization'] ?? '').replace(/^Bearer /, '')),
    hasSession: ({ headers }) => sessions.accepts(headers['x-session'] ?? ''),
  };
}
