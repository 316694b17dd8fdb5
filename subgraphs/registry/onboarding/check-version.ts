import { randomUUID } from 'node:crypto';
import type { ConformanceReport } from '../../../adapters/conformance/rule';
import { openPartnerUnderCheck } from '../../../adapters/conformance/partner-under-check';
import { runConformance } from '../../../adapters/conformance/run-conformance';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { PartnerDefinition } from '../../../adapters/partners/partner-definition';
import type { Credentials } from '../../../adapters/core/credentials';
import { log } from '../../telemetry/log';
import { sealedFor } from '../../partners/credentials/sealed-for';
import { composeNext } from '../composition/next-supergraph';
import type { Manager } from './authority';
import { readPartner } from './change-partner';
import { claimCheck, leaveCheck, storeReport, type ClaimedCheck } from './claim-check';
import { checkSubgraph, type CheckedSubgraph } from './check-subgraph';
import { holdingCheck } from './hold-check';
import type { OnboardingResources } from './onboarding-resources';
import { problem, type Problems } from './problems';

/** How much of a feed a check reads. */
const PAGES = 5;
/** What is not over by then has failed. */
const CHECK_MS = 4 * 60_000;
/** A subgraph's SDL is one short answer. */
const SDL_MS = 30_000;

export interface CheckBegun {
  readonly problems: Problems;
  /** Resolves when the report is written; null where nothing was begun. */
  readonly done: Promise<void> | null;
}

/**
 * Begins to hold a version to the conformance suite, at the marketplace itself. No order is placed by it. One
 * check of a marketplace runs at a time; asked for again while it runs, it goes on.
 */
export async function beginCheck(
  id: MarketplaceId,
  wanted: number | null,
  manager: Manager,
  resources: OnboardingResources,
  signal: AbortSignal,
): Promise<CheckBegun> {
  const { db } = resources;
  const refused = (message: string): CheckBegun => ({ problems: [problem('STATE', message)], done: null });
  const partner = await readPartner(db, id);
  if (partner === undefined) return refused(`"${id}" has not registered`);
  const version = wanted ?? partner.latest_version;
  const claim = await claimCheck(db, id, version);
  if (claim === null) return refused(`"${id}" has no version ${version}`);
  if ('claimed' in claim)
    return { problems: [], done: checkAndStore(claim.claimed, manager, resources, signal) };
  if (claim.underWay === version) return { problems: [], done: null };
  return refused(`version ${claim.underWay} of "${id}" is being checked; wait for its report`);
}

async function checkAndStore(
  claimed: ClaimedCheck,
  manager: Manager,
  resources: OnboardingResources,
  signal: AbortSignal,
): Promise<void> {
  const { db } = resources;
  const { id: marketplace, version } = claimed;
  try {
    await holdingCheck(db, claimed, signal, async (held) =>
      storeReport(db, claimed, manager, await check(claimed, resources, held)),
    );
  } catch (error) {
    log.error({ marketplace, version, error }, 'a check could not be carried out');
    await leaveCheck(db, claimed).catch((reason: unknown) =>
      log.error({ marketplace, version, error: reason }, 'a check is left as running'),
    );
  }
}

async function check(
  { id, version, definition, credentials: sealed }: ClaimedCheck,
  resources: OnboardingResources,
  signal: AbortSignal,
): Promise<{ report: ConformanceReport; subgraph: CheckedSubgraph['subgraph'] }> {
  const { hosts, db, box } = resources;
  const deadline = Date.now() + CHECK_MS;
  const credentials = box.open(sealed, sealedFor(id, version));
  let checked: CheckedSubgraph = { subgraph: null, results: [] };
  if (definition.protocol === 'federation') {
    checked = await checkSubgraph(definition, credentials, {
      hosts,
      call: { signal, deadline: Date.now() + SDL_MS, requestId: `check-${randomUUID()}` },
      async fitsIn(subgraph) {
        const next = await composeNext(db, id, { name: id, version, url: definition.url, ...subgraph });
        return 'reasons' in next ? next.reasons : [];
      },
    });
    if (checked.subgraph === null) return { report: failedReport(id, checked), subgraph: null };
  }
  const report = await heldToRules(definition, credentials, resources, {
    offerType: checked.subgraph?.offerType ?? null,
    totalMs: Math.max(0, deadline - Date.now()),
    signal,
  });
  return {
    report: { ...report, results: [...checked.results, ...report.results] },
    subgraph: checked.subgraph,
  };
}

async function heldToRules(
  definition: PartnerDefinition,
  credentials: Credentials,
  { hosts }: OnboardingResources,
  {
    offerType,
    totalMs,
    signal,
  }: { readonly offerType: string | null; readonly totalMs: number; readonly signal: AbortSignal },
): Promise<ConformanceReport> {
  const { close, ...partner } = openPartnerUnderCheck(definition, { credentials, hosts }, offerType);
  try {
    return await runConformance({ ...partner, order: null, pages: PAGES }, { signal, totalMs });
  } finally {
    await close();
  }
}

function failedReport(id: MarketplaceId, { results }: CheckedSubgraph): ConformanceReport {
  return { marketplace: id, checkedAt: new Date().toISOString(), conforms: false, offersSeen: 0, results };
}
