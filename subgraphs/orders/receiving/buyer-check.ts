import type { MarketplaceId } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import { reviveDraft } from '../purchasing/part-draft';
import { findSession } from './buyer-sessions';

/** Who stands behind a token, in the contract's words. */
export interface CheckedBuyer {
  readonly email: string;
  readonly userName: string;
  readonly realName: string;
  readonly phone: string;
  readonly role: string;
  readonly namaInstansi: string;
  readonly namaSatker: string;
}

/** The buyer of a token, for the marketplace that he was handed over to and as long as the token is its session's current one. */
export async function buyerOf(
  db: Database,
  marketplace: MarketplaceId,
  token: string,
): Promise<CheckedBuyer | null> {
  const found = await findSession(db, token);
  if (found === null || found.session.marketplace !== marketplace || found.turn !== found.session.turn)
    return null;
  const part = await db
    .selectFrom('purchase_part')
    .select('draft')
    .where('reference', '=', found.session.reference)
    .executeTakeFirstOrThrow();
  const { buyer, institution, workUnit } = reviveDraft(part.draft).order;
  return {
    email: buyer.person.email ?? '',
    userName: buyer.subject,
    realName: buyer.person.name ?? buyer.subject,
    phone: buyer.person.phone ?? '',
    role: found.session.role,
    namaInstansi: institution.name,
    namaSatker: workUnit.name ?? '',
  };
}
