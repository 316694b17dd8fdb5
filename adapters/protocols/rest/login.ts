import type { Call } from '../../core/contract';
import { AdapterError, type ErrorCode } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import type { Credentials } from '../../core/credentials';
import { compileExpression } from './expression';
import type { Authentication } from './manifest';
import type { Judge } from './meaning';
import { toHttpRequest, type FillRequest } from './request';
import { renewalTime, type Token } from './token-store';

export interface LoginOptions {
  readonly marketplace: MarketplaceId;
  readonly authentication: Extract<Authentication, { type: 'login' }>;
  readonly credentials: Credentials;
  readonly http: HttpSource;
  readonly fill: FillRequest;
  readonly judge: Judge;
  readonly now: () => Date;
}

const MAX_BYTES = 256 * 1024;
const LONGEST_TOKEN = 16_384;
/** Where the answer doesn't say what the manifest promised that it would. */
const USUAL_LIFE_SECONDS = 600;

/** A call of the marketplace's own that gives a token. */
export function createLogin(options: LoginOptions): (last: Token | null, call: Call) => Promise<Token> {
  const { marketplace, authentication, credentials, http, fill, judge, now } = options;
  const { request, token, expiresIn } = authentication;
  const tokenOf = 'body' in token ? compileExpression(token.body) : null;
  const header = 'header' in token ? token.header.toLowerCase() : '';
  const lifeOf = typeof expiresIn === 'number' ? () => expiresIn : compileExpression(expiresIn);

  const fail = (code: ErrorCode, why: string): AdapterError =>
    new AdapterError(code, { marketplace, detail: `sign-in: ${why}` });

  return async (_last, call) => {
    const askedAt = now();
    const filled = fill(request, { credentials });
    const answer = await http.answer({ ...toHttpRequest(filled), maxBytes: MAX_BYTES }, call);
    const verdict = judge(answer, filled);
    if (verdict.means === 'error') throw verdict.error;
    if (verdict.means === 'refused') throw fail('UNAUTHENTICATED', 'refused');
    if (verdict.means === 'missing') throw fail('INVALID_INPUT', 'nothing is there that gives tokens');
    const value = tokenOf === null ? answer.headers[header] : tokenOf(answer.body);
    if (typeof value !== 'string' || value === '' || value.length > LONGEST_TOKEN)
      throw fail('BAD_RESPONSE', 'no token where the definition says that it is');
    const life = Number(lifeOf(answer.body) ?? USUAL_LIFE_SECONDS);
    return { value, renewAt: renewalTime(askedAt, life > 0 ? life : USUAL_LIFE_SECONDS), refresh: null };
  };
}
