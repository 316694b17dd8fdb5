import { sql, type Transaction } from 'kysely';
import type { OrderReference } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import type { OutboxTable } from '../../database/order-tables';
import type { Tables } from '../../database/tables';

/** A call that is owed to a marketplace, taken by one holder for as long as a lease lasts. */
export interface OwedCall {
  readonly reference: OrderReference;
  readonly action: OutboxTable['action'];
  /** This attempt's number, from 1. From the second on an earlier one may have arrived. */
  readonly attempt: number;
  readonly ageMs: number;
}

const free = sql<boolean>`(held_until is null or held_until < now())`;

/**
 * Takes an owed call, or gives null where another holder has it or it is done. That an attempt begins is
 * written before it does: a process that dies in the middle leaves the trace that it may have sent.
 */
export async function claimCall(
  db: Database,
  reference: OrderReference,
  holder: string,
  leaseMs: number,
): Promise<OwedCall | null> {
  const { rows } = await sql<{ action: OutboxTable['action']; attempts: number; age: number }>`
    update outbox set holder = ${holder}, attempts = attempts + 1,
           held_until = now() + ${`${leaseMs} milliseconds`}::interval
    where reference = ${reference} and ${free}
    returning action, attempts, (extract(epoch from now() - created_at) * 1000)::float8 as age`.execute(db);
  const [row] = rows;
  return row ? { reference, action: row.action, attempt: row.attempts, ageMs: row.age } : null;
}

/** Owed calls that are due and that no one has, oldest first. */
export async function dueCalls(db: Database, limit: number): Promise<readonly OrderReference[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('reference')
    .where('due_at', '<=', sql<Date>`now()`)
    .where(free)
    .orderBy('due_at')
    .limit(limit)
    .execute();
  return rows.map(({ reference }) => reference);
}

/** Puts an owed call off: it is not known what became of it. */
export async function postponeCall(
  db: Database,
  reference: OrderReference,
  holder: string,
  delayMs: number,
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({
      holder: null,
      held_until: null,
      due_at: sql<Date>`now() + ${`${Math.round(delayMs)} milliseconds`}::interval`,
    })
    .where('reference', '=', reference)
    .where('holder', '=', holder)
    .execute();
}

/** Strikes an owed call off, in the transaction that records its outcome. False when another holder took it over. */
export async function settleCall(
  trx: Transaction<Tables>,
  reference: OrderReference,
  holder: string,
): Promise<boolean> {
  const result = await trx
    .deleteFrom('outbox')
    .where('reference', '=', reference)
    .where('holder', '=', holder)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
