import type { MarketplaceId } from '../../../adapters/core/ids';

/** What sealed credentials are bound to: they open for this version of this marketplace and for no other. */
export function sealedFor(marketplace: MarketplaceId, version: number): string {
  return `${marketplace}@${version}`;
}
