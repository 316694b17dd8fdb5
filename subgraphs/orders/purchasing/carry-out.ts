import type { Transaction } from 'kysely';
import { ERROR_TABLE } from '../../../adapters/core/errors';
import type { OrderReference } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';
import { log } from '../../telemetry/log';
import { ordersPlaced } from '../../telemetry/order-metrics';
import { recordOrders } from '../ledger/record-orders';
import type { OrderNews } from '../order-news';
import { callMarketplace, GIVE_UP_AFTER_MS, type Calling, type Outcome, type Part } from './call-marketplace';
import { claimCall, postponeCall, settleCall } from './outbox';
import { placedOrder, reviveDraft, type PartDraft } from './part-draft';

export interface CarryingOut extends Calling {
  readonly db: Database;
  readonly news: OrderNews;
  /** Names this process among the replicas. */
  readonly holder: string;
}

/** Longer than a call, so that whoever takes over finds it finished one way or the other. */
const LEASE_FACTOR = 2;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** Does one owed call and records what became of it. Null where another holder is at it, or it is done. */
export async function carryOut(
  reference: OrderReference,
  context: CarryingOut,
  signal: AbortSignal,
): Promise<Outcome['kind'] | null> {
  const { db, holder, timeoutMs } = context;
  const owed = await claimCall(db, reference, holder, timeoutMs * LEASE_FACTOR);
  if (owed === null) return null;
  const part = await db
    .selectFrom('purchase_part')
    .selectAll()
    .where('reference', '=', reference)
    .executeTakeFirstOrThrow();
  const draft = reviveDraft(part.draft);
  const outcome = await callMarketplace(owed, part, draft, context, signal);
  ordersPlaced.inc({ marketplace: part.marketplace, mode: part.mode, outcome: outcome.kind });
  if (outcome.kind === 'UNKNOWN') {
    const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(10, owed.attempt - 1));
    const { code, detail, retryAfterMs = 0 } = outcome.error;
    log[ERROR_TABLE[code].log](
      { reference, attempt: owed.attempt, code, detail },
      'what became of an order is not known',
    );
    await postponeCall(db, reference, holder, Math.max(delay, Math.min(retryAfterMs, GIVE_UP_AFTER_MS)));
    return outcome.kind;
  }
  const changes = await db.transaction().execute(async (trx) => {
    // Taken over by another: it asks the marketplace and records what it learns.
    if (!(await settleCall(trx, reference, holder))) return [];
    return record(trx, part, draft, outcome);
  });
  context.news.publish(changes);
  return outcome.kind;
}

async function record(
  trx: Transaction<Tables>,
  part: Part,
  draft: PartDraft,
  outcome: Exclude<Outcome, { kind: 'UNKNOWN' }>,
): Promise<Awaited<ReturnType<typeof recordOrders>>> {
  const now = new Date();
  const started = part.mode === 'PUNCHOUT' ? 'AWAITING_BASKET' : 'HANDED_OFF';
  await trx
    .updateTable('purchase_part')
    .set({
      state: outcome.kind === 'STARTED' ? started : outcome.kind,
      pages: JSON.stringify(outcome.kind === 'STARTED' ? outcome.pages : part.pages),
      refusal: outcome.kind === 'REFUSED' ? JSON.stringify(outcome.reason) : null,
      updated_at: now,
    })
    .where('reference', '=', part.reference)
    .execute();
  if (outcome.kind !== 'PLACED') return [];
  const status = { status: 'placed', state: 'AWAITING_APPROVAL', at: now } as const;
  return recordOrders(trx, [placedOrder(draft, part.order_id, status)], now);
}
