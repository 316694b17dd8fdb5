import { sql, type Kysely, type Migration } from 'kysely';

/**
 * How each marketplace does, as each process that asks it sees it. Rows are rewritten every few seconds
 * and worth nothing after a crash, so the table is not written ahead (unlogged).
 */
export const createSourceHealth: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create unlogged table source_health (
      marketplace text not null,
      replica text not null,
      state text not null,
      since timestamptz not null,
      failure_rate double precision,
      p50_ms double precision,
      p95_ms double precision,
      reported_at timestamptz not null default now(),
      primary key (marketplace, replica)
    )`.execute(db);
  },
};
