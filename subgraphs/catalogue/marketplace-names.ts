import { parseMarketplaceId } from '../../adapters/core/ids';
import type { Database } from '../database/connect';

/** What those of these marketplaces are called that are searched. */
export async function readMarketplaceNames(
  db: Database,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].flatMap((id) => (id === null ? [] : (parseMarketplaceId(id) ?? [])));
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('marketplace').select(['id', 'name']).where('id', 'in', wanted).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const SHOWN = 30;

/** Some that are searched, for whoever named one that is not. */
export async function readSomeMarketplaces(db: Database): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('marketplace')
    .select('id')
    .orderBy('is_partner')
    .orderBy('id')
    .limit(SHOWN + 1)
    .execute();
  const ids: string[] = rows.map(({ id }) => id);
  return ids.length > SHOWN ? [...ids.slice(0, SHOWN), '…'] : ids;
}
