import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { OfferReader } from '../../adapters/core/resilience/offer-reader';
import type { Database } from '../database/connect';

/** How often a process tells how the marketplaces that it asks are doing. */
const EVERY_MS = 5_000;
/** A process that has said nothing for so long is not asking any more. */
export const REPORT_VALID_SECONDS = 30;

export interface HealthReports {
  /** Tells now, and not at the next turn: a state changed. */
  tell(): void;
  close(): Promise<void>;
}

export interface HealthReportOptions {
  /** Those that are asked now. */
  readers(): readonly Pick<OfferReader, 'id' | 'health'>[];
  readonly db: Database;
  readonly everyMs?: number;
  /** The database could not be told; it is told again at the next turn. */
  onError(error: unknown): void;
}

/**
 * Writes what this process sees of its marketplaces where the registry reads it, which may be another
 * process. A database that is away holds up no read: the report waits for the next turn.
 */
export function startHealthReports({
  readers,
  db,
  everyMs = EVERY_MS,
  onError,
}: HealthReportOptions): HealthReports {
  const replica = randomUUID();
  let writing: Promise<void> | null = null;
  let again = false;
  let closed = false;

  async function write(): Promise<void> {
    const rows = readers().map((reader) => {
      const { state, since, failureRate, p50, p95 } = reader.health();
      return {
        marketplace: reader.id,
        replica,
        state,
        since,
        failure_rate: failureRate,
        p50_ms: p50,
        p95_ms: p95,
      };
    });
    await db
      .insertInto('source_health')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['marketplace', 'replica']).doUpdateSet((row) => ({
          state: row.ref('excluded.state'),
          since: row.ref('excluded.since'),
          failure_rate: row.ref('excluded.failure_rate'),
          p50_ms: row.ref('excluded.p50_ms'),
          p95_ms: row.ref('excluded.p95_ms'),
          reported_at: sql<Date>`now()`,
        })),
      )
      .execute();
    await db
      .deleteFrom('source_health')
      .where('reported_at', '<', sql<Date>`now() - interval '10 minutes'`)
      .execute();
  }

  function tell(): void {
    if (closed || readers().length === 0) return;
    if (writing !== null) {
      again = true;
      return;
    }
    writing = Promise.resolve()
      .then(write)
      .catch(onError)
      .finally(() => {
        writing = null;
        if (!again) return;
        again = false;
        tell();
      });
  }

  const timer = setInterval(tell, everyMs);
  timer.unref();
  tell();
  return {
    tell,
    async close() {
      closed = true;
      clearInterval(timer);
      await writing;
      await db
        .deleteFrom('source_health')
        .where('replica', '=', replica)
        .execute()
        .catch(() => undefined); // it falls out of use by itself
    },
  };
}
