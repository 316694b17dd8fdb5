import DataLoader from 'dataloader';
import type { Marketplace } from '../../schema/marketplace/marketplace';
import { buildFederatedSchema } from '../../schema/federation/subgraph-schema';
import type { Database } from '../database/connect';
import { readAgain } from '../database/read-again';
import { perRequest, type RequestContext } from '../request-context';
import type { Subgraph } from '../subgraph';
import { readMarketplaces } from './marketplace-view';
import { RegistryResolver } from './resolver';

/** The marketplaces: names, protocols, and how far each is indexed. */
export function createRegistrySubgraph(db: Database): Subgraph {
  // A page of hits asks for the same few marketplaces over and over: they are read once per request.
  const loader = perRequest(
    () =>
      new DataLoader<string, Marketplace | null>(async (ids) => {
        const all = await readAgain(() => readMarketplaces(db));
        return ids.map((id) => all.find((marketplace) => marketplace.id === id) ?? null);
      }),
  );
  return {
    name: 'registry',
    ...buildFederatedSchema<RequestContext>({
      resolvers: [RegistryResolver],
      instances: new Map([[RegistryResolver, new RegistryResolver(db)]]),
      references: { Marketplace: ({ id }, context) => loader(context).load(id) },
    }),
  };
}
