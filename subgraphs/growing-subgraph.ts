import { createSubgraph, type SubgraphResources } from './create-subgraphs';
import { openFollowing } from './following/following';
import type { PartnerRegister } from './partners/partner-register';
import type { Subgraph, SubgraphName } from './subgraph';

/** A subgraph whose schema gains a type when a partner's own subgraph is published. */
export interface GrowingSubgraph {
  readonly name: SubgraphName;
  /** As it is now. */
  current(): Subgraph;
  /** Tells when it has grown. */
  onGrown(listener: (subgraph: Subgraph) => void): void;
  /** Ends its subscriptions too. */
  close(): void;
}

/** Those that refer to offers of any marketplace. */
const GROWING: ReadonlySet<SubgraphName> = new Set(['catalogue', 'orders']);

type GrowingResources = Omit<SubgraphResources, 'partners' | 'following'> & {
  readonly partners: Omit<SubgraphResources['partners'], 'offerTypes'>;
};

export function createGrowingSubgraph(name: SubgraphName, resources: GrowingResources): GrowingSubgraph {
  const { partners } = resources;
  const { register } = partners;
  const following = openFollowing(resources.db);
  const build = (offerTypes: readonly string[]): Subgraph =>
    createSubgraph(name, { ...resources, following, partners: { ...partners, offerTypes } });
  let types = ownOfferTypes(register);
  let subgraph = build(types);
  const listeners: ((subgraph: Subgraph) => void)[] = [];
  const unsubscribe = GROWING.has(name)
    ? register.onChange(() => {
        const now = ownOfferTypes(register);
        if (now.join() === types.join()) return;
        types = now;
        subgraph = build(types);
        for (const listener of listeners) listener(subgraph);
      })
    : () => undefined;
  return {
    name,
    current: () => subgraph,
    onGrown: (listener) => void listeners.push(listener),
    close() {
      unsubscribe();
      following.close();
    },
  };
}

/** Offer types of partners' own subgraphs; a suspended one's stays, as it does in the graph. */
function ownOfferTypes(register: PartnerRegister): readonly string[] {
  return [...new Set(register.all().flatMap(({ offerType }) => offerType ?? []))].sort();
}
