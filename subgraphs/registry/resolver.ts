import { Query, Resolver } from 'type-graphql';
import { Marketplace } from '../../schema/marketplace/marketplace';
import type { Database } from '../database/connect';
import { readAgain } from '../database/read-again';
import { readMarketplaces } from './marketplace-view';

@Resolver()
export class RegistryResolver {
  constructor(private readonly db: Database) {}

  @Query(() => [Marketplace], {
    description: 'The marketplaces that are searched, and how far each is indexed.',
  })
  async marketplaces(): Promise<Marketplace[]> {
    return [...(await readAgain(() => readMarketplaces(this.db)))];
  }
}
