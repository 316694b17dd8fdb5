import type { Transaction } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { Tables } from '../../database/tables';
import { offerTypeOf } from '../../../schema/offer/offer-types';
import { changingPartners } from '../changing-partners';
import type { Manager } from './authority';
import { readPartner, recordAction, updatePartner } from './change-partner';
import type { OnboardingResources } from './onboarding-resources';
import { problem, type Problems } from './problems';
import { serveFrom } from './publish-version';

/**
 * Takes a marketplace out at once: its offers leave the index, and nothing asks it any more. The graph keeps
 * its types, so that no client's operation breaks; its orders stay.
 */
export function suspendPartner(
  id: MarketplaceId,
  reason: string | null,
  manager: Manager,
  { db }: OnboardingResources,
): Promise<Problems> {
  return changingPartners(db, async (transaction) => {
    const partner = await readPartner(transaction, id);
    if (partner === undefined && offerTypeOf(id) !== null) return [builtIn(id)];
    if (partner?.live_version == null)
      return [problem('STATE', `"${id}" is not live, so there is nothing to suspend`)];
    // An administrator's suspension outlasts a partner's.
    if (partner.suspended_by !== null && partner.suspended_by === manager.role) return [];
    if (partner.suspended_by === 'ADMIN') return [problem('STATE', `"${id}" is suspended already`)];
    await leaveIndex(transaction, id);
    await updatePartner(transaction, id, { suspended_by: manager.role });
    await recordAction(transaction, id, manager, {
      action: 'SUSPENDED',
      version: partner.live_version,
      note: reason,
    });
    return [];
  });
}

function builtIn(id: MarketplaceId): Problems[number] {
  return problem(
    'STATE',
    `"${id}" is built in, so it is not suspended or resumed here; its addresses are variables of those who run Pasar (README.md)`,
  );
}

async function leaveIndex(transaction: Transaction<Tables>, id: MarketplaceId): Promise<void> {
  // Whoever is reading its feed loses the lease by this, and writes nothing more.
  for (const table of ['feed_sync', 'offer', 'rejected_record', 'source_health'] as const) {
    await transaction.deleteFrom(table).where('marketplace', '=', id).execute();
  }
  await transaction.deleteFrom('marketplace').where('id', '=', id).execute();
}

/** Lets it in again, in the version that was served; its goods are found as soon as they are read. */
export function resumePartner(
  id: MarketplaceId,
  manager: Manager,
  resources: OnboardingResources,
): Promise<Problems> {
  return changingPartners(resources.db, async (transaction) => {
    const partner = await readPartner(transaction, id);
    if (partner === undefined && offerTypeOf(id) !== null) return [builtIn(id)];
    if (partner?.live_version == null || partner.suspended_by === null)
      return [problem('STATE', `"${id}" is not suspended`)];
    if (partner.suspended_by === 'ADMIN' && manager.role !== 'ADMIN')
      return [problem('STATE', `"${id}" was suspended by those who run Pasar; ask them`)];
    const version = await transaction
      .selectFrom('partner_version')
      .selectAll()
      .where('marketplace', '=', id)
      .where('version', '=', partner.live_version)
      .executeTakeFirstOrThrow();
    await serveFrom(transaction, version, resources);
    await updatePartner(transaction, id, { suspended_by: null });
    await recordAction(transaction, id, manager, { action: 'RESUMED', version: partner.live_version });
    return [];
  });
}
