import { baseSubgraphs } from '../../subgraphs/registry/composition/base-subgraphs';
import { composeBeside } from '../../subgraphs/registry/composition/compose-beside';
import type { PartnerDefinition } from '../../adapters/partners/partner-definition';
import { compositionFinding, type Fitting } from '../../subgraphs/registry/onboarding/check-subgraph';

/** Pasar's own subgraphs. Which other partners there are is known to a running Pasar alone. */
export function fittingWithOwn({ id, url }: Pick<PartnerDefinition, 'id' | 'url'>): Fitting {
  return {
    title: "it composes with Pasar's own subgraphs",
    async findings(subgraph) {
      const composed = await composeBeside(
        {
          base: baseSubgraphs().subgraphs,
          partners: [{ name: id, url, ...subgraph }],
          before: null,
          operations: [],
        },
        { of: id },
      );
      return 'reasons' in composed ? composed.reasons.map(compositionFinding) : [];
    },
  };
}
