import type { AxiosResponse } from 'axios';
import { AdapterError, type ErrorCode } from '../errors';
import type { MarketplaceId } from '../ids';
import { parseRetryAfter } from './retry-after';

/** Raised when a marketplace redirects to another host, port or scheme: credentials would travel along. */
export class RedirectRefused extends Error {}

interface Where {
  readonly marketplace: MarketplaceId;
  /** Method, host and path, without the query. */
  readonly where: string;
}

/** A status, sent as HTTP's or written in a body under HTTP 200, as a code of our table. */
export function codeForStatus(status: number): ErrorCode {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 408) return 'TIMEOUT';
  if (status === 409) return 'CONFLICT';
  if (status === 429) return 'RATE_LIMITED';
  if (status >= 400 && status <= 499) return 'INVALID_INPUT';
  if (status >= 500) return 'UNAVAILABLE';
  return 'BAD_RESPONSE';
}

export function errorForStatus(
  status: number,
  { marketplace, where, response }: Where & { response: AxiosResponse<string> },
): AdapterError {
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'] as unknown, new Date());
  return new AdapterError(codeForStatus(status), {
    marketplace,
    detail: `${where}: status ${status}`,
    status,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

/**
 * axios's own error is not kept as the cause: it holds the whole request, credentials included.
 * Its code and message say enough.
 */
export function errorFromTransport(error: unknown, { marketplace, where }: Where): AdapterError {
  const fail = (code: ErrorCode, what: string): AdapterError =>
    new AdapterError(code, { marketplace, detail: `${where}: ${what}` });
  if (!(error instanceof Error)) return fail('UNAVAILABLE', 'unknown failure');
  const { code, cause } = error as Error & { code?: string };
  if (
    error instanceof RedirectRefused ||
    cause instanceof RedirectRefused ||
    code === 'ERR_FR_REDIRECTION_FAILURE'
  ) {
    return fail('BAD_RESPONSE', 'a redirect to another host, which is not followed');
  }
  if (code === 'ERR_FR_TOO_MANY_REDIRECTS') return fail('BAD_RESPONSE', 'too many redirects');
  if (error.message.includes('maxContentLength'))
    return fail('BAD_RESPONSE', 'an answer over the size limit');
  if (code === 'ECONNABORTED') return fail('UNAVAILABLE', 'the connection broke off in mid-answer');
  if (code !== undefined && UNREACHABLE.has(code)) return fail('UNAVAILABLE', code);
  if (code?.startsWith('Z_') || code?.startsWith('ERR__'))
    return fail('BAD_RESPONSE', 'a body that does not decompress');
  return fail('UNAVAILABLE', code ?? error.name);
}
