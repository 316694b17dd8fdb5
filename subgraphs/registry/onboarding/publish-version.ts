import type { Selectable, Transaction } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import { BulkheadFull } from '../../../adapters/core/resilience/bulkhead';
import { createPartnerMarketplace } from '../../../adapters/partners/create-partner-marketplace';
import { noFeedMemory } from '../../../adapters/core/contract';
import { registerFeedsOf } from '../../catalogue/indexing/register-feeds';
import type { CheckState, PartnerAction, PartnerVersionTable } from '../../database/partner-tables';
import type { GraphBreakingChange } from '../../../schema/federation/breaking-changes';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';
import { composeNext, storeNext } from '../composition/next-supergraph';
import type { LiveSubgraph } from '../composition/supergraph-store';
import { changingPartners } from '../changing-partners';
import type { Manager } from './authority';
import { readPartner, recordAction, updatePartner } from './change-partner';
import type { OnboardingResources } from './onboarding-resources';
import { checkStateNow } from './check-state';
import { problem, type Problems } from './problems';

export interface Publishing {
  readonly id: MarketplaceId;
  /** The newest where none is named. */
  readonly version: number | null;
  /** Breaking changes that no recorded operation meets are taken; an administrator's to say. */
  readonly acceptBreaking: boolean;
  readonly action: Extract<PartnerAction, 'PUBLISHED' | 'ROLLED_BACK'>;
}

interface Version extends Selectable<PartnerVersionTable> {
  /** Where its check died with its process: what the one before found. */
  readonly check_state_now: CheckState;
}

/** How often it is worked out again because others were published meanwhile. */
const ATTEMPTS = 5;

/** Serves a version that was checked, in place of the one before. What stands in the way leaves all as it was. */
export async function publishVersion(
  publishing: Publishing,
  manager: Manager,
  resources: OnboardingResources,
): Promise<Problems> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const problems = await publishOnce(publishing, manager, resources).catch(refusedAsTooMany);
    if (problems !== null) return problems;
  }
  return [problem('STATE', 'others were published at the same time; try again')];
}

function refusedAsTooMany(error: unknown): Problems {
  if (!(error instanceof BulkheadFull)) throw error;
  return [problem('STATE', 'too many are being published at the same time; try again in a minute')];
}

/** Null where something else was published while this was worked out. */
async function publishOnce(
  { id, version: wanted, acceptBreaking, action }: Publishing,
  manager: Manager,
  resources: OnboardingResources,
): Promise<Problems | null> {
  const { db } = resources;
  const partner = await readPartner(db, id);
  if (partner === undefined) return [problem('STATE', `"${id}" has not registered`)];
  if (partner.suspended_by !== null)
    return [problem('STATE', `"${id}" is suspended; resume it before anything is published`)];
  const version = await findVersion(db, id, wanted ?? partner.latest_version);
  if (version === null)
    return [problem('STATE', `"${id}" has no version ${wanted ?? partner.latest_version}`)];
  if (version.check_state_now !== 'PASSED') return [problem('NOT_CHECKED', notChecked(version))];
  const next = await composeNext(db, id, subgraphOf(version));
  if ('reasons' in next) return next.reasons.map(({ message }) => problem('COMPOSITION', message));
  const refused = refusedChanges(next.breaking, acceptBreaking && manager.role === 'ADMIN');
  if (refused.length > 0) return refused;
  return changingPartners(db, async (transaction) => {
    const now = await readPartner(transaction, id);
    const isSame = now?.live_version === partner.live_version && now.suspended_by === null;
    // A check that has begun since may find its subgraph to be another.
    const isChecked = sameCheck(version, await findVersion(transaction, id, version.version));
    if (!isSame || !isChecked || !(await storeNext(transaction, next))) return null;
    await serveFrom(transaction, version, resources);
    await updatePartner(transaction, id, { live_version: version.version, name: version.definition.name });
    await recordAction(transaction, id, manager, { action, version: version.version });
    return [];
  });
}

function notChecked({ version, check_state_now: state }: Version): string {
  return state === 'RUNNING'
    ? `version ${version} is being checked; wait for its report`
    : `version ${version} has not passed its check; check it first`;
}

function subgraphOf({
  marketplace: name,
  version,
  definition,
  sdl,
  offer_type,
}: Version): LiveSubgraph | null {
  return definition.protocol === 'federation' && sdl !== null && offer_type !== null
    ? { name, version, url: definition.url, sdl, offerType: offer_type }
    : null;
}

function refusedChanges(breaking: readonly GraphBreakingChange[], acceptUnused: boolean): Problems {
  return breaking
    .filter(({ operations }) => !acceptUnused || operations > 0)
    .map(({ message, coordinate, operations }) =>
      problem('BREAKING_CHANGE', message, { path: coordinate, operations }),
    );
}

function sameCheck(then: Version, now: Version | null): boolean {
  return (
    then.check_state_now === now?.check_state_now && then.checked_at?.getTime() === now.checked_at?.getTime()
  );
}

async function findVersion(
  db: Database | Transaction<Tables>,
  id: MarketplaceId,
  version: number,
): Promise<Version | null> {
  const row = await db
    .selectFrom('partner_version')
    .selectAll()
    .select(checkStateNow().as('check_state_now'))
    .where('marketplace', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return row ?? null;
}

const UNREAD = { reading: null, cursor: null, completed_at: null, changes_until: null } as const;

/** The feeds that the index reads from now on; goods of another source go with it. */
export async function serveFrom(
  transaction: Transaction<Tables>,
  {
    marketplace: id,
    definition,
    offer_type,
  }: Pick<Selectable<PartnerVersionTable>, 'marketplace' | 'definition' | 'offer_type'>,
  { hosts }: Pick<OnboardingResources, 'hosts'>,
): Promise<void> {
  // It is not called: only what it declares is asked for, and that needs no secrets.
  const marketplace = createPartnerMarketplace(
    definition,
    {},
    { memory: noFeedMemory, hosts, offerType: offer_type },
  );
  try {
    await registerFeedsOf(transaction, marketplace, { isPartner: true, offerType: offer_type });
    await transaction
      .updateTable('feed_sync')
      // From its beginning: cursors are those of the version before, and so is what was made of its records.
      .set({ ...UNREAD, due_at: new Date(0), failures: 0, holder: null, held_until: null })
      .where('marketplace', '=', id)
      .execute();
  } finally {
    await marketplace.close();
  }
}
