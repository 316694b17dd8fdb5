import { randomUUID } from 'node:crypto';
import type { RuleResult } from '../../adapters/conformance/rule';
import type { HostPolicy } from '../../adapters/core/http/host-policy';
import type { Credentials } from '../../adapters/core/credentials';
import type { PartnerDefinitionOf } from '../../adapters/partners/partner-definition';
import { baseSubgraphs } from '../../subgraphs/registry/composition/base-subgraphs';
import { composeBeside } from '../../subgraphs/registry/composition/compose-beside';
import { checkSubgraph } from '../../subgraphs/registry/onboarding/check-subgraph';

/** What a partner's own subgraph gives to the graph; null where it can't be taken. */
export interface OwnSubgraph {
  readonly offerType: string | null;
  readonly results: readonly RuleResult[];
}

const WITHIN_MS = 120_000;
/** Which other partners there are is known to a running Pasar alone. */
const TITLES: Readonly<Record<string, string>> = { 'SUBGRAPH-03': "it composes with Pasar's own subgraphs" };

/** Holds a subgraph to what the graph needs of it, and composes it with Pasar's own. */
export async function checkOwnSubgraph(
  definition: PartnerDefinitionOf<'federation'>,
  credentials: Credentials,
  { hosts, signal }: { readonly hosts: HostPolicy; readonly signal: AbortSignal },
): Promise<OwnSubgraph> {
  const { id, url } = definition;
  const { subgraph, results } = await checkSubgraph(definition, credentials, {
    hosts,
    call: { signal, deadline: Date.now() + WITHIN_MS, requestId: `check-${randomUUID()}` },
    async fitsIn(found) {
      const partners = [{ name: id, url, ...found }];
      const composed = await composeBeside(
        { base: baseSubgraphs().subgraphs, partners, before: null, operations: [] },
        { of: id },
      );
      return 'reasons' in composed ? composed.reasons : [];
    },
  });
  signal.throwIfAborted();
  return {
    offerType: subgraph?.offerType ?? null,
    results: results.map((result) => ({ ...result, title: TITLES[result.id] ?? result.title })),
  };
}
