import { parseMarketplaceId } from '../../adapters/core/ids';
import type { Database } from '../../subgraphs/database/connect';
import { createGrowingSubgraph, type GrowingSubgraph } from '../../subgraphs/growing-subgraph';
import type { SourceDirectory } from '../../subgraphs/marketplace/source-directory';
import type { Sources } from '../../subgraphs/marketplace/sources';
import type { Ledger } from '../../subgraphs/orders/open-ledger';
import type { Partners } from '../../subgraphs/partners/open-partners';
import type { Onboarding } from '../../subgraphs/registry/onboarding/onboarding';
import { SUBGRAPH_NAMES } from '../../subgraphs/subgraph';
import { createInProcessDataSource } from '../data-sources/in-process';
import { openPartnerSubgraphs, type PartnerSubgraphs } from '../data-sources/partner-subgraphs';
import type { ClosableDataSource } from '../data-sources/reused';
import { startGraphqlServer, type GraphqlServer } from '../graphql-server';
import { followSupergraphs } from '../supergraph/follow-supergraphs';
import { createOperationRecorder, type OperationRecorder } from '../supergraph/operation-recorder';
import { storedSupergraph } from '../supergraph/stored-supergraph';
import type { ExecutionOptions } from '../supergraph/supergraph-generation';
import type { SupergraphSwap } from '../supergraph/swapping-gateway';

export interface GraphOptions extends ExecutionOptions {
  readonly db: Database;
  readonly sources: Partial<Sources>;
  readonly partners: Partners;
  readonly partnerSources: SourceDirectory;
  readonly ledger: Ledger;
  readonly onboarding: Onboarding;
  readonly deadlineMs: number;
  /** How each subgraph is asked, for whoever wants to see it. */
  observe?(name: string, source: ClosableDataSource): ClosableDataSource;
}

export interface ServedGraph {
  readonly server: GraphqlServer & SupergraphSwap;
  readonly recorder: OperationRecorder;
  close(): Promise<void>;
}

/** The whole graph in this process: Pasar's subgraphs, those of partners behind HTTP, and whatever is published. */
export async function serveGraph(options: GraphOptions): Promise<ServedGraph> {
  const { db, sources, partners, partnerSources, ledger, onboarding, deadlineMs } = options;
  const { register } = partners;
  const resources = { db, sources, partners: { register, sources: partnerSources }, ledger, onboarding };
  const subgraphs = new Map<string, GrowingSubgraph>(
    SUBGRAPH_NAMES.map((name) => [name, createGrowingSubgraph(name, resources)]),
  );
  const observe = options.observe ?? ((_name, source) => source);
  const partnerSubgraphs = openPartnerSubgraphs({ db, partners, deadlineMs });
  const stored = storedSupergraph({ db, register });
  const recorder = createOperationRecorder(db);
  const server = await startGraphqlServer({
    supergraph: await stored.current(),
    plugins: [recorder.plugin],
    engine: options.engine,
    singleFlight: options.singleFlight,
    dataSource: ({ name, url }) =>
      observe(name, dataSourceOf(name, url, { subgraph: subgraphs.get(name), partnerSubgraphs })),
  });
  // Subgraphs that refer to a partner's offers know its type before anyone asks them for it.
  const unwatch = followSupergraphs(stored, server, () => register.refresh());
  return {
    server,
    recorder,
    async close() {
      unwatch();
      for (const subgraph of subgraphs.values()) subgraph.close();
      await server.stop();
      await partnerSubgraphs.close();
      await recorder.close();
    },
  };
}

interface Reaching {
  readonly subgraph: GrowingSubgraph | undefined;
  readonly partnerSubgraphs: PartnerSubgraphs;
}

function dataSourceOf(
  name: string,
  url: string,
  { subgraph, partnerSubgraphs }: Reaching,
): ClosableDataSource {
  if (subgraph !== undefined) {
    return createInProcessDataSource({
      name,
      get schema() {
        return subgraph.current().schema;
      },
    });
  }
  const id = parseMarketplaceId(name);
  if (id === null) throw new Error(`no subgraph ${name} in this process`);
  return partnerSubgraphs.dataSource(id, url);
}
