import { sql, type Transaction } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import type { PartnerAction, PartnerTable } from '../../database/partner-tables';
import type { Tables } from '../../database/tables';
import type { Manager } from './authority';

export interface ActionTaken {
  readonly action: PartnerAction;
  readonly version: number | null;
  readonly note?: string | null;
}

/** How a partner stands; undefined for one that never registered. */
export async function readPartner(
  db: Database | Transaction<Tables>,
  id: MarketplaceId,
): Promise<
  Pick<PartnerTable, 'id' | 'name' | 'latest_version' | 'live_version' | 'suspended_by'> | undefined
> {
  return db
    .selectFrom('partner')
    .select(['id', 'name', 'latest_version', 'live_version', 'suspended_by'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function updatePartner(
  transaction: Transaction<Tables>,
  id: MarketplaceId,
  values: Partial<Pick<PartnerTable, 'name' | 'latest_version' | 'live_version' | 'suspended_by'>>,
): Promise<void> {
  await transaction
    .updateTable('partner')
    .set({ ...values, revision: sql<string>`nextval('partner_revision')` })
    .where('id', '=', id)
    .execute();
}

export async function recordAction(
  transaction: Transaction<Tables>,
  id: MarketplaceId,
  { subject, role }: Manager,
  { action, version, note = null }: ActionTaken,
): Promise<void> {
  await transaction
    .insertInto('partner_action')
    .values({ marketplace: id, version, action, actor: subject, role, note })
    .execute();
}
