import { log } from '../../subgraphs/telemetry/log';
import { supergraphSwaps } from '../../subgraphs/telemetry/metrics';
import type { Supergraph, SupergraphSource } from './supergraph-source';
import type { SupergraphSwap } from './swapping-gateway';

/** A supergraph that was not served is tried again after so long, then twice as long each time. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Serves each supergraph that comes, when what it needs is there; what fails is tried again until it is served
 * or a newer one comes. Who is suspended is not asked from that moment, whatever else is waited for; one that
 * is overtaken while it waits is not served after the newer one. Gives the function that ends it.
 */
export function followSupergraphs(
  source: SupergraphSource,
  server: SupergraphSwap,
  prepare: (supergraph: Supergraph) => Promise<void>,
  { firstPauseMs = FIRST_PAUSE_MS }: { readonly firstPauseMs?: number } = {},
): () => void {
  let wanted = server.current().id;
  let pause: NodeJS.Timeout | undefined;

  async function serve(supergraph: Supergraph, failures = 0): Promise<void> {
    try {
      await prepare(supergraph);
      if (wanted !== supergraph.id) return;
      await server.swap(supergraph);
      supergraphSwaps.inc({ outcome: 'served' });
    } catch (error) {
      supergraphSwaps.inc({ outcome: 'refused' });
      log.error({ supergraph: supergraph.id, error }, 'a supergraph is not served; the one before still is');
      if (wanted !== supergraph.id) return;
      const pauseMs = Math.min(firstPauseMs * 2 ** failures, LONGEST_PAUSE_MS);
      pause = setTimeout(() => void serve(supergraph, failures + 1), pauseMs);
      pause.unref();
    }
  }

  const unwatch = source.watch((supergraph) => {
    server.suspend(supergraph.suspended);
    if (supergraph.id === wanted) return;
    wanted = supergraph.id;
    clearTimeout(pause);
    void serve(supergraph);
  });
  return () => {
    unwatch();
    clearTimeout(pause);
    wanted = '';
  };
}
