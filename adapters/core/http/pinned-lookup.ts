import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { addressProblem } from './address-ranges';
import { HostRefused, type HostPolicy } from './host-policy';

/** All addresses of a name, in the order in which they are to be tried. */
export type ResolveHost = (name: string) => Promise<readonly LookupAddress[]>;

const lookUp = promisify(lookup);
const resolveAll: ResolveHost = (name) => lookUp(name, { all: true, verbatim: true });

/**
 * Looks a name up for a connection about to be made, which then goes to the very addresses that were judged
 * here: it isn't looked up a second time, when its owner could answer otherwise (DNS rebinding). One address
 * that may not be called condemns the name: whoever owns it chose which of them is tried.
 */
export function createPinnedLookup(
  { privateHosts }: HostPolicy,
  resolve: ResolveHost = resolveAll,
): LookupFunction {
  async function judged(name: string, family: number): Promise<readonly LookupAddress[]> {
    const addresses = await resolve(name);
    for (const { address } of addresses) {
      const problem = addressProblem(address, privateHosts);
      if (problem !== null) throw new HostRefused(`${name} (${address}): ${problem}`, { isLookedUp: true });
    }
    return family === 0 ? addresses : addresses.filter((each) => each.family === family);
  }

  return (name, { all, family }, callback) => {
    judged(name, familyOf(family)).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) callback(notFound(name), '');
        else if (all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };
}

/** 0 for either. */
function familyOf(family: number | 'IPv4' | 'IPv6' | undefined): number {
  if (family === 'IPv4') return 4;
  return family === 'IPv6' ? 6 : (family ?? 0);
}

function notFound(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${name} has no address`), { code: 'ENOTFOUND' });
}
