import { sql } from 'kysely';
import type { Database } from '../database/connect';
import { indexAge, indexOffers, onScrape } from '../telemetry/metrics';

/** Measures the index whenever metrics are read. Gives the function that stops that. */
export function measureIndex(db: Database): () => void {
  return onScrape(async () => {
    const { rows } = await sql<{ marketplace: string; age: number | null; offers: number }>`
      select marketplace.id as marketplace,
             (select extract(epoch from now() - min(greatest(feed.completed_at, feed.changes_until)))::float8
              from feed_sync feed where feed.marketplace = marketplace.id) as age,
             (select count(*)::int from offer where offer.marketplace = marketplace.id) as offers
      from marketplace`.execute(db);
    for (const { marketplace, age, offers } of rows) {
      if (age !== null) indexAge.set({ marketplace }, age);
      indexOffers.set({ marketplace }, offers);
    }
  });
}
