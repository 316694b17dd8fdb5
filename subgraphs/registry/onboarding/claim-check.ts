import { sql, type Transaction } from 'kysely';
import type { ConformanceReport } from '../../../adapters/conformance/rule';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { PartnerDefinition } from '../../../adapters/partners/partner-definition';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';
import { changingPartners } from '../changing-partners';
import type { Manager } from './authority';
import { readPartner, recordAction } from './change-partner';
import { stateBefore } from './check-state';
import type { CheckedSubgraph } from './check-subgraph';

/** Whoever carries a check out renews it; one that is not renewed for so long died with its process. */
const LEASE_MS = 20_000;

/** A check that is under way here. */
export interface ClaimedCheck {
  readonly id: MarketplaceId;
  readonly version: number;
  readonly definition: PartnerDefinition;
  /** Sealed. */
  readonly credentials: string;
  /** Whose check it is: one that was taken over by another has another. */
  readonly startedAt: Date;
}

export type Claim =
  | { readonly claimed: ClaimedCheck }
  /** Nothing was begun, for a check of this version is under way. */
  | { readonly underWay: number }
  | null;

/**
 * Takes the check of a version; null where there is no such version. A marketplace has one at a time, however
 * many versions it has: each costs minutes of this process, and of the marketplace.
 */
export function claimCheck(db: Database, id: MarketplaceId, version: number): Promise<Claim> {
  return changingPartners(db, async (transaction) => {
    const running = await transaction
      .selectFrom('partner_version')
      .select('version')
      .where('marketplace', '=', id)
      .where('check_state', '=', 'RUNNING')
      .where('check_held_until', '>', sql<Date>`now()`)
      .executeTakeFirst();
    if (running !== undefined) return { underWay: running.version };
    const claimed = await transaction
      .updateTable('partner_version')
      // In milliseconds, as a Date has it: it is compared with.
      .set({
        check_state: 'RUNNING',
        check_started_at: sql<Date>`date_trunc('milliseconds', now())`,
        check_held_until: leaseEnd(),
      })
      .where('marketplace', '=', id)
      .where('version', '=', version)
      .returning(['definition', 'credentials', 'check_started_at'])
      .executeTakeFirst();
    if (claimed?.check_started_at == null) return null;
    const { definition, credentials, check_started_at: startedAt } = claimed;
    return { claimed: { id, version, definition, credentials, startedAt } };
  });
}

/** Keeps a check from falling free; false where another took it over. */
export async function renewCheck(db: Database, claimed: ClaimedCheck): Promise<boolean> {
  const result = await ours(db, claimed).set({ check_held_until: leaseEnd() }).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Writes down what came of it, unless another check took it over. */
export function storeReport(
  db: Database,
  claimed: ClaimedCheck,
  manager: Manager,
  { report, subgraph }: { readonly report: ConformanceReport } & Pick<CheckedSubgraph, 'subgraph'>,
): Promise<void> {
  const { id, version } = claimed;
  return changingPartners(db, async (transaction) => {
    const partner = await readPartner(transaction, id);
    const result = await ours(transaction, claimed)
      .set({
        check_state: report.conforms ? 'PASSED' : 'FAILED',
        check_held_until: null,
        report: JSON.stringify(report),
        checked_at: new Date(report.checkedAt),
        // What is served stays what it was published as, whatever the subgraph says by now.
        ...(partner?.live_version === version
          ? {}
          : { offer_type: subgraph?.offerType ?? null, sdl: subgraph?.sdl ?? null }),
      })
      .executeTakeFirst();
    if (result.numUpdatedRows !== 1n) return;
    const note = report.conforms ? 'conforms' : 'does not conform';
    await recordAction(transaction, id, manager, { action: 'CHECKED', version, note });
  });
}

/** It could not be carried out: what the one before it found stands. */
export async function leaveCheck(db: Database, claimed: ClaimedCheck): Promise<void> {
  await ours(db, claimed)
    .set({ check_state: stateBefore(), check_started_at: null, check_held_until: null })
    .execute();
}

function leaseEnd() {
  return sql<Date>`now() + ${`${LEASE_MS} milliseconds`}::interval`;
}

function ours(db: Database | Transaction<Tables>, { id, version, startedAt }: ClaimedCheck) {
  return db
    .updateTable('partner_version')
    .where('marketplace', '=', id)
    .where('version', '=', version)
    .where('check_started_at', '=', startedAt)
    .where('check_state', '=', 'RUNNING');
}
