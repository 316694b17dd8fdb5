import {
  openPartnerUnderCheck,
  type Admission,
  type PartnerUnderCheck,
} from '../../../adapters/conformance/partner-under-check';
import type { ConformanceReport, RuleResult } from '../../../adapters/conformance/rule';
import type { Call } from '../../../adapters/core/contract';
import type { PartnerDefinition } from '../../../adapters/partners/partner-definition';
import { checkSubgraph, type CheckedSubgraph, type Fitting } from './check-subgraph';

export interface CheckedPartner extends Pick<CheckedSubgraph, 'subgraph'> {
  readonly report: ConformanceReport;
}

export interface PartnerCheck {
  /** For its SDL, where it brings a subgraph: one short answer. */
  readonly call: Call;
  readonly fitting: Fitting;
  /** Told of the rules for subgraphs as soon as they are over. */
  readonly onResult?: (result: RuleResult) => void;
  holdToRules(partner: PartnerUnderCheck): Promise<ConformanceReport>;
}

/**
 * Holds what a partner brings to all that it is held to: its own subgraph first, where it has one, and then the
 * live marketplace. A subgraph that the graph can't take is not asked for its offers.
 */
export async function checkPartner(
  definition: PartnerDefinition,
  admission: Admission,
  { call, fitting, onResult, holdToRules }: PartnerCheck,
): Promise<CheckedPartner> {
  if (definition.protocol !== 'federation')
    return { report: await held(definition, admission, null, holdToRules), subgraph: null };
  const { credentials, hosts } = admission;
  const { subgraph, results, answered } = await checkSubgraph(definition, credentials, {
    hosts,
    call,
    fitting,
  });
  call.signal.throwIfAborted();
  for (const result of results) onResult?.(result);
  if (subgraph === null) {
    const checkedAt = new Date().toISOString();
    const report = {
      marketplace: definition.id,
      checkedAt,
      conforms: false,
      offersSeen: 0,
      answered,
      results,
    };
    return { report, subgraph };
  }
  const report = await held(definition, admission, subgraph.offerType, holdToRules);
  return { report: { ...report, results: [...results, ...report.results] }, subgraph };
}

async function held(
  definition: PartnerDefinition,
  admission: Admission,
  offerType: string | null,
  holdToRules: PartnerCheck['holdToRules'],
): Promise<ConformanceReport> {
  const partner = openPartnerUnderCheck(definition, admission, offerType);
  try {
    return await holdToRules(partner);
  } finally {
    await partner.close();
  }
}
