import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ConformanceReport } from '../../../adapters/conformance/rule';
import { runConformance } from '../../../adapters/conformance/run-conformance';
import { noFeedMemory, type Call } from '../../../adapters/core/contract';
import type { MarketplaceId } from '../../../adapters/core/ids';
import { createPartnerMarketplace } from '../../../adapters/partners/create-partner-marketplace';
import { credentialNames, type PartnerDefinition } from '../../../adapters/partners/partner-definition';
import type { Credentials } from '../../../adapters/partners/credentials';
import { log } from '../../telemetry/log';
import { sealedFor } from '../../partners/credential-context';
import { composeNext } from '../composition/next-supergraph';
import type { Manager } from './authority';
import { changingPartners, readPartner, recordAction } from './change-partner';
import { checkSubgraph, type CheckedSubgraph } from './check-subgraph';
import type { OnboardingResources } from './onboarding-resources';
import { problem, type Problems } from './problems';

/** How much of a feed a check reads. */
const PAGES = 5;
/** Nothing that is checked takes longer; a check that is older died with its process. */
const LONGEST_CHECK_MS = 5 * 60_000;

export interface CheckBegun {
  readonly problems: Problems;
  /** Resolves when the report is written; null where nothing was begun. */
  readonly done: Promise<void> | null;
}

/**
 * Begins to hold a version to the conformance suite, at the marketplace itself. No order is placed by it. One
 * check of a version runs at a time; asked for again while it runs, it goes on.
 */
export async function beginCheck(
  id: MarketplaceId,
  wanted: number | null,
  manager: Manager,
  resources: OnboardingResources,
  signal: AbortSignal,
): Promise<CheckBegun> {
  const { db } = resources;
  const partner = await readPartner(db, id);
  if (partner === undefined)
    return { problems: [problem('STATE', `"${id}" has not registered`)], done: null };
  const version = wanted ?? partner.latest_version;
  const claimed = await db
    .updateTable('partner_version')
    .set({ check_state: 'RUNNING', check_started_at: sql<Date>`now()` })
    .where('marketplace', '=', id)
    .where('version', '=', version)
    .where((where) =>
      where.or([
        where('check_state', '<>', 'RUNNING'),
        where('check_started_at', '<', sql<Date>`now() - ${`${LONGEST_CHECK_MS} milliseconds`}::interval`),
      ]),
    )
    .returning(['definition', 'credentials'])
    .executeTakeFirst();
  if (claimed === undefined) {
    const exists = version >= 1 && version <= partner.latest_version;
    return { problems: exists ? [] : [problem('STATE', `"${id}" has no version ${version}`)], done: null };
  }
  const credentials = resources.box.open(claimed.credentials, sealedFor(id, version));
  const done = checkAndStore(
    { id, version, definition: claimed.definition, credentials },
    manager,
    resources,
    signal,
  );
  return { problems: [], done };
}

interface Checking {
  readonly id: MarketplaceId;
  readonly version: number;
  readonly definition: PartnerDefinition;
  readonly credentials: Credentials;
}

async function checkAndStore(
  checking: Checking,
  manager: Manager,
  resources: OnboardingResources,
  signal: AbortSignal,
): Promise<void> {
  const { id, version } = checking;
  try {
    const { report, subgraph } = await check(checking, resources, signal);
    await changingPartners(resources.db, async (transaction) => {
      await transaction
        .updateTable('partner_version')
        .set({
          check_state: report.conforms ? 'PASSED' : 'FAILED',
          report: JSON.stringify(report),
          checked_at: new Date(report.checkedAt),
          offer_type: subgraph?.offerType ?? null,
          sdl: subgraph?.sdl ?? null,
        })
        .where('marketplace', '=', id)
        .where('version', '=', version)
        .execute();
      await recordAction(transaction, id, manager, {
        action: 'CHECKED',
        version,
        note: report.conforms ? 'conforms' : 'does not conform',
      });
    });
  } catch (error) {
    log.error({ marketplace: id, version, error }, 'a check could not be carried out');
    await resources.db
      .updateTable('partner_version')
      .set({ check_state: 'NONE', check_started_at: null })
      .where('marketplace', '=', id)
      .where('version', '=', version)
      .execute()
      .catch((reason: unknown) =>
        log.error({ marketplace: id, error: reason }, 'a check is left as running'),
      );
  }
}

async function check(
  { id, version, definition, credentials }: Checking,
  resources: OnboardingResources,
  signal: AbortSignal,
): Promise<{ report: ConformanceReport; subgraph: CheckedSubgraph['subgraph'] }> {
  const { hosts, db } = resources;
  const call: Call = { signal, deadline: Date.now() + LONGEST_CHECK_MS, requestId: `check-${randomUUID()}` };
  let checked: CheckedSubgraph = { subgraph: null, results: [] };
  if (definition.protocol === 'federation') {
    checked = await checkSubgraph(definition, credentials, {
      hosts,
      call,
      async fitsIn(subgraph) {
        const next = await composeNext(db, id, { name: id, version, url: definition.url, ...subgraph });
        return 'reasons' in next ? next.reasons : [];
      },
    });
    if (checked.subgraph === null) return { report: failedReport(id, checked), subgraph: null };
  }
  const report = await heldToRules(
    definition,
    credentials,
    resources,
    checked.subgraph?.offerType ?? null,
    signal,
  );
  return {
    report: { ...report, results: [...checked.results, ...report.results] },
    subgraph: checked.subgraph,
  };
}

async function heldToRules(
  definition: PartnerDefinition,
  credentials: Credentials,
  { hosts }: OnboardingResources,
  offerType: string | null,
  signal: AbortSignal,
): Promise<ConformanceReport> {
  const create = (secrets: Credentials) =>
    createPartnerMarketplace(definition, secrets, { memory: noFeedMemory, hosts, offerType });
  const wrong = wrongCredentials(definition, credentials);
  const marketplace = create(credentials);
  const stranger = wrong === null ? null : create(wrong);
  try {
    const secrets = [...Object.values(credentials), ...Object.values(wrong ?? {})];
    return await runConformance({ marketplace, stranger, order: null, pages: PAGES, secrets }, { signal });
  } finally {
    await Promise.all([marketplace.close(), stranger?.close()]);
  }
}

/** As long as the right ones, so that only their value is wrong; null where nothing is signed in with. */
export function wrongCredentials(
  definition: PartnerDefinition,
  credentials: Credentials,
): Credentials | null {
  const names = [...new Set([...credentialNames(definition), ...Object.keys(credentials)])];
  if (names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, `wrong-${randomUUID()}`]));
}

function failedReport(id: MarketplaceId, { results }: CheckedSubgraph): ConformanceReport {
  return { marketplace: id, checkedAt: new Date().toISOString(), conforms: false, offersSeen: 0, results };
}
