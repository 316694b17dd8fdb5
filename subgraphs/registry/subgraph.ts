import DataLoader from 'dataloader';
import { mayDo } from '../../adapters/core/actor';
import type { MarketplaceId } from '../../adapters/core/ids';
import type { Marketplace } from '../../schema/marketplace/marketplace';
import { buildFederatedSchema } from '../../schema/federation/subgraph-schema';
import type { Database } from '../database/connect';
import { readAgain } from '../database/read-again';
import { perRequest, type RequestContext } from '../request-context';
import type { Subgraph } from '../subgraph';
import { readMarketplaces } from './marketplace-view';
import { mayManage } from './onboarding/authority';
import type { Onboarding } from './onboarding/onboarding';
import { RegistryResolver } from './resolver';

/** The marketplaces: names, protocols, how far each is indexed, and how others join. */
export function createRegistrySubgraph(db: Database, onboarding: Onboarding): Subgraph {
  // A page of hits asks for the same few marketplaces over and over: they are read once per request.
  const loader = perRequest(
    () =>
      new DataLoader<string, Marketplace | null>(async (ids) => {
        const all = new Map((await readAgain(() => readMarketplaces(db))).map((each) => [each.id, each]));
        return ids.map((id) => all.get(id) ?? null);
      }),
  );
  return {
    name: 'registry',
    ...buildFederatedSchema<RequestContext>({
      resolvers: [RegistryResolver],
      instances: new Map([[RegistryResolver, new RegistryResolver(db, onboarding)]]),
      fields: {
        Marketplace: {
          onboarding: ({ id }: { id: MarketplaceId }, _args, { actor }) =>
            mayDo(actor, 'marketplaces:manage') && mayManage(actor, id) ? onboarding.read(id) : null,
        },
      },
      references: { Marketplace: ({ id }, context) => loader(context).load(id) },
    }),
  };
}
