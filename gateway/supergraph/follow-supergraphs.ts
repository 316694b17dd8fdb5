import { log } from '../../subgraphs/telemetry/log';
import { supergraphSwaps } from '../../subgraphs/telemetry/metrics';
import type { Supergraph, SupergraphSource } from './supergraph-source';
import type { SupergraphSwap } from './swapping-gateway';

/**
 * Serves each supergraph that comes, when what it needs is there. Who is suspended is not asked from that moment,
 * whatever else is waited for; one that is overtaken while it waits is not served after the newer one. Gives the
 * function that ends it.
 */
export function followSupergraphs(
  source: SupergraphSource,
  server: SupergraphSwap,
  prepare: (supergraph: Supergraph) => Promise<void>,
): () => void {
  let newest: Supergraph | null = null;

  async function serve(supergraph: Supergraph): Promise<void> {
    const before = server.current();
    await server.swap({ ...before, suspended: supergraph.suspended });
    if (supergraph.id === before.id) return;
    await prepare(supergraph);
    if (newest !== supergraph) return;
    await server.swap(supergraph);
    supergraphSwaps.inc({ outcome: 'served' });
  }

  return source.watch((supergraph) => {
    newest = supergraph;
    serve(supergraph).catch((error: unknown) => {
      supergraphSwaps.inc({ outcome: 'refused' });
      log.error({ supergraph: supergraph.id, error }, 'a supergraph is not served; the one before still is');
    });
  });
}
