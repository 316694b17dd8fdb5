import type { AxiosResponse } from 'axios';
import { AdapterError, type ErrorCode } from '../errors';
import type { MarketplaceId } from '../ids';
import { HostRefused } from './host-policy';
import { TurnLeft, TurnTooLate } from './request-rate';
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

/**
 * A host that we refuse to call is FORBIDDEN: never retried, an order to it is not accepted, it speaks against
 * the marketplace's health (nothing can be had from it any more), and the public message names no host. Not
 * INVALID_INPUT, which protocols take for a refusal of what was asked and then ask differently; and not
 * UNSUPPORTED, after which an order that can't be asked for is sent again.
 */
function errorForHost(refused: HostRefused, { marketplace, where }: Where): AdapterError {
  const why = refused.told === null ? '' : `, ${refused.told}`;
  const detail = `${where}: a host that is not called${why}`;
  return new AdapterError('FORBIDDEN', { marketplace, detail, cause: refused });
}

/** With the address that a partner's name leads to: reports show the detail to partners, and leave that out. */
export function detailForLog(error: AdapterError): string {
  const refused = hostRefusedIn(error);
  return refused?.told === null ? `${error.detail}, ${refused.message}` : error.detail;
}

/** What went wrong before anything was sent; undefined for what is none of our own refusals. */
export function errorBeforeSending(error: unknown, at: Where): AdapterError | undefined {
  const { marketplace, where } = at;
  if (error instanceof HostRefused) return errorForHost(error, at);
  if (error instanceof TurnTooLate) {
    const detail = `${where}: not sent, its turn would come after the deadline`;
    // Our own limit, and no word of the marketplace's.
    return new AdapterError('RATE_LIMITED', {
      marketplace,
      detail,
      retryAfterMs: error.waitMs,
      notAsked: true,
    });
  }
  if (error instanceof TurnLeft)
    return new AdapterError('TIMEOUT', {
      marketplace,
      detail: `${where}: the caller left before its turn`,
    });
  return undefined;
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
export function errorFromTransport(error: unknown, at: Where): AdapterError {
  const { marketplace, where } = at;
  const fail = (code: ErrorCode, what: string): AdapterError =>
    new AdapterError(code, { marketplace, detail: `${where}: ${what}` });
  if (!(error instanceof Error)) return fail('UNAVAILABLE', 'unknown failure');
  const { code, cause } = error as Error & { code?: string };
  const refused = hostRefusedIn(error);
  if (refused !== null) return errorForHost(refused, at);
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

/** Deep inside, where a name was refused when it was looked up, or a redirect when it was followed. */
function hostRefusedIn(error: Error): HostRefused | null {
  for (let at: unknown = error, depth = 0; at instanceof Object && depth < 5; depth += 1) {
    if (at instanceof HostRefused) return at;
    at = (at as { readonly cause?: unknown }).cause;
  }
  return null;
}
