import type { MarketplaceId } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';

/** The version that was served before the one that is served now; null where there was none. */
export async function versionBefore(db: Database, id: MarketplaceId): Promise<number | null> {
  const served = await db
    .selectFrom('partner_action')
    .select(['version', 'action'])
    .where('marketplace', '=', id)
    .where('action', 'in', ['PUBLISHED', 'ROLLED_BACK'])
    .orderBy('id')
    .execute();
  // What a roll-back left is not come back to by the next: each goes one further back.
  const stack: number[] = [];
  for (const { version, action } of served) {
    if (version === null) continue;
    if (action === 'ROLLED_BACK' && stack.includes(version)) while (stack.at(-1) !== version) stack.pop();
    if (stack.at(-1) !== version) stack.push(version);
  }
  return stack.at(-2) ?? null;
}
