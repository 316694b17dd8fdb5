import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Where clouds tell a machine its own credentials: never called for anyone, not even where private
 * addresses are. One of them (Azure's) is a public address, and one is in the range of carriers' NAT.
 */
const METADATA: ReadonlySet<string> = new Set(
  [
    '169.254.169.254', // AWS, Google, Azure, DigitalOcean, OpenStack, …
    'fd00:ec2::254', // AWS
    'fd20:ce::254', // Google
    '169.254.170.2', // AWS, tasks of ECS
    '169.254.170.23', // AWS, pods of EKS
    'fd00:ec2::23', // AWS, pods of EKS
    '168.63.129.16', // Azure, the host of a virtual machine
    '100.100.100.200', // Alibaba
    '169.254.0.23', // Tencent
    '192.0.0.192', // Oracle
  ].map((text) => ipaddr.parse(text).toNormalizedString()),
);

/** All that is given out for use on the internet (RFC 4291, 2.4; IANA's registry of IPv6 address space). */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];
const PRIVATE: ReadonlySet<string> = new Set(['loopback', 'private', 'linkLocal', 'uniqueLocal']);

/**
 * Why an address may not be called on behalf of a stranger, in words that complete it; null when it may. Only
 * public unicast addresses may: whatever holds an IPv4 address inside (mapped, 6to4, NAT64, Teredo) is refused,
 * wherever that one leads. `privateHosts` also allows loopback, private and link-local ones.
 */
export function addressProblem(text: string, privateHosts: boolean): string | null {
  if (isIP(text) === 0) return 'no address';
  const address = parse(text);
  const called = unmapped(address);
  if (METADATA.has(called.toNormalizedString())) return 'a metadata service';
  if (isPublic(address)) return null;
  if (privateHosts && (PRIVATE.has(called.range()) || isPublic(called))) return null;
  return `not a public address (${nameOf(address)})`;
}

/**
 * Without its interface (fe80::1%eth0), which changes nothing about the range; and written in figures of one
 * kind, for the library takes ::127.0.0.1 for ::ffff:127.0.0.1, which is another address.
 */
function parse(text: string): Address {
  const [plain = ''] = text.split('%');
  return ipaddr.parse(isIP(plain) === 6 ? new URL(`http://[${plain}]`).hostname.slice(1, -1) : plain);
}

/** ::ffff:127.0.0.1 is 127.0.0.1 to the system that is asked to connect. */
function unmapped(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function isPublic(address: Address): boolean {
  return address.range() === 'unicast' && isGivenOut(address);
}

function isGivenOut(address: Address): boolean {
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST);
}

function nameOf(address: Address): string {
  return isGivenOut(address) || address.range() !== 'unicast' ? address.range() : 'not given out';
}
