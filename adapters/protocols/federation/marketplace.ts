import type { Marketplace } from '../../core/contract';
export function createFederatedMarketplace(_options: object): Marketplace {
  throw new Error('not there yet');
}
