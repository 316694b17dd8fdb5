import { sql, type Kysely, type Migration } from 'kysely';

/** A check belongs to a process for a while at a time: one that died with its process falls free by itself. */
export const leaseChecks: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table partner_version add column check_held_until timestamptz`.execute(db);
  },
};
