import { sql, type Insertable, type Transaction } from 'kysely';
import type { OrderId } from '../../../adapters/core/ids';
import type { SourceOrder } from '../../../adapters/core/order/order';
import type { OrderEventTable } from '../../database/order-tables';
import type { Tables } from '../../database/tables';
import type { OrderChange } from '../order-news';
import { mergeOrder, type LineRow, type OrderRow } from './merge-order';
import { applyWaitingEvents, countUnknown, lockNewOrders } from './record-status';

/**
 * Writes accounts of orders into the ledger: those of one page, or one that was reported or placed. Told
 * twice is told once. Gives what changed, to be published once the transaction stands.
 */
export async function recordOrders(
  trx: Transaction<Tables>,
  accounts: readonly SourceOrder[],
  now: Date,
): Promise<readonly OrderChange[]> {
  const told = mergeAccounts(accounts);
  if (told.length === 0) return [];
  const ids = told.map(({ id }) => id);
  await lockNewOrders(trx, ids);
  const known = await readKnown(trx, ids);
  const results = told.map((order) => ({ order, ...mergeOrder(known.get(order.id) ?? null, order, now) }));
  const changed = results.filter(({ isChanged }) => isChanged);
  await touch(
    trx,
    results.filter(({ isChanged }) => !isChanged).map(({ order }) => order.id),
    now,
  );
  await upsert(trx, changed);
  await insertEvents(
    trx,
    results.flatMap(({ event }) => event ?? []),
  );
  for (const { order, event } of results)
    if (event !== null && order.status.state === null) countUnknown(order.id, order.channel);
  const waiting = await applyWaitingEvents(
    trx,
    told.filter(({ id }) => !known.has(id)).map(({ id }) => id),
    now,
  );
  return [
    ...changed.map(({ row }) => ({
      orderId: row.id,
      marketplace: row.marketplace,
      institution: row.institution,
      state: row.state ?? null,
      at: now.toISOString(),
    })),
    ...waiting,
  ];
}

/** Several accounts of one order in one page: lines of a package that came apart, or a repetition. */
function mergeAccounts(accounts: readonly SourceOrder[]): readonly SourceOrder[] {
  const byId = new Map<OrderId, SourceOrder>();
  for (const account of accounts) {
    const known = byId.get(account.id);
    const lines =
      known && account.completeness === 'PARTIAL' ? [...known.lines, ...account.lines] : account.lines;
    const problems =
      known && account.completeness === 'PARTIAL'
        ? [...known.problems, ...account.problems]
        : account.problems;
    byId.set(account.id, { ...account, lines, problems });
  }
  // In one order everywhere, so that two writers can't wait for each other.
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function readKnown(
  trx: Transaction<Tables>,
  ids: readonly OrderId[],
): Promise<ReadonlyMap<OrderId, { row: OrderRow; lines: LineRow[] }>> {
  const rows = await trx
    .selectFrom('orders')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  const known = new Map(rows.map((row) => [row.id, { row, lines: [] as LineRow[] }]));
  if (known.size === 0) return known;
  const lines = await trx
    .selectFrom('order_line')
    .selectAll()
    .where('order_id', 'in', [...known.keys()])
    .execute();
  for (const line of lines) known.get(line.order_id)?.lines.push(line);
  return known;
}

async function touch(trx: Transaction<Tables>, ids: readonly OrderId[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('orders')
    .set({ observed_at: now })
    .where('id', 'in', [...ids])
    .execute();
}

/** PostgreSQL takes 65,535 parameters a statement; an order has 30 of them, a line 12. */
const ROWS_PER_STATEMENT = 1_000;

async function upsert(
  trx: Transaction<Tables>,
  changed: readonly Pick<ReturnType<typeof mergeOrder>, 'row' | 'lines'>[],
): Promise<void> {
  for (const part of parts(changed.map(({ row }) => row))) {
    const columns = Object.keys(part[0] ?? {}).filter((column) => column !== 'id');
    await trx
      .insertInto('orders')
      .values(part)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet(
            Object.fromEntries(columns.map((column) => [column, sql`excluded.${sql.ref(column)}`])),
          ),
      )
      .execute();
  }
  const orderIds = changed.map(({ row }) => row.id);
  if (orderIds.length > 0) {
    await trx.deleteFrom('order_line').where('order_id', 'in', orderIds).execute();
    for (const part of parts(changed.flatMap(({ lines }) => lines)))
      await trx.insertInto('order_line').values(part).execute();
  }
}

async function insertEvents(
  trx: Transaction<Tables>,
  events: readonly Insertable<OrderEventTable>[],
): Promise<void> {
  for (const part of parts(events))
    await trx
      .insertInto('order_event')
      .values(part)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

function parts<T>(rows: readonly T[]): T[][] {
  const cut: T[][] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
    cut.push(rows.slice(from, from + ROWS_PER_STATEMENT));
  return cut;
}
