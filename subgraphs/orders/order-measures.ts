import { sql } from 'kysely';
import type { Database } from '../database/connect';
import { onScrape } from '../telemetry/metrics';
import { orderFeedAge, ordersRejected, outboxAge, outboxSize } from '../telemetry/order-metrics';

/** Measures the ledger whenever metrics are read. Gives the function that stops that. */
export function measureOrders(db: Database): () => void {
  return onScrape(async () => {
    const owed = await sql<{ size: number; age: number | null }>`
      select count(*)::int as size,
             (extract(epoch from now() - min(created_at) filter (where attempts > 0)))::float8 as age
      from outbox`.execute(db);
    outboxSize.set(owed.rows[0]?.size ?? 0);
    outboxAge.set(owed.rows[0]?.age ?? 0);
    const lists = await sql<{ marketplace: string; age: number | null; rejected: number }>`
      select marketplace, extract(epoch from now() - min(completed_at))::float8 as age,
             sum(rejected)::int as rejected
      from order_sync group by marketplace`.execute(db);
    for (const { marketplace, age, rejected } of lists.rows) {
      if (age !== null) orderFeedAge.set({ marketplace }, age);
      ordersRejected.set({ marketplace }, rejected);
    }
  });
}
