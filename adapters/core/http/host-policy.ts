import { isIP } from 'node:net';
import { addressProblem } from './address-ranges';

/**
 * Which hosts may be called on behalf of a stranger. Addresses of marketplaces that Pasar's own operator
 * configured are not strangers' and need none.
 */
export interface HostPolicy {
  /** Also http, and loopback, private and link-local addresses: for tests and a partner's own laptop. */
  readonly privateHosts: boolean;
}

/** Raised where a host may not be called. Its message is for the log: which host, and why. */
export class HostRefused extends Error {
  /**
   * What a partner may read of it; null where the reason is what we looked up. Partners read what went wrong with their
   * own addresses, and must not learn by it what names of our network lead to.
   */
  readonly told: string | null;

  constructor(message: string, { isLookedUp = false }: { readonly isLookedUp?: boolean } = {}) {
    super(message);
    this.told = isLookedUp ? null : message;
  }
}

/**
 * Names of this machine and its network, wherever they resolve to: RFC 6761, RFC 6762 (also its appendix G), RFC 8375,
 * ICANN's .internal, and those of clusters of containers.
 */
const LOCAL_SUFFIXES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'home.arpa',
  'lan',
  'svc',
];
/** Where clouds tell a machine its own credentials; by address they are refused as well. */
const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
  'instance-data',
  'instance-data.ec2.internal',
]);
const LONGEST_NAME = 253;

/**
 * Throws `HostRefused` for an address whose scheme, credentials or host say already that it may not be
 * called. Addresses in figures are judged here, for Node looks up names only; what a name resolves to is
 * judged when it is looked up.
 */
export function checkUrl(text: string, policy: HostPolicy): void {
  // The same parser as the request's: it makes 127.0.0.1 of 0x7f.1, 2130706433 and full-width digits.
  if (!URL.canParse(text)) throw new HostRefused('no valid URL');
  const { protocol, username, password, hostname } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  const problem = policyProblem(protocol, host, policy);
  if (problem !== null) throw new HostRefused(`${host.slice(0, LONGEST_NAME)}: ${problem}`);
  if (username !== '' || password !== '') throw new HostRefused(`${host}: credentials in the URL`);
}

function policyProblem(protocol: string, host: string, { privateHosts }: HostPolicy): string | null {
  if (protocol !== 'https:' && !(privateHosts && protocol === 'http:')) return `${protocol} and not https`;
  if (host === '') return 'no host';
  if (isIP(host) !== 0) return addressProblem(host, privateHosts);
  if (METADATA_NAMES.has(host)) return 'a metadata service';
  // A name without a dot is looked for in our own network first.
  const isLocal = !host.includes('.') || LOCAL_SUFFIXES.some((suffix) => `.${host}`.endsWith(`.${suffix}`));
  return isLocal && !privateHosts ? 'a local name' : null;
}
