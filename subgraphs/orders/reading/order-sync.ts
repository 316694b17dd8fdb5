import { sql, type Updateable } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { OrderFeedName } from '../../../adapters/core/order/orders-port';
import type { Database } from '../../database/connect';
import type { OrderSyncTable } from '../../database/order-tables';

/** Which of several replicas reads a list: a lease that is renewed with every page and falls free by itself. */
const LEASE_MS = 90_000;

export interface ListKey {
  readonly marketplace: MarketplaceId;
  readonly feed: OrderFeedName;
}

/** Makes lists known that are to be read; those that are known stay as they are. */
export async function registerLists(db: Database, lists: readonly ListKey[]): Promise<void> {
  if (lists.length === 0) return;
  await db
    .insertInto('order_sync')
    .values(lists.map(({ marketplace, feed }) => ({ marketplace, feed })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes the list that has been due longest among these, or gives null. Also says how often it has failed in a row. */
export async function claimList(
  db: Database,
  lists: readonly ListKey[],
  holder: string,
): Promise<(ListKey & { readonly failures: number }) | null> {
  if (lists.length === 0) return null;
  const keys = lists.map(({ marketplace, feed }) => sql`(${marketplace}, ${feed})`);
  const { rows } = await sql<ListKey & { failures: number }>`
    update order_sync set holder = ${holder}, held_until = now() + ${`${LEASE_MS} milliseconds`}::interval
    where (marketplace, feed) = (
      select marketplace, feed from order_sync
      where (marketplace, feed) in (${sql.join(keys)})
        and due_at <= now() and (held_until is null or held_until < now())
      order by due_at, marketplace, feed limit 1 for update skip locked
    )
    returning marketplace, feed, failures`.execute(db);
  return rows[0] ?? null;
}

/** Raised when another replica took the list over. */
export class SyncLeaseLost extends Error {}

export async function renewLease(
  db: Database,
  { marketplace, feed }: ListKey,
  holder: string,
  values: Updateable<OrderSyncTable> = {},
): Promise<void> {
  const result = await db
    .updateTable('order_sync')
    .set({ held_until: sql<Date>`now() + ${`${LEASE_MS} milliseconds`}::interval`, ...values })
    .where('marketplace', '=', marketplace)
    .where('feed', '=', feed)
    .where('holder', '=', holder)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new SyncLeaseLost();
}
