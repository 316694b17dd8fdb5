import { sql, type Selectable, type Transaction } from 'kysely';
import type { OrderId } from '../../../adapters/core/ids';
import type { OrderChannel, SourceStatus } from '../../../adapters/core/order/order';
import { stepTo, type Step } from '../../../adapters/core/order/order-states';
import type { OrderEventTable } from '../../database/order-tables';
import type { Tables } from '../../database/tables';
import { unknownStatuses } from '../../telemetry/order-metrics';
import type { OrderChange } from '../order-news';
import { mergeDetails, takesOver, type OrderRow } from './merge-order';

/** That an order came into a state, as a marketplace reports it. */
export interface StatusNews {
  readonly orderId: OrderId;
  readonly channel: OrderChannel;
  /** Names the message: the same one again changes nothing. */
  readonly messageId: string;
  readonly status: SourceStatus;
  readonly at: Date;
  /** What else the message tells, to be kept with the order. */
  readonly details: Readonly<Record<string, string | boolean | null>>;
}

export type StatusOutcome =
  | { readonly kind: 'APPLIED'; readonly change: OrderChange }
  /** Overtaken by later news: in the history, without effect on the state. */
  | { readonly kind: 'LATE' }
  | { readonly kind: 'REPEATED' }
  /** Its order is not in the ledger yet: applied as soon as it is. */
  | { readonly kind: 'WAITING' };

/** Writes news of an order's state; the order may be unknown as yet, and the news old or repeated. */
export async function recordStatus(
  trx: Transaction<Tables>,
  news: StatusNews,
  now: Date,
): Promise<StatusOutcome> {
  const row = (await lockOrder(trx, news.orderId)) ?? (await lockUnwritten(trx, news.orderId));
  const { status } = news;
  const step = row === null ? null : stepOf(row, status);
  const inserted = await trx
    .insertInto('order_event')
    .values({
      order_id: news.orderId,
      channel: news.channel,
      message_id: news.messageId,
      source_status: status.status,
      shipment_status: status.shipment,
      state: status.state,
      step,
      at: news.at,
      details: JSON.stringify(news.details),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return { kind: 'REPEATED' };
  if (status.state === null) countUnknown(news.orderId, news.channel);
  if (row === null || step === null) return { kind: 'WAITING' };
  if (!takesOver(step)) {
    await keepDetails(trx, row, news.details, now);
    return { kind: 'LATE' };
  }
  return { kind: 'APPLIED', change: await apply(trx, row, news, now) };
}

/** News that came before its order did. */
export async function applyWaitingEvents(
  trx: Transaction<Tables>,
  ids: readonly OrderId[],
  now: Date,
): Promise<readonly OrderChange[]> {
  if (ids.length === 0) return [];
  const events = await trx
    .selectFrom('order_event')
    .selectAll()
    .where('order_id', 'in', [...ids])
    .where('step', 'is', null)
    .orderBy('at')
    .orderBy('recorded_at')
    .execute();
  const changes: OrderChange[] = [];
  for (const event of events) {
    const row = await lockOrder(trx, event.order_id);
    if (row === null) continue;
    const status = statusOf(event);
    const step = stepOf(row, status);
    await trx
      .updateTable('order_event')
      .set({ step })
      .where('order_id', '=', event.order_id)
      .where('channel', '=', event.channel)
      .where('message_id', '=', event.message_id)
      .execute();
    if (takesOver(step)) {
      changes.push(await apply(trx, row, { status, at: event.at, details: event.details }, now));
    } else {
      await keepDetails(trx, row, event.details, now);
    }
  }
  return changes;
}

/** Counted once per message: that there is a status which the mapping table lacks. */
export function countUnknown(id: OrderId, channel: OrderChannel): void {
  unknownStatuses.inc({ marketplace: id.slice(0, id.indexOf(':')), channel });
}

function stepOf(row: OrderRow, { state }: SourceStatus): Step {
  return state === null ? 'FIRST' : stepTo(row.state, state);
}

function statusOf(event: Selectable<OrderEventTable>): SourceStatus {
  return { status: event.source_status, shipment: event.shipment_status, state: event.state };
}

async function lockUnwritten(trx: Transaction<Tables>, id: OrderId): Promise<OrderRow | null> {
  await lockNewOrders(trx, [id]);
  return lockOrder(trx, id);
}

/** Any number that nothing else on the database locks by. */
const NEW_ORDERS = 350_017;
/** Enough that single orders hardly ever wait for another's; a page of thousands takes no more than these. */
const LOCKS = 1_024;

/**
 * An order that isn't there has no row to lock: of two first accounts at once one would overwrite the
 * other, and news would be put aside for ever while its order is being written. So whoever writes of an
 * order that isn't there locks its id, to the end of the transaction; all of several in one order, and
 * before any order's row, so that no two writers wait for each other.
 */
export async function lockNewOrders(trx: Transaction<Tables>, ids: readonly OrderId[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(${sql.lit(NEW_ORDERS)}, lock)
    from (
      select distinct hashtext(told.id) & ${sql.lit(LOCKS - 1)} as lock
      from unnest(${sql.val([...ids])}::text[]) told (id)
      where not exists (select 1 from orders where orders.id = told.id)
      order by 1
    ) new_orders`.execute(trx);
}

async function lockOrder(trx: Transaction<Tables>, id: OrderId): Promise<OrderRow | null> {
  const row = await trx.selectFrom('orders').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ?? null;
}

async function apply(
  trx: Transaction<Tables>,
  row: OrderRow,
  { status, at, details }: Pick<StatusNews, 'status' | 'at' | 'details'>,
  now: Date,
): Promise<OrderChange> {
  await trx
    .updateTable('orders')
    .set({
      source_status: status.status,
      shipment_status: status.shipment ?? row.shipment_status,
      state: status.state,
      state_at: at,
      updated_at: now,
      observed_at: now,
      details: detailsWith(row, details),
      // Not what the last account made of it any more: the next one is compared with the row itself.
      fingerprint: '',
    })
    .where('id', '=', row.id)
    .execute();
  return {
    orderId: row.id,
    marketplace: row.marketplace,
    institution: row.institution,
    state: status.state,
    at: now.toISOString(),
  };
}

/** Same state or a late one: what else the message says (a courier, a remark) is kept all the same. */
async function keepDetails(
  trx: Transaction<Tables>,
  row: OrderRow,
  details: StatusNews['details'],
  now: Date,
): Promise<void> {
  await trx
    .updateTable('orders')
    .set({ details: detailsWith(row, details), observed_at: now })
    .where('id', '=', row.id)
    .execute();
}

function detailsWith(row: OrderRow, details: StatusNews['details']): string {
  return JSON.stringify(mergeDetails(row.details, details));
}
