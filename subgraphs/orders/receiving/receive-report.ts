import type { Transaction } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import {
  orderOfReport,
  type TransactionReport,
} from '../../../adapters/protocols/toko-daring/transaction-report';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';
import { recordOrders } from '../ledger/record-orders';
import type { OrderNews } from '../order-news';
import { lockSession, tokenOf } from './buyer-sessions';

export type ReportOutcome =
  | { readonly kind: 'RECORDED'; readonly nextToken: string }
  /** The token is none of ours, another marketplace's, or was used for another order already. */
  | { readonly kind: 'WRONG_TOKEN' }
  | { readonly kind: 'WRONG_NUMBER' };

/**
 * Takes a transaction report. Checking the token, turning it and recording the order are one transaction
 * on one locked row: of two reports that race with one token the first wins, and the other is told to
 * come again with the token that the first was given. The same report again is answered as the first time.
 */
export async function receiveReport(
  db: Database,
  news: OrderNews,
  marketplace: MarketplaceId,
  report: TransactionReport,
): Promise<ReportOutcome> {
  const { outcome, changes } = await db.transaction().execute(async (trx) => {
    const found = await lockSession(trx, report.token);
    if (found === null || found.session.marketplace !== marketplace) return wrong('WRONG_TOKEN');
    const { session, turn } = found;
    const isRepeated = await wasReported(trx, session.id, report.number);
    if (turn !== session.turn && !isRepeated) return wrong('WRONG_TOKEN');
    const order = orderOfReport(report, marketplace, {
      institution: session.institution,
      workUnit: session.work_unit,
      rupCode: session.rup_code,
      fundingSource: session.funding_source,
    });
    if (order === null) return wrong('WRONG_NUMBER');
    const next = turn === session.turn ? session.turn + 1 : session.turn;
    await trx.updateTable('buyer_session').set({ turn: next }).where('id', '=', session.id).execute();
    await trx
      .insertInto('session_report')
      .values({ session_id: session.id, order_number: report.number, turn })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const changed = await recordOrders(trx, [order], new Date());
    return { outcome: { kind: 'RECORDED', nextToken: tokenOf(session, next) } as const, changes: changed };
  });
  news.publish(changes);
  return outcome;
}

function wrong(kind: 'WRONG_TOKEN' | 'WRONG_NUMBER'): { outcome: ReportOutcome; changes: [] } {
  return { outcome: { kind }, changes: [] };
}

async function wasReported(trx: Transaction<Tables>, sessionId: string, number: string): Promise<boolean> {
  const row = await trx
    .selectFrom('session_report')
    .select('turn')
    .where('session_id', '=', sessionId)
    .where('order_number', '=', number)
    .executeTakeFirst();
  return row !== undefined;
}
