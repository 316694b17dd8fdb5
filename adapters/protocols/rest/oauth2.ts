import { z } from 'zod';
import type { Call } from '../../core/contract';
import { AdapterError, type ErrorCode } from '../../core/errors';
import { codeForStatus } from '../../core/http/http-errors';
import type { AnyAnswer, HttpSource } from '../../core/http/http-source';
import { parseRetryAfter } from '../../core/http/retry-after';
import type { MarketplaceId } from '../../core/ids';
import type { Authentication } from './manifest';
import { urlBelow } from './request';
import { renewalTime, type Token } from './token-store';

export interface OAuth2Options {
  readonly marketplace: MarketplaceId;
  readonly url: string;
  readonly authentication: Extract<Authentication, { type: 'oauth2' }>;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly http: HttpSource;
  readonly now: () => Date;
}

/** Good for this long where the answer doesn't say (RFC 6749 only recommends that it does). */
const USUAL_LIFE_SECONDS = 300;
const MAX_BYTES = 64 * 1024;
/** RFC 6749, 5.2: what says that it is the client, or what it holds, that is not accepted. */
const NOT_LET_IN: ReadonlySet<unknown> = new Set([
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'access_denied',
]);

const seconds = z.coerce.number().positive().catch(USUAL_LIFE_SECONDS);
const tokenWire = z.object({
  access_token: z.string().min(1).max(16_384),
  expires_in: seconds,
  refresh_token: z.string().min(1).max(16_384).nullish().catch(null),
});

/** Tokens for client credentials (RFC 6749, 4.4); with a refresh token (6) where one was given. */
export function createOAuth2(options: OAuth2Options): (last: Token | null, call: Call) => Promise<Token> {
  const { marketplace, authentication, clientId, clientSecret, http, now } = options;
  const { tokenPath, scope, clientIn } = authentication;
  const client = { client_id: clientId, client_secret: clientSecret };
  const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64');
  const scoped: Readonly<Record<string, string>> = scope === undefined ? {} : { scope };
  const url = urlBelow(options.url, tokenPath);

  const fail = (code: ErrorCode, why: string, answer?: AnyAnswer): AdapterError => {
    const wait = answer === undefined ? null : parseRetryAfter(answer.headers['retry-after'], new Date());
    return new AdapterError(code, {
      marketplace,
      detail: `sign-in: ${why}`,
      ...(answer === undefined ? {} : { status: answer.status }),
      ...(wait === null ? {} : { retryAfterMs: wait }),
    });
  };

  async function ask(grant: Readonly<Record<string, string>>, call: Call): Promise<Token> {
    if (url === null) throw fail('INVALID_INPUT', 'tokenPath leads out of the base address');
    const askedAt = now();
    const answer = await http.answer(
      {
        url: url.href,
        method: 'POST',
        headers: clientIn === 'header' ? { authorization: `Basic ${basic}` } : {},
        form: { ...grant, ...(clientIn === 'body' ? client : {}) },
        maxBytes: MAX_BYTES,
      },
      call,
    );
    const { status, body } = answer;
    if (status < 200 || status > 299) {
      const { error } = (body ?? {}) as { readonly error?: unknown };
      const code = status === 400 && NOT_LET_IN.has(error) ? 'UNAUTHENTICATED' : codeForStatus(status);
      throw fail(code, `status ${status}`, answer);
    }
    const parsed = tokenWire.safeParse(body);
    if (!parsed.success) throw fail('BAD_RESPONSE', 'no access_token in the answer', answer);
    const { access_token, expires_in, refresh_token } = parsed.data;
    return {
      value: access_token,
      renewAt: renewalTime(askedAt, expires_in),
      refresh: refresh_token ?? last(grant),
    };
  }

  return async (lastToken, call) => {
    const anew = { grant_type: 'client_credentials', ...scoped };
    if (lastToken?.refresh == null) return ask(anew, call);
    try {
      return await ask({ grant_type: 'refresh_token', refresh_token: lastToken.refresh }, call);
    } catch (error) {
      // Refresh tokens run out and are revoked, which says nothing of the credentials.
      const isRefused = error instanceof AdapterError && REFUSALS.has(error.code);
      if (!isRefused) throw error;
      return ask(anew, call);
    }
  };
}

const REFUSALS: ReadonlySet<ErrorCode> = new Set(['INVALID_INPUT', 'UNAUTHENTICATED', 'FORBIDDEN']);

/** A refresh that brings no new refresh token leaves the old one good (RFC 6749, 6). */
function last({ refresh_token }: Readonly<Record<string, string>>): string | null {
  return refresh_token ?? null;
}

/** `application/x-www-form-urlencoded`, as RFC 6749, 2.3.1 has it before the two are joined by a colon. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
