import { errorFinding } from '../../../adapters/conformance/error-finding';
import type { Finding, RuleResult } from '../../../adapters/conformance/rule';
import { wasAnswered } from '../../../adapters/conformance/was-answered';
import { tidy } from '../../../adapters/conformance/tidy-findings';
import type { Call } from '../../../adapters/core/contract';
import type { HostPolicy } from '../../../adapters/core/http/host-policy';
import { createHttpSource } from '../../../adapters/core/http/http-source';
import { AdapterError } from '../../../adapters/core/errors';
import type { Credentials } from '../../../adapters/core/credentials';
import type { PartnerDefinitionOf } from '../../../adapters/partners/partner-definition';
import { readSubgraphSdl } from '../../../adapters/protocols/federation/read-subgraph-sdl';
import type { CompositionReason } from '../../../schema/federation/compose';
import type { PartnerSubgraph } from '../../../schema/federation/partner-subgraph';
import { readPartnerSubgraph } from '../../../schema/federation/partner-subgraph';

const HOW_TO_ANSWER = 'answer { _service { sdl } } at url, with the token as a bearer token';

/** What became of reading a partner's subgraph: its type and SDL, or null where it can't be taken. */
export interface CheckedSubgraph {
  readonly subgraph: PartnerSubgraph | null;
  readonly results: readonly RuleResult[];
  /** Whether anything came back where it was asked for. */
  readonly answered: boolean;
}

/** Whether a subgraph fits into the graph: the whole one, or as much of it as is known here. */
export interface Fitting {
  /** What it is held to, as its rule says it. */
  readonly title: string;
  findings(subgraph: PartnerSubgraph): Promise<readonly Finding[]>;
}

export function compositionFinding({ code, message }: CompositionReason): Finding {
  return {
    path: '$',
    expected: 'a subgraph that composes',
    got: `${code}: ${message}`,
    fix: 'compare its types with those of the starter subgraph (pasar schema --subgraph)',
  };
}

/** Reads the SDL of a partner's own subgraph and holds it to what the graph needs. */
export async function checkSubgraph(
  { id, url }: PartnerDefinitionOf<'federation'>,
  credentials: Credentials,
  { hosts, call, fitting }: { readonly hosts: HostPolicy; readonly call: Call; readonly fitting: Fitting },
): Promise<CheckedSubgraph> {
  const http = createHttpSource(id, { hosts });
  const started = Date.now();
  const read = { id: 'SUBGRAPH-01', title: 'its SDL can be read from _service' } as const;
  const shape = {
    id: 'SUBGRAPH-02',
    title: 'its SDL has what the graph needs, and nothing that it must not have',
  } as const;
  const fits = { id: 'SUBGRAPH-03', title: fitting.title } as const;
  const result = (rule: { id: string; title: string }, findings: RuleResult['findings']): RuleResult => ({
    ...rule,
    level: 'MUST',
    outcome: findings.length === 0 ? 'PASSED' : 'FAILED',
    findings,
    skipped: null,
    durationMs: Date.now() - started,
  });
  try {
    const sdl = await readSubgraphSdl(
      { marketplace: id, http, url, token: credentials['token'] ?? null },
      call,
    );
    const parsed = readPartnerSubgraph(sdl);
    if ('problems' in parsed) {
      const findings = parsed.problems.map(({ coordinate, message, remedy }) => ({
        path: coordinate,
        expected: 'what docs/partners.md says of subgraphs',
        got: message,
        fix: remedy,
      }));
      return { subgraph: null, results: [result(read, []), result(shape, findings)], answered: true };
    }
    const { subgraph } = parsed;
    const findings = await fitting.findings(subgraph);
    return {
      subgraph: findings.length === 0 ? subgraph : null,
      results: [result(read, []), result(shape, []), result(fits, findings)],
      answered: true,
    };
  } catch (thrown) {
    // What went wrong here, or was broken off here, says nothing of it.
    if (!(thrown instanceof AdapterError) || call.signal.aborted) throw thrown;
    // A host that is not called is no answer of the marketplace's: what to do about it is told as of any other.
    const fix = thrown.code === 'FORBIDDEN' ? {} : { fix: HOW_TO_ANSWER };
    const findings = [errorFinding(thrown, '{ _service { sdl } }', fix)];
    const results = [result(read, tidy(findings, Object.values(credentials)))];
    return { subgraph: null, results, answered: wasAnswered(thrown) };
  } finally {
    http.close();
  }
}
