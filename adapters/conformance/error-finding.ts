import type { AdapterError, ErrorCode } from '../core/errors';
import type { Finding } from './rule';

/** What whoever runs the marketplace can do about each kind of failure. */
const REMEDIES: Record<ErrorCode, string> = {
  INVALID_INPUT:
    'compare path, query and body of the request in the definition with what your API takes; it refused them',
  UNAUTHENTICATED: 'check the credentials that were given, and the way of signing in in the definition',
  FORBIDDEN:
    'let these credentials read this, through any firewall in between; the address has to be public and https, for no other is called (to try it out on your own machine: --allow-private-hosts, or PASAR_ALLOW_PRIVATE_HOSTS=1 where Pasar runs)',
  CONFLICT: 'answer a read with what there is; a conflict (409) has no place there',
  RATE_LIMITED: 'allow Pasar more requests, or lower requestsPerMinute in the definition',
  TIMEOUT: 'answer sooner, or in smaller pages (paging.size)',
  UNAVAILABLE: 'check the url in the definition, and that it can be reached from outside and does not fail',
  BAD_RESPONSE: 'answer as the definition says; compare it with what your API really sends',
  UNSUPPORTED: 'leave out what the marketplace does not do, or make it do it',
};

/** A failure in our words: the marketplace's own stay out of reports. */
export function errorFinding(
  { code, detail }: AdapterError,
  expected: string,
  { path = '$', fix = REMEDIES[code] }: { readonly path?: string; readonly fix?: string } = {},
): Finding {
  return { path, expected, got: `${code}: ${detail}`, fix };
}
