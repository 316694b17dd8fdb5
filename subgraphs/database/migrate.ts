import { Migrator, type Kysely, type Migration } from 'kysely';
import { createIndex } from './migrations/0001-index';
import { createSourceHealth } from './migrations/0002-source-health';
import { createOrders } from './migrations/0003-orders';
import { createPartners } from './migrations/0004-partners';
import { leaseChecks } from './migrations/0005-check-lease';
import type { Tables } from './tables';

/** In order; a migration that has run anywhere is never changed again. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-index': createIndex,
  '0002-source-health': createSourceHealth,
  '0003-orders': createOrders,
  '0004-partners': createPartners,
  '0005-check-lease': leaseChecks,
};

/** Brings the database up to date. Safe when several processes start at once: the first one locks. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new Error(
    `database migration ${failed ?? ''} failed: ${error instanceof Error ? error.message : 'unknown'}`,
    {
      cause: error,
    },
  );
}
