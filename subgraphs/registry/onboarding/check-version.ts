import { randomUUID } from 'node:crypto';
import { runConformance } from '../../../adapters/conformance/run-conformance';
import type { MarketplaceId } from '../../../adapters/core/ids';
import { log } from '../../telemetry/log';
import { sealedFor } from '../../partners/credentials/sealed-for';
import type { Manager } from './authority';
import { readPartner } from './change-partner';
import { claimCheck, leaveCheck, storeReport, type ClaimedCheck } from './claim-check';
import { checkPartner, type CheckedPartner } from './check-partner';
import { fittingWithAll } from './fitting';
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
  { hosts, db, box }: OnboardingResources,
  signal: AbortSignal,
): Promise<CheckedPartner> {
  const deadline = Date.now() + CHECK_MS;
  const credentials = box.open(sealed, sealedFor(id, version));
  return checkPartner(
    definition,
    { credentials, hosts },
    {
      call: { signal, deadline: Date.now() + SDL_MS, requestId: `check-${randomUUID()}` },
      fitting: fittingWithAll(db, definition, version),
      holdToRules: ({ marketplace, stranger, secrets }) =>
        runConformance(
          { marketplace, stranger, secrets, order: null, pages: PAGES },
          { signal, totalMs: Math.max(0, deadline - Date.now()) },
        ),
    },
  );
}
