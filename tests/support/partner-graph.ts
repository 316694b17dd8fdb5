import type { Actor } from '../../adapters/core/actor';
import type { Marketplace } from '../../adapters/core/contract';
import { parseMarketplaceId, type MarketplaceId } from '../../adapters/core/ids';
import {
  createPartnerIndexer,
  type PartnerIndexerOptions,
} from '../../subgraphs/catalogue/indexing/partner-indexer';
import { createIndexMemory } from '../../subgraphs/marketplace/index-memory';
import { createPartnerMarketplaces } from '../../subgraphs/partners/partner-marketplaces';
import type { Database } from '../../subgraphs/database/connect';
import { actorOf } from './actors';
import type { Answered, Graph } from './graph';

/** Someone who runs Pasar. */
export const ADMIN: Actor = actorOf({ subject: 'admin', role: 'ADMIN', institution: null, workUnit: null });

/** Someone of a partner's. */
export function partnerActor(id: string): Actor {
  const marketplace = parseMarketplaceId(id);
  if (marketplace === null) throw new Error(id);
  return actorOf({ subject: `${id}-staff`, role: 'PARTNER', institution: null, workUnit: null, marketplace });
}

export interface Secret {
  readonly name: string;
  readonly value: string;
}

export interface Wished {
  readonly marketplace: { readonly id: string; readonly state: string; readonly name: string } | null;
  readonly problems: readonly {
    readonly kind: string;
    readonly message: string;
    readonly path: string | null;
    readonly line: number | null;
    readonly column: number | null;
    readonly operations: number | null;
  }[];
}

const RESULT = '{ marketplace { id name state } problems { kind message path line column operations } }';

export interface PartnerDesk {
  register(document: string, credentials?: readonly Secret[]): Promise<Wished>;
  check(id: string): Promise<Wished>;
  publish(id: string, more?: string): Promise<Wished>;
  suspend(id: string): Promise<Wished>;
  resume(id: string): Promise<Wished>;
  rollBack(id: string, more?: string): Promise<Wished>;
  /** Registered, checked and published. */
  join(document: string, credentials?: readonly Secret[]): Promise<MarketplaceId>;
}

/** What an actor does to marketplaces through the graph, wherever it runs; an error of the request is thrown. */
export function partnerDesk(graph: Pick<Graph, 'run'>, actor: Actor): PartnerDesk {
  async function wish(field: string, variables: Record<string, unknown> = {}): Promise<Wished> {
    const declared = 'input' in variables ? '($input: RegisterMarketplaceInput!)' : '';
    const answer: Answered<{ wished: Wished | null } | null> = await graph.run(
      `mutation ${declared} { wished: ${field} ${RESULT} }`,
      { actor, variables, deadlineMs: 60_000 },
    );
    const wished = answer.data?.wished ?? null;
    if (wished === null || answer.errors) throw new Error(JSON.stringify(answer.errors));
    return wished;
  }
  const named =
    (mutation: string) =>
    (id: string, more = '') =>
      wish(`${mutation}(id: ${JSON.stringify(id)}${more === '' ? '' : `, ${more}`})`);
  const desk: PartnerDesk = {
    register: (document, credentials) =>
      wish('registerMarketplace(input: $input)', {
        input: { document, ...(credentials ? { credentials } : {}) },
      }),
    check: named('checkMarketplace'),
    publish: named('publishMarketplace'),
    suspend: named('suspendMarketplace'),
    resume: named('resumeMarketplace'),
    rollBack: named('rollbackMarketplace'),
    async join(document, credentials) {
      const { marketplace, problems } = await desk.register(document, credentials);
      const id = parseMarketplaceId(marketplace?.id ?? '');
      if (id === null) throw new Error(JSON.stringify(problems));
      for (const step of [desk.check, desk.publish]) {
        const done = await step(id);
        if (done.problems.length > 0) throw new Error(JSON.stringify(done));
      }
      return id;
    },
  };
  return desk;
}

/** Reads partners' feeds into the index, as the indexer's thread does, until it is stopped. */
export function startPartnerIndex(
  db: Database,
  { partners }: Pick<Graph, 'partners'>,
  options: Partial<PartnerIndexerOptions> = {},
): { stop(): Promise<void> } {
  const marketplaces = createPartnerMarketplaces<Marketplace>({
    ...partners,
    memory: createIndexMemory(db),
    create: (marketplace) => marketplace,
  });
  const indexer = createPartnerIndexer({ db, marketplaces, ...options });
  void indexer.run();
  return {
    async stop() {
      await indexer.stop();
      await marketplaces.close();
    },
  };
}
