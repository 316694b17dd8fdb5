import { GraphQLError } from 'graphql';
import type { Actor } from '../../../adapters/core/actor';
import { parseMarketplaceId, type MarketplaceId } from '../../../adapters/core/ids';
import { inputError } from '../../input-error';

/** Someone who may manage marketplaces: a partner its own, an administrator all. */
export type Manager = Pick<Actor, 'subject' | 'role' | 'marketplace'>;

export function mayManage({ role, marketplace }: Manager, id: MarketplaceId): boolean {
  return role === 'ADMIN' || (role === 'PARTNER' && marketplace === id);
}

/** The marketplace that is meant, for someone who may manage it. Throws for anyone else. */
export function managedMarketplace(text: string, manager: Manager): MarketplaceId {
  const id = parseMarketplaceId(text);
  if (id === null) {
    throw inputError('id', `"${text.slice(0, 60)}" is not a marketplace's id, for example toko-tani.`);
  }
  if (!mayManage(manager, id)) throw notYours(id);
  return id;
}

export function notYours(id: string): GraphQLError {
  return new GraphQLError(`"${id}" is not the marketplace that your token names.`, {
    extensions: { code: 'FORBIDDEN', marketplace: id },
  });
}
