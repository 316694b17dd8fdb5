/**
 * Which hosts may be called on behalf of a stranger. Addresses of marketplaces that Pasar's own operator
 * configured are not strangers' and need none.
 */
export interface HostPolicy {
  /** Also http, and loopback, private and link-local addresses: for tests and a partner's own laptop. */
  readonly privateHosts: boolean;
}
