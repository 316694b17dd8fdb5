import type { Transaction } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import {
  orderOfReport,
  type TransactionReport,
} from '../../../adapters/protocols/toko-daring/transaction-report';
import type { SourceOrder } from '../../../adapters/core/order/order';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';
import { recordOrders } from '../ledger/record-orders';
import { lockNewOrders } from '../ledger/record-status';
import type { OrderChange, OrderNews } from '../order-news';
import { lockSession, tokenOf, type BuyerSession } from './buyer-sessions';

export type ReportOutcome =
  | { readonly kind: 'RECORDED'; readonly nextToken: string }
  /** The token is none of ours, another marketplace's, or was used for another order already. */
  | { readonly kind: 'WRONG_TOKEN' }
  /** The order is in the ledger already, of an institution that this token does not speak for. */
  | { readonly kind: 'OF_ANOTHER' }
  | { readonly kind: 'WRONG_NUMBER' };

/**
 * Takes a transaction report. Checking the token, turning it and recording the order are one transaction
 * on one locked row: of two reports that race with one token the first wins, and the other is told to
 * come again with the token that the first was given. A report again with the token that it used up, for its
 * answer may have been lost, is answered with the current token and changes nothing.
 */
export async function receiveReport(
  db: Database,
  news: OrderNews,
  marketplace: MarketplaceId,
  report: TransactionReport,
): Promise<ReportOutcome> {
  const { outcome, changes } = await db.transaction().execute(async (trx): Promise<Received> => {
    const found = await lockSession(trx, report.token);
    if (found === null || found.session.marketplace !== marketplace) return wrong('WRONG_TOKEN');
    const { session, turn } = found;
    if (turn !== session.turn) {
      const isRepeated = (await turnOfReport(trx, session.id, report.number)) === turn;
      return isRepeated ? recorded(session, session.turn, []) : wrong('WRONG_TOKEN');
    }
    const order = orderOfReport(report, marketplace, {
      institution: session.institution,
      workUnit: session.work_unit,
      rupCode: session.rup_code,
      fundingSource: session.funding_source,
    });
    if (order === null) return wrong('WRONG_NUMBER');
    await lockNewOrders(trx, [order.id]);
    if (await isOfAnother(trx, order)) return wrong('OF_ANOTHER');
    await trx
      .updateTable('buyer_session')
      .set({ turn: turn + 1 })
      .where('id', '=', session.id)
      .execute();
    await trx
      .insertInto('session_report')
      .values({ session_id: session.id, order_number: report.number, turn })
      .onConflict((conflict) => conflict.columns(['session_id', 'order_number']).doUpdateSet({ turn }))
      .execute();
    return recorded(session, turn + 1, await recordOrders(trx, [order], new Date()));
  });
  news.publish(changes);
  return outcome;
}

interface Received {
  readonly outcome: ReportOutcome;
  readonly changes: readonly OrderChange[];
}

function wrong(kind: Exclude<ReportOutcome['kind'], 'RECORDED'>): Received {
  return { outcome: { kind }, changes: [] };
}

function recorded(session: BuyerSession, turn: number, changes: readonly OrderChange[]): Received {
  return { outcome: { kind: 'RECORDED', nextToken: tokenOf(session, turn) }, changes };
}

/** An order never changes hands, and what another institution's marketplace says of it is not taken. */
async function isOfAnother(trx: Transaction<Tables>, { id, institution }: SourceOrder): Promise<boolean> {
  const known = await trx.selectFrom('orders').select('institution').where('id', '=', id).executeTakeFirst();
  return known !== undefined && known.institution !== institution;
}

/** The turn that an order's last report used up; null where it was never reported. */
async function turnOfReport(
  trx: Transaction<Tables>,
  sessionId: string,
  number: string,
): Promise<number | null> {
  const row = await trx
    .selectFrom('session_report')
    .select('turn')
    .where('session_id', '=', sessionId)
    .where('order_number', '=', number)
    .executeTakeFirst();
  return row?.turn ?? null;
}
